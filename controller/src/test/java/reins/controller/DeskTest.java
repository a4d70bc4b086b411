package reins.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import reins.contract.exchange.Mode;
import reins.controller.safety.EstopLatch;
import reins.ros.master.Master;
import reins.ros.message.DynamicMessage;
import reins.ros.node.ConnectedNode;
import reins.ros.node.NodeConfiguration;
import reins.ros.topic.Publisher;

/** A person presses, disarms, resets and recovers over ROS. */
class DeskTest {
  @Test
  void shouldStopOnTheTopicAndComeBackOnlyAsAPersonAsks() throws Exception {
    try (Master master = Master.start("localhost", 0);
        ConnectedNode controller = node(master, "controller");
        ConnectedNode person = node(master, "person");
        Bench bench = new Bench(Rigs.simFranka())) {
      Desk.open(controller, Rigs.simFranka().rig(), bench.loop.panel());
      bench.engage();
      Publisher<DynamicMessage> button =
          person.newPublisher(Rigs.simFranka().rig().safety().estop_topic(), "std_msgs/Bool");
      await(button::hasSubscribers);
      DynamicMessage pressed = button.newMessage();
      button.publish(pressed.set("data", false));
      button.publish(button.newMessage().set("data", true));
      await(bench.loop.panel().estop()::tripped);
      assertEquals(EstopLatch.Cause.TOPIC, bench.loop.panel().estop().cause());
      bench.tick();
      assertEquals(Mode.ESTOP, bench.mode());
      call(person, "arm", false);
      assertFalse(bench.loop.panel().armed());
      call(person, "reset_estop", null);
      bench.tick();
      assertEquals(Mode.IDLE, bench.mode());
      call(person, "arm", true);
      bench.engage();
      bench.arm.reflex = true;
      bench.tick();
      assertEquals(Mode.SAFE_STOP, bench.mode());
      call(person, "recover", null);
      bench.tick();
      assertEquals(Mode.RECOVERING, bench.mode());
    }
  }

  private static ConnectedNode node(Master master, String name) {
    return ConnectedNode.start(NodeConfiguration.newPrivate(master.uri()).setNodeName(name));
  }

  private static void call(ConnectedNode person, String service, Boolean data) throws Exception {
    String type = data == null ? "std_srvs/Trigger" : "std_srvs/SetBool";
    try (var client = person.newServiceClient("/controller/" + service, type)) {
      DynamicMessage request = client.newMessage();
      if (data != null) request.set("data", data);
      assertTrue(client.call(request).getBool("success"));
    }
  }

  private static void await(BooleanSupplier true_) throws InterruptedException {
    long end_ns = System.nanoTime() + 10_000_000_000L;
    while (!true_.getAsBoolean() && System.nanoTime() < end_ns) Thread.sleep(5);
    assertTrue(true_.getAsBoolean());
  }
}
