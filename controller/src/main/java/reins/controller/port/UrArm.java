package reins.controller.port;

import reins.contract.config.RigConfig;
import reins.contract.config.RosConfig;
import reins.ros.hot.Float64ArrayCodec;
import reins.ros.hot.HotPublisher;
import reins.ros.hot.HotSubscriber;
import reins.ros.hot.JointMapCodec;
import reins.ros.hot.JointState;
import reins.ros.hot.TrajectoryPoint;
import reins.ros.hot.TrajectoryPointCodec;
import reins.ros.node.ConnectedNode;

/**
 * A Universal Robots arm behind ur_robot_driver. Its joint states come in the alphabet's order, the
 * elbow first; its commands go out in the arm's. What it calls effort is motor current, so it
 * measures no torque.
 *
 * <p>Threads: {@link #read} and {@link #write} are the control loop's.
 */
final class UrArm implements Arm {
  private final HotSubscriber<JointState> joints;
  private final UrStatus status;
  private final Commands commands;

  /** How this arm is told. */
  private interface Commands {
    void write(ArmCommand command);
  }

  UrArm(
      ConnectedNode node,
      RosConfig.Ur config,
      RigConfig.Resolved rig,
      Runnable arrived,
      Outbox outbox) {
    joints =
        node.newHotSubscriber(
            config.joint_states_topic(),
            new JointMapCodec("", config.joint_names()),
            new Arrival<>(arrived));
    status = new UrStatus(node, config.status());
    commands =
        switch (config) {
          case RosConfig.UrVelocity velocity -> new Velocity(node, velocity, outbox);
          case RosConfig.UrPosition position ->
              new Position(node, position, rig.rig().control().control_hz(), outbox);
        };
  }

  @Override
  public void prepare() {}

  @Override
  public void read(long now_ns, RobotState state) {
    state.robot_fault = status.fault();
    state.speed_scaling = status.speedScaling();
    if (!joints.poll()) return;
    JointState message = joints.value();
    System.arraycopy(message.position, 0, state.q_rad, 0, state.n());
    System.arraycopy(message.velocity, 0, state.dq_rad_s, 0, state.n());
    state.stamp_ns = joints.arrival_ns();
  }

  @Override
  public void write(ArmCommand command) {
    status.recover(command.recover);
    commands.write(command);
  }

  /** A speed in every tick: the driver's controller holds the last one it heard for ever. */
  private static final class Velocity implements Commands {
    private final HotPublisher<double[]> publisher;
    private final double[] dq_rad_s;

    Velocity(ConnectedNode node, RosConfig.UrVelocity config, Outbox outbox) {
      publisher =
          outbox.add(
              node.newHotPublisher(
                  config.velocity_topic(), new Float64ArrayCodec(config.joint_names().size())));
      dq_rad_s = publisher.newMessage();
    }

    @Override
    public void write(ArmCommand command) {
      if (!command.live) return;
      System.arraycopy(command.dq_rad_s, 0, dq_rad_s, 0, dq_rad_s.length);
      publisher.leave(dq_rad_s);
    }
  }

  /** A point a little ahead, where it is another than the last: the arm stands still there. */
  private static final class Position implements Commands {
    private final HotPublisher<TrajectoryPoint> publisher;
    private final TrajectoryPoint point;
    private final Divider divider;
    private final double lead_s;

    Position(ConnectedNode node, RosConfig.UrPosition config, double control_hz, Outbox outbox) {
      publisher =
          outbox.add(
              node.newHotPublisher(
                  config.trajectory_topic(), new TrajectoryPointCodec(config.joint_names())));
      point = publisher.newMessage();
      // A stamp of 0 is the driver's own now: two machines' clocks need not agree.
      point.time_from_start_ns = Math.round(1e9 * config.lead_s());
      lead_s = config.lead_s();
      divider = new Divider(control_hz, config.command_hz());
    }

    @Override
    public void write(ArmCommand command) {
      if (!command.live) divider.restart();
      if (!command.live || !divider.due()) return;
      boolean news = false;
      for (int i = 0; i < point.position_rad.length; i++) {
        // q(t + lead) = q + dq lead
        double ahead_rad = command.q_rad[i] + command.dq_rad_s[i] * lead_s;
        news |= ahead_rad != point.position_rad[i];
        point.position_rad[i] = ahead_rad;
      }
      if (!news) return;
      point.seq++;
      publisher.leave(point);
    }
  }
}
