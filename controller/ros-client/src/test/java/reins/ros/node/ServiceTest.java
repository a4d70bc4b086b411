package reins.ros.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static reins.ros.Eventually.eventually;

import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reins.ros.master.Master;
import reins.ros.message.DynamicMessage;
import reins.ros.service.RemoteException;
import reins.ros.service.ServiceClient;
import reins.ros.service.ServiceConnection;
import reins.ros.service.ServiceException;
import reins.ros.service.ServiceNotFoundException;
import reins.ros.service.ServiceResponseListener;
import reins.ros.service.ServiceServer;
import reins.ros.tcpros.ConnectionHeader;

class ServiceTest {
  private Master master;
  private ConnectedNode provider;
  private ConnectedNode caller;

  @BeforeEach
  void start() {
    master = Master.start("localhost", 0);
    provider = node("provider");
    caller = node("caller");
  }

  @AfterEach
  void stop() {
    caller.close();
    provider.close();
    master.close();
  }

  private ConnectedNode node(String name) {
    return ConnectedNode.start(NodeConfiguration.newPrivate(master.uri()).setNodeName(name));
  }

  private static ServiceServer<DynamicMessage, DynamicMessage> serve(ConnectedNode node) {
    return node.newServiceServer(
        "enable",
        "std_srvs/SetBool",
        (request, response) -> {
          if (!request.getBool("data")) throw new ServiceException("not now");
          response.set("success", true).set("message", "enabled");
        });
  }

  @Test
  void shouldAnswerAgainAndAgain() {
    ServiceServer<DynamicMessage, DynamicMessage> server = serve(provider);
    ServiceClient<DynamicMessage, DynamicMessage> client =
        caller.newServiceClient("enable", "std_srvs/SetBool");
    for (int i = 0; i < 100; i++) {
      DynamicMessage response = client.call(client.newMessage().set("data", true));
      assertEquals("enabled", response.getString("message"));
    }
    assertEquals(100, server.getRequests());
    String refusal =
        assertThrows(RemoteException.class, () -> client.call(client.newMessage())).getMessage();
    assertEquals("not now", refusal);
    assertTrue(client.isConnected(), "a refusal is an answer");
    server.shutdown();
    assertNull(caller.lookupServiceUri("enable"));
  }

  @Test
  void shouldTellAListener() throws Exception {
    serve(provider);
    ServiceClient<DynamicMessage, DynamicMessage> client =
        caller.newServiceClient("enable", "std_srvs/SetBool");
    CompletableFuture<String> heard = new CompletableFuture<>();
    client.call(
        client.newMessage().set("data", true),
        new ServiceResponseListener<>() {
          @Override
          public void onSuccess(DynamicMessage response) {
            heard.complete(response.getString("message"));
          }

          @Override
          public void onFailure(RemoteException failure) {
            heard.completeExceptionally(failure);
          }
        });
    assertEquals("enabled", heard.get(20, TimeUnit.SECONDS));
  }

  @Test
  void shouldNameBothSumsAndMissingProviders() {
    serve(provider);
    String other =
        assertThrows(
                ServiceNotFoundException.class,
                () -> caller.newServiceClient("enable", "std_srvs/Trigger"))
            .getMessage();
    assertTrue(other.contains("09fb03525b03e7ea1fd3992bafd87e16"), other);
    assertTrue(other.contains("937c9679a518e3a18d831e57125ea522"), other);
    assertThrows(
        ServiceNotFoundException.class, () -> caller.newServiceClient("none", "std_srvs/Trigger"));
    assertThrows(IllegalStateException.class, () -> serve(provider));
  }

  @Test
  void shouldFindARestartedProvider() {
    serve(provider);
    ServiceClient<DynamicMessage, DynamicMessage> client =
        caller.newServiceClient("enable", "std_srvs/SetBool");
    client.call(client.newMessage().set("data", true));
    provider.close();
    assertThrows(RuntimeException.class, () -> client.call(client.newMessage().set("data", true)));
    assertFalse(client.isConnected());
    provider = node("provider");
    serve(provider);
    assertTrue(client.call(client.newMessage().set("data", true)).getBool("success"));
  }

  @Test
  void shouldSayWhoItIsToAProbe() throws Exception {
    serve(provider);
    ConnectionHeader header =
        ServiceConnection.probe(caller.lookupServiceUri("enable"), "/enable", "/probe", 3000);
    assertEquals("std_srvs/SetBool", header.get("type"));
    assertEquals("std_srvs/SetBoolRequest", header.get("request_type"));
  }

  /** Lying lengths, silence, halves of requests, more clients than there is room for. */
  @Test
  void shouldOutliveHostileClients() throws Exception {
    serve(provider);
    URI address = caller.lookupServiceUri("enable");
    List<Socket> hostile = new ArrayList<>();
    try {
      for (int i = 0; i < 200; i++) {
        Socket socket = new Socket(address.getHost(), address.getPort());
        hostile.add(socket);
        ConnectionHeader header =
            new ConnectionHeader()
                .put("callerid", "/hostile")
                .put("service", "/enable")
                .put("md5sum", "*")
                .put("persistent", true);
        socket.getOutputStream().write(header.encode().array());
        int length = i % 3 == 0 ? Integer.MAX_VALUE : i % 3 == 1 ? -1 : 1 << 20;
        socket
            .getOutputStream()
            .write(ByteBuffer.allocate(5).order(ByteOrder.LITTLE_ENDIAN).putInt(length).array());
      }
      try (ServiceClient<DynamicMessage, DynamicMessage> client =
          caller.newServiceClient("enable", "std_srvs/SetBool")) {
        assertTrue(client.call(client.newMessage().set("data", true)).getBool("success"));
      }
    } finally {
      for (Socket socket : hostile) socket.close();
    }
    eventually(
        "answers as before",
        () -> {
          try (ServiceClient<DynamicMessage, DynamicMessage> client =
              caller.newServiceClient("enable", "std_srvs/SetBool")) {
            return client.call(client.newMessage().set("data", true)).getBool("success");
          }
        });
  }
}
