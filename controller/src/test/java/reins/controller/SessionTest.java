package reins.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reins.contract.config.RigConfig;
import reins.ros.master.Master;
import reins.ros.message.DynamicMessage;
import reins.ros.node.ConnectedNode;
import reins.ros.node.NodeConfiguration;

class SessionTest {
  @TempDir Path folder;

  /** What a person reads in rqt_console is what stands on stderr. */
  @Test
  void shouldSayOnRosoutWhatItSays() throws Exception {
    BlockingQueue<DynamicMessage> rosout = new LinkedBlockingQueue<>();
    try (Master master = Master.start("localhost", 0);
        ConnectedNode desk =
            ConnectedNode.start(
                NodeConfiguration.newPrivate(master.uri()).setNodeName("desk").setRosout(false))) {
      desk.newSubscriber("/rosout", "rosgraph_msgs/Log").addMessageListener(rosout::add);
      String here = "master_uri: " + master.uri();
      Path rig = Rigs.changed(folder, text -> text.replaceAll("master_uri: \\S+", here));
      Session session = new Session(new ArmRobots(List.of(RigConfig.load(rig))), null);
      Thread running = Thread.ofPlatform().start(() -> run(session));
      DynamicMessage log = rosout.poll(60, TimeUnit.SECONDS);
      session.stop();
      running.join();
      assertNotNull(log, "nothing on /rosout");
      assertEquals("/reins_controller", log.getString("name"));
      assertEquals(2, log.getLong("level"));
      assertEquals("LoopRun.java", log.getString("file"));
    }
  }

  private static void run(Session session) {
    try {
      session.run();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
