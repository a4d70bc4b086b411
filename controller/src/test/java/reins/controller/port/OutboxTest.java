package reins.controller.port;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reins.ros.hot.HotPublisher;
import reins.ros.hot.HotSubscriber;
import reins.ros.hot.Numbers;
import reins.ros.hot.NumbersCodec;
import reins.ros.master.Master;
import reins.ros.node.ConnectedNode;
import reins.ros.node.NodeConfiguration;

class OutboxTest {
  private static final NumbersCodec TWIST = new NumbersCodec("geometry_msgs/Twist");

  private final Outbox outbox = new Outbox();
  private Master master;
  private ConnectedNode node;
  private HotPublisher<Numbers> said;
  private HotSubscriber<Numbers> heard;
  private Numbers message;

  @BeforeEach
  void open() throws Exception {
    master = Master.start("localhost", 0);
    node = ConnectedNode.start(NodeConfiguration.newPrivate(master.uri()).setNodeName("a"));
    said = outbox.add(node.newHotPublisher("/said", TWIST));
    heard = node.newHotSubscriber("/said", TWIST);
    message = said.newMessage();
    for (int i = 0; i < 1000 && said.subscriberCount() == 0; i++) Thread.sleep(5);
  }

  @AfterEach
  void close() {
    node.close();
    master.close();
  }

  private void say(double what) {
    message.value[0] = what;
    said.leave(message);
  }

  private void hears(double what) throws InterruptedException {
    for (int i = 0; i < 1000 && !(heard.poll() && heard.value().value[0] == what); i++)
      Thread.sleep(5);
    assertEquals(what, heard.value().value[0]);
  }

  @Test
  void shouldSendWhatTheTickLeftAndOnlyOnce() throws Exception {
    say(1);
    Thread.sleep(20);
    assertFalse(heard.poll(), "not by the tick");
    outbox.send();
    hears(1);
    outbox.send();
    say(2);
    outbox.send();
    hears(2);
    assertEquals(2, heard.received(), "each once: the second sending had nothing");
  }

  @Test
  void shouldSendTheNewestOfSeveral() throws Exception {
    say(1);
    say(2);
    outbox.send();
    hears(2);
    assertEquals(1, heard.received(), "the first was replaced");
  }
}
