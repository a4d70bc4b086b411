package reins.ros.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static reins.ros.Eventually.eventually;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reins.ros.message.DynamicMessage;
import reins.ros.message.MessageCatalog;
import reins.ros.node.ConnectedNode;
import reins.ros.node.NodeConfiguration;
import reins.ros.service.RemoteException;
import reins.ros.service.ServiceClient;
import reins.ros.service.ServiceException;
import reins.ros.service.ServiceNotFoundException;
import reins.ros.service.ServiceServer;
import reins.ros.topic.Publisher;
import reins.ros.topic.Subscriber;

/** Services, parameters, disagreements, and how nodes come and go, both ways round. */
class PeerInteropTest extends WithPeers {
  // --- services -------------------------------------------------------------------------------

  private ServiceServer<DynamicMessage, DynamicMessage> serve(String service) {
    return node.newServiceServer(
        service,
        "std_srvs/SetBool",
        (request, response) -> {
          if (!request.getBool("data")) throw new ServiceException("not now");
          response.set("success", true).set("message", "reins");
        });
  }

  @ParameterizedTest
  @EnumSource
  void shouldCallTheirService(Peer.Library library) {
    Peer peer = peers.get(library);
    String service = "/served_by_" + library.word();
    peer.ask("serve " + service);
    try (ServiceClient<DynamicMessage, DynamicMessage> client =
        node.newServiceClient(service, "std_srvs/SetBool")) {
      for (int i = 0; i < 20; i++) {
        DynamicMessage answer = client.call(client.newMessage().set("data", true));
        assertTrue(answer.getBool("success"));
        assertEquals(library.word(), answer.getString("message"));
        assertTrue(client.isConnected(), "one connection for all calls");
      }
      String refusal =
          assertThrows(RemoteException.class, () -> client.call(client.newMessage())).getMessage();
      // roscpp sends no words with its refusals.
      if (library == Peer.Library.ROSPY) assertTrue(refusal.contains("not now"), refusal);
      peer.ask("close " + service);
      peer.ask("serve " + service);
      assertTrue(
          client.call(client.newMessage().set("data", true)).getBool("success"),
          "the same client after the provider came back");
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldAnswerTheirCalls(Peer.Library library) {
    Peer peer = peers.get(library);
    for (String how : List.of("once", "persistent")) {
      String service = "/called_" + how + "_by_" + library.word();
      ServiceServer<DynamicMessage, DynamicMessage> server = serve(service);
      peer.ask("connect " + service + " setbool " + how);
      for (int i = 0; i < 10; i++)
        assertEquals("true reins", peer.ask("call " + service + " true"));
      String refusal = peer.ask("call " + service + " false");
      assertTrue(refusal.startsWith("refused"), refusal);
      assertTrue(peer.lines().stream().anyMatch(line -> line.contains("not now")), "our words");
      assertEquals(11, server.getRequests());
      server.shutdown();
      String gone = peer.ask("call " + service + " true");
      assertTrue(gone.startsWith("refused"), gone);
      peer.ask("close " + service);
    }
  }

  // --- parameters -----------------------------------------------------------------------------

  /** Kind, the peers' notation, and what it is in Java. */
  private static final Object[][] VALUES = {
    {"int", "-7", -7},
    {"double", "0.125", 0.125},
    {"bool", "true", true},
    {"text", "a <b> & ä", "a <b> & ä"},
    {"list", "1.500 -2.500", List.of(1.5, -2.5)},
    {"map", "d=0.500 p=1.500", Map.of("d", 0.5, "p", 1.5)},
  };

  @ParameterizedTest
  @EnumSource
  void shouldShareParameters(Peer.Library library) {
    Peer peer = peers.get(library);
    for (Object[] each : VALUES) {
      String name = "/parameters_of_" + library.word() + "/" + each[0];
      peer.ask("set " + name + " " + each[0] + " " + each[1]);
      assertEquals(each[2], node.getParameterTree().get(name, null), "theirs");
      node.getParameterTree().delete(name);
      assertEquals("false", peer.ask("has " + name));
      node.getParameterTree().set(name, each[2]);
      String shown = each[0].equals("double") ? "0.125" : each[1].toString();
      assertEquals(shown, peer.ask("get " + name + " " + each[0]), "ours");
      peer.ask("delete " + name);
      assertFalse(node.getParameterTree().has(name));
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldTellOneAnotherOfChangedParameters(Peer.Library library) {
    Peer peer = peers.get(library);
    String name = "/watched_with_" + library.word();
    List<Object> seen = new CopyOnWriteArrayList<>();
    node.getParameterTree().addParameterListener(name, seen::add);
    peer.ask("set " + name + " int 1");
    eventually("we hear of theirs", () -> seen.contains(1));
    assertEquals("1", peer.ask("cached " + name + " int"));
    node.getParameterTree().set(name, 2);
    eventually("they hear of ours", () -> peer.ask("cached " + name + " int").equals("2"));
    peer.ask("delete " + name);
    eventually("we hear that it is gone", () -> seen.contains(Map.of()));
  }

  // --- disagreement ---------------------------------------------------------------------------

  /** Definitions that have drifted apart under one name. */
  private MessageCatalog drifted() throws IOException {
    Path definitions = folder.resolve(kind + "_drifted");
    Path message = definitions.resolve("std_msgs/msg/String.msg");
    Path service = definitions.resolve("std_srvs/srv/SetBool.srv");
    Files.createDirectories(message.getParent());
    Files.createDirectories(service.getParent());
    Files.writeString(message, "string data\nuint32 length\n");
    Files.writeString(service, "bool data\n---\nbool success\nstring message\nuint32 code\n");
    return MessageCatalog.of(definitions);
  }

  private static boolean names(List<String> lines, String one, String other) {
    return lines.stream().anyMatch(line -> line.contains(one) && line.contains(other));
  }

  /** One side publishes or serves what the other knows by another sum: both name both. */
  @ParameterizedTest
  @EnumSource
  void shouldNameBothSumsOnBothSides(Peer.Library library) throws IOException {
    Peer peer = peers.get(library);
    MessageCatalog catalog = drifted();
    String text = MessageCatalog.standard().get("std_msgs/String").md5();
    String driftedText = catalog.get("std_msgs/String").md5();
    String setBool = MessageCatalog.standard().getService("std_srvs/SetBool").md5();
    String driftedSetBool = catalog.getService("std_srvs/SetBool").md5();
    try (Complaints complaints = new Complaints();
        ConnectedNode other =
            ConnectedNode.start(
                NodeConfiguration.newPrivate(master.uri())
                    .setNodeName("drifted")
                    .setMessageCatalog(catalog))) {
      Subscriber<DynamicMessage> subscriber = other.newSubscriber("/drift_in", "std_msgs/String");
      peer.ask("advertise /drift_in text once");
      eventually("we, who subscribe", () -> names(complaints.lines(), text, driftedText));
      eventually("asked", () -> names(List.of(subscriber.getLastTrouble()), text, driftedText));
      eventually("they, who publish", () -> names(peer.lines(), text, driftedText));
      peer.ask("close /drift_in");

      int subscribing = peer.lines().size();
      complaints.lines().clear();
      Publisher<DynamicMessage> publisher = other.newPublisher("/drift_out", "std_msgs/String");
      peer.ask("subscribe /drift_out text");
      eventually("we, who publish", () -> names(complaints.lines(), text, driftedText));
      eventually("they, who subscribe", () -> names(peer.lines(subscribing), text, driftedText));
      assertFalse(publisher.hasSubscribers());
      peer.ask("close /drift_out");

      int serving = peer.lines().size();
      peer.ask("serve /drift_served");
      String error =
          assertThrows(
                  ServiceNotFoundException.class,
                  () -> other.newServiceClient("/drift_served", "std_srvs/SetBool"))
              .getMessage();
      assertTrue(names(List.of(error), setBool, driftedSetBool), error);
      eventually("they, who serve", () -> names(peer.lines(serving), setBool, driftedSetBool));
      peer.ask("close /drift_served");

      int calling = peer.lines().size();
      complaints.lines().clear();
      other.newServiceServer("/drift_called", "std_srvs/SetBool", (request, response) -> {});
      peer.ask("connect /drift_called setbool once");
      assertTrue(peer.ask("call /drift_called true").startsWith("refused"));
      eventually("we, who serve", () -> names(complaints.lines(), setBool, driftedSetBool));
      eventually("they, who call", () -> names(peer.lines(calling), setBool, driftedSetBool));
      peer.ask("close /drift_called");
    }
  }

  /** rospy's own refusal then names the types only; ours asks again and names the sums. */
  @ParameterizedTest
  @EnumSource
  void shouldNameBothSumsWhenTheyPublishAnotherType(Peer.Library library) {
    Peer peer = peers.get(library);
    String topic = "/quarrel_with_" + library.word();
    String joints = MessageCatalog.standard().get("sensor_msgs/JointState").md5();
    String text = MessageCatalog.standard().get("std_msgs/String").md5();
    Subscriber<DynamicMessage> subscriber = node.newSubscriber(topic, Sample.JOINTS.type);
    peer.ask("advertise " + topic + " text once");
    eventually("named", () -> names(List.of(subscriber.getLastTrouble()), joints, text));
    subscriber.shutdown();
    peer.ask("close " + topic);
  }

  // --- their nodes among themselves -------------------------------------------------------------

  @ParameterizedTest
  @EnumSource
  void shouldIntroduceTheirNodesToOneAnother(Peer.Library library) {
    Peer talker = peers.get(library);
    Peer listener =
        peers.get(library == Peer.Library.ROSPY ? Peer.Library.ROSCPP : Peer.Library.ROSPY);
    String topic = "/between_them_from_" + library.word();
    talker.ask("advertise " + topic + " text once");
    listener.ask("subscribe " + topic + " text");
    talker.ask("connected " + topic);
    talker.ask("publish " + topic + " 1 5 0");
    assertHeard(expected(Sample.TEXT, 1, 5), () -> listener.heard(topic));
    talker.ask("serve " + topic);
    listener.ask("connect " + topic + " setbool once");
    assertEquals("true " + library.word(), listener.ask("call " + topic + " true"));
  }

  @ParameterizedTest
  @EnumSource
  void shouldForgetTheirNodesThatEnd(Peer.Library library) {
    String name = library.word() + "_leaves";
    try (Peer leaving = new Peer(ros, library, master.uri(), name)) {
      leaving.awaitReady();
      leaving.ask("advertise /left_by_" + library.word() + " text once");
      assertTrue(node.callMaster("lookupNode", "/" + name).isSuccess());
    }
    assertFalse(node.callMaster("lookupNode", "/" + name).isSuccess());
    assertFalse(
        node.callMaster("getPublishedTopics", "")
            .value()
            .toString()
            .contains("/left_by_" + library.word()));
  }

  /** A node ends when another takes its name, whoever's it is. */
  @Test
  void shouldYieldItsNameToTheirNode() {
    List<Peer> heirs = new ArrayList<>();
    for (Peer.Library library : Peer.Library.values()) {
      String name = "heir_" + library.word();
      ConnectedNode older =
          ConnectedNode.start(NodeConfiguration.newPrivate(master.uri()).setNodeName(name));
      heirs.add(new Peer(ros, library, master.uri(), name));
      heirs.getLast().awaitReady();
      eventually("the older node ends", older::isShutdown);
    }
    heirs.forEach(Peer::close);
  }
}
