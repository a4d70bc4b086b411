package reins.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
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
      Desk.open(controller, Rigs.simFranka().rig(), List.of(bench.loop));
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

  @Test
  void shouldSoftenTheArmAndNeverStiffenIt() throws Exception {
    try (Master master = Master.start("localhost", 0);
        ConnectedNode controller = node(master, "controller");
        ConnectedNode person = node(master, "person");
        Bench bench = new Bench(Rigs.simFranka())) {
      Desk.open(controller, Rigs.simFranka().rig(), List.of(bench.loop));
      bench.engage();
      bench.ticks(600);
      double stiff_m = leanedOn(bench);
      Publisher<DynamicMessage> share =
          person.newPublisher("/controller/stiffness", "std_msgs/Float64");
      await(share::hasSubscribers);
      share.publish(share.newMessage().set("data", 2.0));
      share.publish(share.newMessage().set("data", 0.5));
      double ratio = 0;
      for (int i = 0; i < 200 && ratio < 1.8; i++) {
        Thread.sleep(5);
        bench.ticks(600);
        ratio = leanedOn(bench) / stiff_m;
      }
      assertEquals(2, ratio, 0.2, "half the stiffness gives twice the way, not a quarter of it");
    }
  }

  /** How far 8 N push the tool aside. */
  private static double leanedOn(Bench bench) {
    double before_m = bench.frame.p_base_tool_m[1];
    bench.arm.force_N[1] = 8;
    bench.ticks(2500);
    double moved_m = bench.frame.p_base_tool_m[1] - before_m;
    bench.arm.force_N[1] = 0;
    bench.ticks(2500);
    return moved_m;
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
