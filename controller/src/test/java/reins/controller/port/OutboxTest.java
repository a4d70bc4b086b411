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
  private int woken;

  @BeforeEach
  void open() throws Exception {
    master = Master.start("localhost", 0);
    node = ConnectedNode.start(NodeConfiguration.newPrivate(master.uri()).setNodeName("a"));
    said = outbox.add(node.newHotPublisher("/said", TWIST));
    heard = node.newHotSubscriber("/said", TWIST);
    message = said.newMessage();
    outbox.sentBy(() -> woken++);
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
    outbox.handOver();
  }

  private void hears(double what) throws InterruptedException {
    for (int i = 0; i < 1000 && !(heard.poll() && heard.value().value[0] == what); i++)
      Thread.sleep(5);
    assertEquals(what, heard.value().value[0]);
  }

  @Test
  void shouldSendWhatWasLeftOnTheThreadBehind() throws Exception {
    say(1);
    assertEquals(1, woken);
    Thread.sleep(20);
    assertFalse(heard.poll(), "not by the tick");
    outbox.send();
    hears(1);
    say(2);
    outbox.send();
    hears(2);
    assertEquals(2, woken);
  }

  @Test
  void shouldSendInTheTickWhatNobodySentInTheLastTwo() throws Exception {
    say(1);
    say(2);
    Thread.sleep(20);
    assertFalse(heard.poll(), "a late tick's neighbour leaves it to the thread too");
    say(3);
    hears(3);
    assertEquals(2, woken, "the third sent it itself");
    for (int tick = 4; tick <= 6; tick++) say(tick);
    assertEquals(4, woken);
    hears(6);
    outbox.send();
    say(7);
    outbox.send();
    hears(7);
  }
}
