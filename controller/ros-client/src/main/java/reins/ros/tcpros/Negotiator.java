package reins.ros.tcpros;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;

/** Asks a publisher's slave interface where its messages can be had. */
@FunctionalInterface
public interface Negotiator {
  InetSocketAddress request(URI publisher, String topic) throws IOException;
}
