package reins.ros.log4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static reins.ros.Eventually.eventually;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.core.config.Configurator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reins.ros.master.Master;
import reins.ros.message.DynamicMessage;
import reins.ros.node.ConnectedNode;
import reins.ros.node.Log;
import reins.ros.node.NodeConfiguration;

class RosoutAppenderTest {
  private static final Logger LOG = LogManager.getLogger("arm.gate");

  private final BlockingQueue<DynamicMessage> rosout = new LinkedBlockingQueue<>();
  private Master master;
  private ConnectedNode arm;
  private ConnectedNode desk;

  @BeforeEach
  void start() throws InterruptedException {
    Configurator.setLevel(LOG, Level.TRACE);
    master = Master.start("localhost", 0);
    arm = ConnectedNode.start(NodeConfiguration.newPrivate(master.uri()).setNodeName("arm"));
    desk =
        ConnectedNode.start(
            NodeConfiguration.newPrivate(master.uri()).setNodeName("desk").setRosout(false));
    arm.getLog().publish(Log.Level.INFO, "arm", "latched", null);
    desk.newSubscriber("/rosout", "rosgraph_msgs/Log").addMessageListener(rosout::add, 1000);
    assertEquals("latched", next().getString("msg"));
  }

  @AfterEach
  void stop() {
    desk.close();
    arm.close();
    master.close();
  }

  private DynamicMessage next() throws InterruptedException {
    return rosout.poll(20, TimeUnit.SECONDS);
  }

  @Test
  void shouldSendWhatIsSaidWithItsLevelAndItsLine() throws InterruptedException {
    try (RosoutAppender _ = RosoutAppender.attach(arm)) {
      LOG.warn("held for {} ms", 12);
      DynamicMessage log = next();
      assertEquals("held for 12 ms", log.getString("msg"));
      assertEquals(4, log.getLong("level"));
      assertEquals("/arm", log.getString("name"));
      assertEquals("RosoutAppenderTest.java", log.getString("file"));
      assertTrue(
          log.getString("function").endsWith("shouldSendWhatIsSaidWithItsLevelAndItsLine"),
          log.toString());
      assertTrue(log.getLong("line") > 0);
      assertTrue(log.getStrings("topics").contains("/rosout"));
      LOG.error("no torque", new IllegalStateException("brake"));
      String words = next().getString("msg");
      assertTrue(
          words.startsWith("no torque\njava.lang.IllegalStateException: brake\n\tat "), words);
    }
  }

  @Test
  void shouldMapEveryLevel() throws InterruptedException {
    var level = desk.newServiceClient("/arm/set_logger_level", "roscpp/SetLoggerLevel");
    level.call(level.newMessage().set("logger", "arm.gate").set("level", "debug"));
    try (RosoutAppender _ = RosoutAppender.attach(arm)) {
      Level[] levels = {Level.TRACE, Level.DEBUG, Level.INFO, Level.WARN, Level.ERROR, Level.FATAL};
      int[] onTheWire = {1, 1, 2, 4, 8, 16};
      for (int i = 0; i < levels.length; i++) {
        LOG.log(levels[i], "said");
        assertEquals(onTheWire[i], next().getLong("level"));
      }
    }
  }

  @Test
  void shouldSendNothingTwiceNorAfterItsEnd() throws InterruptedException {
    try (RosoutAppender _ = RosoutAppender.attach(arm)) {
      // As where Log4j2 has taken over the platform's loggers.
      LogManager.getLogger("/arm").error("said by the node's own log");
      LOG.error("once");
    }
    LOG.error("too late");
    arm.getLog().publish(Log.Level.INFO, "arm", "last", null);
    assertEquals("once", next().getString("msg"));
    assertEquals("last", next().getString("msg"));
    arm.close();
    RosoutAppender late = RosoutAppender.attach(arm);
    LOG.error("its node is gone");
    late.close();
  }

  /** Somebody who subscribes to /rosout and never reads must not hold up those who speak. */
  @Test
  void shouldNotWaitForWhoDoesNotRead() {
    try (ConnectedNode stuck =
            ConnectedNode.start(
                NodeConfiguration.newPrivate(master.uri()).setNodeName("stuck").setRosout(false));
        RosoutAppender _ = RosoutAppender.attach(arm)) {
      stuck
          .newSubscriber("/rosout", "rosgraph_msgs/Log")
          .addMessageListener(log -> LockSupport.parkNanos(Long.MAX_VALUE), 1);
      String words = "x".repeat(10_000);
      for (int i = 0; i < 2000; i++) LOG.warn(words);
      LOG.warn("through");
      eventually(
          "it comes through",
          () -> rosout.stream().anyMatch(log -> log.getString("msg").equals("through")));
    }
  }
}
