package reins.controller.port;

import reins.contract.config.RosConfig;
import reins.ros.hot.ByteCodec;
import reins.ros.hot.Float64Codec;
import reins.ros.hot.HotSubscriber;
import reins.ros.message.DynamicMessage;
import reins.ros.node.ConnectedNode;
import reins.ros.service.ServiceClient;

/**
 * Whether a Universal Robots arm obeys: it runs, its safety controller is content, and its program
 * takes the driver's commands. Unknown is no.
 *
 * <p>Threads: the control loop's.
 *
 * <p>Source: ur_dashboard_msgs, RobotMode.msg and SafetyMode.msg.
 */
final class UrStatus {
  private static final int RUNNING = 7;
  private static final int NORMAL = 1;
  private static final int REDUCED = 2;
  private static final int PROTECTIVE_STOP = 3;

  private final HotSubscriber<int[]> robotMode;
  private final HotSubscriber<int[]> safetyMode;
  private final HotSubscriber<int[]> program;
  private final HotSubscriber<double[]> scaling;
  private final Recovery recovery;
  private double speedScaling = 1;

  UrStatus(ConnectedNode node, RosConfig.UrStatus config) {
    robotMode =
        node.newHotSubscriber(
            config.robot_mode_topic(), new ByteCodec("ur_dashboard_msgs/RobotMode"));
    safetyMode =
        node.newHotSubscriber(
            config.safety_mode_topic(), new ByteCodec("ur_dashboard_msgs/SafetyMode"));
    program = node.newHotSubscriber(config.program_running_topic(), new ByteCodec("std_msgs/Bool"));
    scaling = node.newHotSubscriber(config.speed_scaling_topic(), new Float64Codec());
    String service = config.unlock_service();
    recovery = new Recovery(node, service, () -> unlock(node, service));
  }

  private static void unlock(ConnectedNode node, String service) {
    try (ServiceClient<DynamicMessage, DynamicMessage> client =
        node.newServiceClient(service, "std_srvs/Trigger")) {
      DynamicMessage answer = client.call(client.newMessage());
      if (!answer.getBool("success"))
        throw new IllegalStateException("refused: " + answer.getString("message"));
    }
  }

  /** Bits of {@link RobotFault}. */
  int fault() {
    robotMode.poll();
    safetyMode.poll();
    program.poll();
    // Zeros, which none of them may be, before they have spoken.
    boolean ready = robotMode.value()[0] == RUNNING && program.value()[0] != 0;
    int fault = ready ? 0 : RobotFault.NOT_READY;
    return switch (safetyMode.value()[0]) {
      case NORMAL, REDUCED -> fault;
      case PROTECTIVE_STOP -> fault | RobotFault.PROTECTIVE_STOP;
      case 0 -> fault | RobotFault.NOT_READY;
      default -> fault | RobotFault.USER_STOP;
    };
  }

  /** Share of the commanded speed, 0 to 1. */
  double speedScaling() {
    if (scaling.poll()) speedScaling = scaling.value()[0];
    return speedScaling;
  }

  void recover(boolean wish) {
    recovery.ask(wish);
  }
}
