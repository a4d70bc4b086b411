package reins.policy.device;

import java.util.Arrays;
import java.util.function.Consumer;
import reins.contract.config.ActionSpace;
import reins.contract.config.ConfigException;
import reins.contract.config.DeviceConfig;
import reins.contract.config.RigConfig;
import reins.contract.config.RobotConfig;
import reins.contract.exchange.StateFrame;
import reins.policy.human.Engagement;
import reins.policy.human.PersonAction;
import reins.policy.human.Word;

/**
 * A leader arm: the robot repeats its motion since the take-over, never its pose, so that a
 * take-over begins with a step of zero wherever the two arms are.
 *
 * <p>A robot that cannot follow as fast falls behind by {@link #MOST_BEHIND_STEPS} at most; beyond
 * that the leader slips, and a reading that jumps moves the robot no farther.
 *
 * <p>With a clutch the robot follows while it is down and not a step longer; one that falls silent
 * while it is down is a device that died.
 *
 * <p>Threads: {@link #accept} and {@link #clutch} on the device's, the rest on the actor's loop.
 */
public final class LeaderHand implements Hand, LeaderFeed {
  /** What the robot still has to do when the leader stops. */
  static final double MOST_BEHIND_STEPS = 2;

  private static final long WINDOW_NS = 50_000_000;

  /** A clutch that said true so long ago takes nothing over. */
  private static final long CLUTCH_OLD_NS = 200_000_000;

  private static final int ONSET_READINGS = 2;
  private static final double CLOSE_BEYOND = 0.6;
  private static final double OPEN_BELOW = 0.4;

  private final DeviceConfig.LeaderArm device;
  private final boolean byClutch;
  private final PersonAction action;
  private final double width_max_m;
  private final Displacement displacement;
  private final Engagement engagement = new Engagement();
  private final double[] motion = new double[1];
  private final double[] q_rad;
  private final double[] qWindow_rad;
  private final double[] qFollowed_rad;
  private final double[] moved;
  private final double[] behind;
  private final double[] step;
  private long window_ns;
  private long heard_ns;
  private long clutch_ns;
  private boolean clutchDown;
  private int gripperSide;
  private int wish;
  private long malformed;

  /**
   * A leader that has not been heard of.
   *
   * <p>Errors: {@link ConfigException} where it cannot lead this task's robot.
   *
   * @param leader its own kinematics
   */
  public LeaderHand(DeviceConfig.LeaderArm device, RobotConfig leader, RigConfig.Resolved config) {
    this.device = device;
    byClutch = !device.clutch_topic().equals(DeviceConfig.NONE);
    action = new PersonAction(config.task().action());
    width_max_m = config.robot().gripper().width_max_m();
    displacement = displacement(device, leader, config);
    q_rad = new double[leader.n()];
    qWindow_rad = new double[leader.n()];
    qFollowed_rad = new double[leader.n()];
    moved = new double[displacement.length()];
    behind = new double[displacement.length()];
    step = new double[displacement.length()];
  }

  private static Displacement displacement(
      DeviceConfig.LeaderArm device, RobotConfig leader, RigConfig.Resolved config) {
    return switch (config.task().action()) {
      case ActionSpace.CartesianDelta space -> new Displacement.OfTool(leader, space);
      case ActionSpace.JointDelta space when leader.n() == config.robot().n() ->
          new Displacement.OfJoints(leader.n(), space.step_rad());
      case ActionSpace.JointDelta _ ->
          throw new ConfigException(
              "device %s: robot: expected an arm of %d joints for this task, %s has %d"
                  .formatted(device.name(), config.robot().n(), device.robot(), leader.n()));
      case ActionSpace.Wrench _ ->
          throw new ConfigException(
              "device " + device.name() + ": a leader arm moves; this task's action is a force");
    };
  }

  @Override
  public synchronized void accept(long now_ns, double[] q, double gripper) {
    for (double joint : q)
      if (!Double.isFinite(joint)) {
        malformed++;
        return;
      }
    boolean first = heard_ns == 0;
    heard_ns = now_ns;
    System.arraycopy(q, 0, q_rad, 0, q_rad.length);
    if (byClutch && !clutchDown) follow(); // the way back to its middle
    grip(gripper, first);
    if (first) restart(now_ns);
    else if (now_ns - window_ns >= WINDOW_NS) look(now_ns);
  }

  /** Speed over a window, so that an encoder's last bit is no motion. */
  private void look(long now_ns) {
    double far_rad = 0;
    for (int i = 0; i < q_rad.length; i++)
      far_rad = Math.max(far_rad, Math.abs(q_rad[i] - qWindow_rad[i]));
    double speed_rad_s = far_rad / ((now_ns - window_ns) * 1e-9);
    motion[0] = byClutch ? 0 : Engagement.ONSET * speed_rad_s / device.moving_rad_s();
    // A clutch that fell silent while it was down says nothing, not even that it was let go.
    boolean silent = byClutch && clutchDown && now_ns - clutch_ns > CLUTCH_OLD_NS;
    if (!silent) engagement.read(now_ns, ONSET_READINGS, motion, false, byClutch && clutchDown);
    restart(now_ns);
  }

  /** What the leader did until now is done with. */
  private void follow() {
    System.arraycopy(q_rad, 0, qFollowed_rad, 0, q_rad.length);
  }

  private void restart(long now_ns) {
    window_ns = now_ns;
    System.arraycopy(q_rad, 0, qWindow_rad, 0, q_rad.length);
  }

  /** A wish is where the leader's gripper passes to the other side, not where it rests. */
  private void grip(double position, boolean first) {
    if (!Double.isFinite(position)) return;
    double way =
        (position - device.gripper_open()) / (device.gripper_closed() - device.gripper_open());
    int side = way > CLOSE_BEYOND ? 1 : way < OPEN_BELOW ? -1 : gripperSide;
    if (side != gripperSide && gripperSide != 0 && !first) wish = side;
    gripperSide = side;
  }

  @Override
  public synchronized void clutch(long now_ns, boolean down) {
    clutch_ns = now_ns;
    clutchDown = down;
  }

  @Override
  public String name() {
    return device.name();
  }

  @Override
  public void step(long now_ns) {}

  @Override
  public synchronized boolean held(long now_ns) {
    if (byClutch && !clutchDown) engagement.letGo();
    return engagement.engaged();
  }

  @Override
  public synchronized long silent_ns(long now_ns) {
    return now_ns - (byClutch ? Math.min(heard_ns, clutch_ns) : heard_ns);
  }

  @Override
  public synchronized double begin(long now_ns, StateFrame state) {
    action.begin(state, width_max_m);
    wish = 0;
    follow();
    Arrays.fill(behind, 0);
    return 0;
  }

  @Override
  public synchronized void act(long now_ns, double[] out) {
    displacement.between(qFollowed_rad, q_rad, moved);
    follow();
    for (int i = 0; i < step.length; i++) {
      // b = b + scale d;  a = clamp(b, -1, 1);  what is left of b is for the next step
      behind[i] += device.scale() * moved[i];
      step[i] = Math.clamp(behind[i], -1, 1);
      behind[i] = Math.clamp(behind[i] - step[i], -MOST_BEHIND_STEPS, MOST_BEHIND_STEPS);
    }
    action.write(step, wish, out);
    wish = 0;
  }

  /** The robot repeats in a step what the leader did in the one before. */
  @Override
  public boolean revisable() {
    return false;
  }

  @Override
  public boolean stopped() {
    return false;
  }

  @Override
  public void speak(Consumer<Word> to) {}

  @Override
  public synchronized void drop() {
    engagement.drop();
  }

  /** Readings that were no numbers. */
  public synchronized long malformed() {
    return malformed;
  }
}
