package reins.controller.port;

import reins.contract.config.RigConfig;
import reins.contract.config.RosConfig;
import reins.contract.exchange.Fault;
import reins.ros.node.ConnectedNode;

/**
 * A robot behind ROS topics: an arm's driver and a gripper's, as the rig names them. No state is
 * reported before both have spoken. What a tick says is sent right behind it.
 *
 * <p>Threads: {@link #read}, {@link #write} and {@link #send} are the control loop's; construction
 * and {@link #prepare} talk to the ROS master and to drivers.
 */
public final class RosPort implements Port {
  private final Arm arm;
  private final Hand hand;
  private final Outbox outbox;

  private RosPort(Arm arm, Hand hand, Outbox outbox) {
    this.arm = arm;
    this.hand = hand;
    this.outbox = outbox;
  }

  /**
   * Subscribes and advertises what the rig names.
   *
   * @param arrived told of every robot state once it can be read, on the thread that carries it
   */
  public static RosPort of(ConnectedNode node, RigConfig.Resolved config, Runnable arrived) {
    RosConfig ros = config.rig().ros();
    Outbox outbox = new Outbox();
    Arm arm =
        switch (ros.arm()) {
          case RosConfig.JointTorque torque -> new TorqueArm(node, torque, arrived, outbox);
          case RosConfig.SerlEquilibrium serl ->
              new EquilibriumArm(node, serl, config, arrived, outbox);
          case RosConfig.Ur ur -> new UrArm(node, ur, config, arrived, outbox);
        };
    Hand hand =
        switch (ros.gripper()) {
          case RosConfig.GripperWidth width -> new WidthHand(node, width, outbox);
          case RosConfig.FrankaGripper franka ->
              new FrankaHand(node, franka, config.robot(), outbox);
          case RosConfig.NoGripper none -> new NoHand();
        };
    return new RosPort(arm, hand, outbox);
  }

  /**
   * Tells the drivers what has to be true before the first tick.
   *
   * <p>Errors: {@link IllegalStateException} in one line where one does not agree.
   */
  public void prepare() {
    arm.prepare();
  }

  @Override
  public int read(long now_ns, RobotState state) {
    boolean handSpoke = hand.read(state);
    arm.read(now_ns, state);
    if (!handSpoke) state.stamp_ns = RobotState.NEVER_ns;
    return state.robot_fault == 0 ? 0 : Fault.ROBOT_REFLEX;
  }

  @Override
  public void write(ArmCommand command) {
    arm.write(command);
    hand.write(command.width_m);
  }

  @Override
  public void send() {
    outbox.send();
  }
}
