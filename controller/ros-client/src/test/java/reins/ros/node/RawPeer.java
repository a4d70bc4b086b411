package reins.ros.node;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import reins.ros.tcpros.ConnectionHeader;
import reins.ros.xmlrpc.XmlRpcClient;

/**
 * A subscriber that is no more than a socket, with a small buffer, and reads when it is told to.
 */
final class RawPeer implements AutoCloseable {
  private static final int RECEIVE_BUFFER_BYTES = 4096;

  private final Socket socket = new Socket();

  private RawPeer(int port) throws IOException {
    socket.setReceiveBufferSize(RECEIVE_BUFFER_BYTES);
    socket.setSoTimeout(20_000);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 5000);
  }

  /** Connected to a node's data port, where it has said nothing. */
  static RawPeer connect(ConnectedNode node, String topic) throws IOException {
    return new RawPeer(port(node, topic));
  }

  /** A subscriber that has been answered. */
  static RawPeer subscribe(ConnectedNode node, String topic, String md5) throws IOException {
    RawPeer peer = connect(node, topic);
    peer.out().write(header(topic, md5).encode().array());
    peer.frame();
    return peer;
  }

  static ConnectionHeader header(String topic, String md5) {
    return new ConnectionHeader()
        .put("callerid", "/raw")
        .put("topic", topic)
        .put("type", "*")
        .put("md5sum", md5);
  }

  /** Where a node's subscribers connect. */
  static int port(ConnectedNode node, String topic) throws IOException {
    try (XmlRpcClient client = new XmlRpcClient("test", 3000)) {
      Object offer =
          client
              .callRos(node.getUri(), "requestTopic", "/raw", topic, List.of(List.of("TCPROS")))
              .value();
      return (Integer) ((List<?>) offer).get(2);
    }
  }

  OutputStream out() throws IOException {
    return socket.getOutputStream();
  }

  /** The next byte, or -1 at the end. */
  int read() throws IOException {
    return socket.getInputStream().read();
  }

  /** The next message's body, waited for. */
  byte[] frame() throws IOException {
    DataInputStream in = new DataInputStream(socket.getInputStream());
    byte[] body = new byte[Integer.reverseBytes(in.readInt())];
    in.readFully(body);
    return body;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
