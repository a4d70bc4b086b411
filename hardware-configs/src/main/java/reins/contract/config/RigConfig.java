package reins.contract.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Where a task runs: which robot, over which topics, ports and memory, with which rights.
 *
 * @param name short name
 * @param robot name of a file in robots/
 * @param task name of a file in tasks/
 * @param armed false for a new real robot, until a person changes it
 * @param safety what keeps the rig safe
 * @param cockpit the operator's page
 */
public record RigConfig(
    @JsonProperty(required = true) String name,
    @JsonProperty(required = true) String robot,
    @JsonProperty(required = true) String task,
    @JsonProperty(required = true) boolean armed,
    @JsonProperty(required = true) ControlConfig control,
    @JsonProperty(required = true) RosConfig ros,
    @JsonProperty(required = true) Exchange exchange,
    @JsonProperty(required = true) Link link,
    @JsonProperty(required = true) SafetyConfig safety,
    @JsonProperty(required = true) CockpitConfig cockpit) {

  /** Checks names. */
  public RigConfig {
    Expect.notBlank(name, "name");
    Expect.notBlank(robot, "robot");
    Expect.notBlank(task, "task");
    Expect.that(
        !cockpit.link_lost().equals(CockpitConfig.LAND),
        "cockpit.link_lost",
        "expected hold or policy: an arm does not land");
    // The barrier filter works on torques: elsewhere nothing would keep the arm out of them.
    Expect.that(
        ros.arm() instanceof RosConfig.JointTorque || safety.barrier().obstacles().isEmpty(),
        "safety.barrier.obstacles",
        "expected none: only interface joint_torque keeps out of them");
  }

  /**
   * The real-time thread.
   *
   * @param rt enforce refuses to arm without FIFO scheduling, locked memory and a pinned core;
   *     ignore says so and runs
   * @param pace what begins a tick: timer, or the arrival of a robot state, with the timer where
   *     none comes for one and a half periods
   * @param cpu core of the control thread; -1 leaves the choice to the kernel
   * @param priority of SCHED_FIFO
   * @param spin_us the last stretch before a deadline is spun, not slept
   * @param state_stale_s the arm brakes where the robot's state is older than this
   */
  public record ControlConfig(
      @JsonProperty(required = true) double control_hz,
      @JsonProperty(required = true) String pace,
      @JsonProperty(required = true) String rt,
      @JsonProperty(required = true) int cpu,
      @JsonProperty(required = true) int priority,
      @JsonProperty(required = true) int spin_us,
      @JsonProperty(required = true) double state_stale_s) {
    /** Checks ranges. */
    public ControlConfig {
      Expect.within(control_hz, 10, 4000, "control_hz");
      Expect.oneOf(pace, List.of("timer", "state"), "pace");
      Expect.oneOf(rt, List.of("enforce", "ignore"), "rt");
      Expect.within(cpu, -1, 1023, "cpu");
      Expect.within(priority, 1, 99, "priority");
      Expect.within(spin_us, 0, 500, "spin_us");
      Expect.within(state_stale_s, 0.001, 1, "state_stale_s");
    }

    /** Whether the robot's states begin the ticks. */
    public boolean pacedByState() {
      return pace.equals("state");
    }

    /** Nanoseconds of one tick. */
    public long periodNs() {
      return Math.round(1e9 / control_hz);
    }
  }

  /**
   * Shared memory between controller and policy process.
   *
   * @param path of the mapped file
   */
  public record Exchange(@JsonProperty(required = true) String path) {}

  /**
   * The actor-learner link.
   *
   * @param host address the learner listens on; beyond loopback it needs TLS, which this version
   *     does not offer
   */
  public record Link(
      @JsonProperty(required = true) String host, @JsonProperty(required = true) int port) {
    /** Refuses anything but loopback. */
    public Link {
      Expect.oneOf(host, List.of("127.0.0.1", "localhost", "::1"), "host");
      Expect.within(port, 1, 65_535, "port");
    }
  }

  /** A rig with the robot and the task that it names, each checked against the others. */
  public record Resolved(RigConfig rig, RobotConfig robot, TaskConfig task) implements Deployment {
    @Override
    public int joints() {
      return robot.n();
    }

    @Override
    public double width_max_m() {
      return robot.gripper().width_max_m();
    }

    @Override
    public Resolved with(Map<String, Object> changes) {
      return new Resolved(rig, robot, task.with(changes));
    }
  }

  /**
   * Reads a rig file and the robot and task files beside it ({@code ../robots}, {@code ../tasks}).
   *
   * <p>Errors: {@link ConfigException}.
   */
  public static Resolved load(Path file) {
    return load(file, null);
  }

  /**
   * The same with another task of {@code ../tasks} in the place of the rig's own.
   *
   * @param task its name; null: the rig's own
   */
  public static Resolved load(Path file, String task) {
    if (ConfigReader.has(file, ArmsConfig.KEY))
      throw new ConfigException(
          file + ": arms: a rig of several arms; only controller and sim take it: name one arm's");
    RigConfig rig = ConfigReader.read(file, RigConfig.class);
    return resolve(file, task == null ? rig : rig.doing(task));
  }

  private RigConfig doing(String other) {
    return new RigConfig(name, robot, other, armed, control, ros, exchange, link, safety, cockpit);
  }

  private static Resolved resolve(Path file, RigConfig rig) {
    Path root = file.toAbsolutePath().getParent().getParent();
    RobotConfig robot =
        ConfigReader.read(root.resolve("robots").resolve(rig.robot + ".yaml"), RobotConfig.class);
    Path taskFile = root.resolve("tasks").resolve(rig.task + ".yaml");
    TaskConfig task = ConfigReader.read(taskFile, TaskConfig.class);
    checkAgainst(robot, task, rig, taskFile);
    checkRos(file, rig, robot, task);
    if (rig.ros.arm() instanceof RosConfig.SerlEquilibrium) task.cartesianDelta();
    return new Resolved(rig, robot, task);
  }

  private static void checkAgainst(
      RobotConfig robot, TaskConfig task, RigConfig rig, Path taskFile) {
    if (task.reset().speed_m_s() > robot.cartesian().v_max_m_s())
      throw new ConfigException(
          taskFile
              + ": reset.speed_m_s: expected at most the robot's "
              + robot.cartesian().v_max_m_s()
              + " m/s");
    checkAction(robot, task, taskFile);
    double clip_m = task.impedance().clip_trans_m();
    for (int k = 0; k < 3; k++) {
      TaskConfig.Workspace outer = rig.safety.barrier().workspace();
      if (outer.low_m()[k] > task.workspace().low_m()[k] - clip_m
          || outer.high_m()[k] < task.workspace().high_m()[k] + clip_m)
        throw new ConfigException(
            taskFile
                + ": workspace: expected to lie within the rig's safety.barrier.workspace by the"
                + " law's clip of "
                + clip_m
                + " m, axis "
                + k
                + " does not");
    }
    if (rig.control.control_hz() < task.policy_hz())
      throw new ConfigException(taskFile + ": policy_hz: expected at most the rig's control_hz");
  }

  private static void checkRos(Path file, RigConfig rig, RobotConfig robot, TaskConfig task) {
    boolean torque = rig.ros.arm() instanceof RosConfig.JointTorque;
    if (!torque && !(task.action() instanceof ActionSpace.CartesianDelta))
      throw new ConfigException(
          file + ": ros.arm.interface: only joint_torque can do the task's kind of action");
    List<String> names =
        switch (rig.ros.arm()) {
          case RosConfig.JointTorque arm -> arm.joint_names();
          case RosConfig.Ur arm -> arm.joint_names();
          case RosConfig.SerlEquilibrium arm -> null;
        };
    if (names != null && names.size() != robot.n())
      throw new ConfigException(
          file + ": ros.arm.joint_names: expected the robot's " + robot.n() + " joints");
    double command_hz =
        switch (rig.ros.arm()) {
          case RosConfig.SerlEquilibrium arm -> arm.command_hz();
          case RosConfig.UrPosition arm -> arm.command_hz();
          default -> rig.control.control_hz();
        };
    if (command_hz > rig.control.control_hz())
      throw new ConfigException(file + ": ros.arm.command_hz: expected at most control_hz");
  }

  private static void checkAction(RobotConfig robot, TaskConfig task, Path taskFile) {
    if (task.action() instanceof ActionSpace.CartesianDelta delta) {
      checkSpeed(task, delta.step_m(), "step_m", robot.cartesian().v_max_m_s(), "m/s", taskFile);
      checkSpeed(
          task, delta.step_rad(), "step_rad", robot.cartesian().w_max_rad_s(), "rad/s", taskFile);
    }
    if (!(task.action() instanceof ActionSpace.JointDelta delta)) return;
    if (delta.q_reset_rad().length != robot.n())
      throw new ConfigException(
          taskFile
              + ": action.q_reset_rad: expected "
              + robot.n()
              + " numbers, got "
              + delta.q_reset_rad().length);
    for (int i = 0; i < robot.n(); i++) {
      RobotConfig.Joint joint = robot.joints().get(i);
      double q_rad = delta.q_reset_rad()[i];
      if (q_rad < joint.q_min_rad() || q_rad > joint.q_max_rad())
        throw new ConfigException(
            taskFile + ": action.q_reset_rad[" + i + "]: expected within the joint's limits");
      checkSpeed(task, delta.step_rad(), "step_rad", joint.dq_max_rad_s(), "rad/s", taskFile);
    }
  }

  private static void checkSpeed(
      TaskConfig task, double step, String key, double limit, String unit, Path taskFile) {
    double speed = step * task.policy_hz();
    if (speed <= limit) return;
    throw new ConfigException(
        "%s: action.%s: at %s Hz it asks for %s %s, the robot allows %s"
            .formatted(taskFile, key, task.policy_hz(), speed, unit, limit));
  }
}
