package reins.ros.xmlrpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class XmlRpcServerTest {
  private static final int MAX_BODY = 4096;

  private final XmlRpcServer server =
      new XmlRpcServer(
          "test",
          new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
          MAX_BODY,
          this::handle);
  private final XmlRpcClient client = new XmlRpcClient("test", 5000);
  private final URI uri = server.uri("localhost");

  private Object handle(String method, List<Object> parameters) {
    if (method.equals("fail")) throw new IllegalStateException("no such thing");
    return List.of(method, parameters);
  }

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  @Test
  void shouldAnswerCalls() throws IOException {
    assertEquals(List.of("echo", List.of(1, "two")), client.call(uri, "echo", 1, "two"));
  }

  @Test
  void shouldTurnAnErrorIntoAFault() {
    XmlRpcFault fault = assertThrows(XmlRpcFault.class, () -> client.call(uri, "fail"));
    assertTrue(fault.getMessage().endsWith("no such thing"));
  }

  @Test
  void shouldRefuseABodyOverTheLimitAndGoOn() throws IOException {
    IOException refused =
        assertThrows(IOException.class, () -> client.call(uri, "echo", "x".repeat(MAX_BODY)));
    assertTrue(
        refused.getMessage().contains("413") || refused.getMessage().contains("closed"),
        refused.getMessage());
    assertEquals(List.of("echo", List.of()), client.call(uri, "echo"));
  }

  @Test
  void shouldRefuseALyingLengthAndGoOn() throws IOException {
    try (Socket socket = new Socket("localhost", server.port())) {
      socket
          .getOutputStream()
          .write(
              "POST / HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      byte[] answer = socket.getInputStream().readNBytes(12);
      assertEquals("HTTP/1.1 413", new String(answer, StandardCharsets.US_ASCII));
    }
    assertEquals(List.of("echo", List.of()), client.call(uri, "echo"));
  }

  @Test
  void shouldAnswerAlthoughManyOthersConnectAndSayNothing() throws IOException {
    List<Socket> silent = new ArrayList<>();
    try {
      for (int i = 0; i < 2 * XmlRpcServer.MAX_CONNECTIONS; i++)
        silent.add(new Socket("localhost", server.port()));
      assertEquals(List.of("echo", List.of()), client.call(uri, "echo"));
      assertEquals(-1, silent.getFirst().getInputStream().read());
    } finally {
      for (Socket socket : silent) socket.close();
    }
  }

  @Test
  void shouldNameAPortInUse() {
    IllegalStateException taken =
        assertThrows(
            IllegalStateException.class,
            () ->
                new XmlRpcServer(
                    "second",
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()),
                    MAX_BODY,
                    this::handle));
    assertTrue(taken.getMessage().startsWith("second cannot listen on"), taken.getMessage());
  }

  @Test
  void shouldSayWhoDoesNotAnswer() {
    int port = server.port();
    server.close();
    IOException gone =
        assertThrows(
            IOException.class,
            () -> client.call(URI.create("http://localhost:" + port + "/"), "echo"));
    assertTrue(gone.getMessage().contains(":" + port), gone.getMessage());
  }

  @Test
  void shouldCloseItsConnectionsWhenItEnds() throws IOException {
    for (int i = 0; i < 20; i++) {
      XmlRpcServer mortal =
          new XmlRpcServer(
              "mortal",
              new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
              MAX_BODY,
              this::handle);
      try (Socket idle = new Socket("localhost", mortal.port())) {
        client.call(mortal.uri("localhost"), "echo");
        mortal.close();
        idle.setSoTimeout(5000);
        assertEquals(-1, idle.getInputStream().read());
      }
    }
  }
}
