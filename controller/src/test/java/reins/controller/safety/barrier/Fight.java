package reins.controller.safety.barrier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import reins.contract.config.RigConfig;
import reins.contract.config.SafetyConfig;
import reins.contract.exchange.Fault;
import reins.contract.exchange.Mode;
import reins.controller.Rigs;
import reins.controller.estimate.ToolEstimator;
import reins.controller.law.Setpoint;
import reins.controller.loop.PlayedArm;
import reins.controller.model.JointLimits;
import reins.controller.port.ArmCommand;
import reins.controller.port.RobotState;
import reins.controller.safety.Limiter;

/** A law that wants to break the arm against the filter, and how far it came. */
final class Fight {
  /** Ticks of one fight. */
  static final int TICKS = 40_000;

  /** How the law picks its torques. */
  enum Style {
    /** Each joint forward, backward or not at all, for some while. */
    RANDOM,
    /** Each joint on in the direction it moves, or against it. */
    PUMPING,
    /** A force on the tool, for some while. */
    THROWING
  }

  static final SafetyConfig.Obstacle BALL =
      new SafetyConfig.Obstacle("ball", new double[] {0.5, 0.25, 0.35}, 0.1, List.of("tool"));
  static final SafetyConfig.Obstacle POST =
      new SafetyConfig.Obstacle(
          "post", new double[] {0.1, -0.35, 0.6}, 0.12, List.of("elbow", "wrist"));

  /** How far space may yield: ten times what the fights have reached. */
  private static final double SPACE_m = 1e-3;

  /** The first to yield, and it has no wall behind it: the robot itself allows 1.7 m/s. */
  private static final double TOOL_SHARE = 1.1;

  private final SafetyConfig.Barrier limits;
  private final JointLimits joints;
  private final int n;
  final PlayedArm arm;
  final RobotState state;
  final Setpoint setpoint = new Setpoint();
  final ArmCommand command;
  private final ToolEstimator estimator;
  private final BarrierFilter filter;
  private final Limiter limiter;
  private final ArmPoints points;
  private long now_ns;

  /** Worst so far; the joints' positions beyond their limits, negative within. */
  double joint_rad = Double.NEGATIVE_INFINITY;

  /** Largest share of a joint's speed limit. */
  double speed_share;

  /** Deepest outside the box. */
  double box_m = Double.NEGATIVE_INFINITY;

  /** Deepest in a sphere. */
  double sphere_m = Double.NEGATIVE_INFINITY;

  /** Fastest of the tool. */
  double tool_m_s;

  int acted;
  int shorted;
  int fell_back;

  Fight(RigConfig.Resolved config) {
    limits = config.rig().safety().barrier();
    joints = new JointLimits(config.robot());
    n = joints.n();
    arm = new PlayedArm(config.robot());
    state = new RobotState(n);
    command = new ArmCommand(n);
    estimator = new ToolEstimator(config.robot(), config.rig().safety().payload());
    filter = new BarrierFilter(config);
    limiter = new Limiter(config);
    points = new ArmPoints(config.robot());
  }

  /** The simulated arm with a ball in the tool's way and a post in the elbow's. */
  static RigConfig.Resolved cluttered() {
    return with(BALL, POST);
  }

  /** The simulated arm among these. */
  static RigConfig.Resolved with(SafetyConfig.Obstacle... obstacles) {
    RigConfig.Resolved r = Rigs.simFranka();
    RigConfig rig = r.rig();
    SafetyConfig.Barrier b = rig.safety().barrier();
    SafetyConfig.Barrier barrier =
        new SafetyConfig.Barrier(
            b.joint_margin_rad(),
            b.joint_k_1_s(),
            b.speed_share(),
            b.speed_k_1_s(),
            b.tool_speed_max_m_s(),
            b.energy_max_J(),
            b.workspace(),
            b.space_k_1_s(),
            List.of(obstacles));
    SafetyConfig safety =
        new SafetyConfig(
            rig.safety().estop_topic(), rig.safety().ladder(), rig.safety().payload(), barrier);
    return new RigConfig.Resolved(
        new RigConfig(
            rig.name(),
            rig.robot(),
            rig.task(),
            rig.armed(),
            rig.control(),
            rig.ros(),
            rig.exchange(),
            rig.link(),
            safety,
            rig.cockpit()),
        r.robot(),
        r.task());
  }

  /** Forty seconds of it. */
  Fight fight(long seed, Style style, double loudest) {
    Random random = new Random(seed);
    double[] wanted = new double[n], sign = new double[n], force = new double[3];
    double share = 0;
    for (int t = 0; t < TICKS; t++) {
      if (random.nextInt(150) == 0 || t == 0) {
        share = loudest * random.nextDouble();
        for (int i = 0; i < n; i++) sign[i] = random.nextInt(3) - 1;
        for (int k = 0; k < 3; k++) force[k] = random.nextGaussian();
      }
      for (int i = 0; i < n; i++)
        wanted[i] =
            share
                * joints.tauMax(i)
                * switch (style) {
                  case RANDOM -> sign[i];
                  case PUMPING -> sign[i] * Math.signum(arm.dq_rad_s[i] + 1e-9);
                  case THROWING -> {
                    double pull = 0;
                    if (t > 0)
                      for (int k = 0; k < 3; k++) pull += state.jacobian[k * n + i] * force[k];
                    yield Math.clamp(3 * pull, -1, 1);
                  }
                };
      tick(wanted);
    }
    return this;
  }

  /** One tick of a law that wants these torques. Returns the filter's faults. */
  int tick(double[] wanted_Nm) {
    now_ns += 1_000_000;
    arm.read(now_ns, state);
    estimator.update(state);
    setpoint.mode = Mode.ACTIVE_POLICY;
    System.arraycopy(wanted_Nm, 0, command.tau_Nm, 0, n);
    setpoint.nothingChanged();
    int fault = filter.filter(0, state, setpoint, limiter.window(state, 1e-3), command);
    int cut = limiter.limit(state, setpoint, 1e-3, command);
    if ((fault & Fault.BARRIER_ACTED) != 0 && (cut & Fault.TORQUE_RATE_CLIPPED) != 0)
      throw new AssertionError("the filter keeps the rates itself");
    if ((fault & Fault.BARRIER_ACTED) != 0) acted++;
    if ((fault & Fault.BARRIER_SHORT) != 0) shorted++;
    if ((fault & Fault.BARRIER_FELL_BACK) != 0) fell_back++;
    arm.write(command);
    arm.integrate(1e-3);
    look();
    return fault;
  }

  private void look() {
    for (int i = 0; i < n; i++) {
      double q = arm.q_rad[i], dq = arm.dq_rad_s[i];
      joint_rad = Math.max(joint_rad, Math.max(joints.qMin(i) - q, q - joints.qMax(i)));
      double most = dq > 0 ? joints.dqMax(i, q) : joints.dqMin(i, q);
      speed_share = Math.max(speed_share, dq == 0 ? 0 : dq / most);
    }
    points.update(arm.q_rad, arm.dq_rad_s);
    double v2 = 0;
    for (int k = 0; k < 3; k++) {
      double p = points.p_m(ArmPoints.TOOL, k), v = points.v_m_s(ArmPoints.TOOL, k);
      v2 += v * v;
      double low = limits.workspace().low_m()[k], high = limits.workspace().high_m()[k];
      box_m = Math.max(box_m, Math.max(low - p, p - high));
    }
    tool_m_s = Math.max(tool_m_s, Math.sqrt(v2));
    for (SafetyConfig.Obstacle o : limits.obstacles())
      for (String point : o.points()) {
        double d2 = 0;
        for (int k = 0; k < 3; k++)
          d2 += Math.pow(points.p_m(ArmPoints.index(point), k) - o.center_m()[k], 2);
        sphere_m = Math.max(sphere_m, o.radius_m() - Math.sqrt(d2));
      }
  }

  /** Fails unless every limit was held, as far as a discrete filter can. */
  void assertHeld() {
    String what = toString();
    assertTrue(joint_rad <= 0, what);
    assertTrue(speed_share <= 1, what);
    assertTrue(box_m <= SPACE_m, what);
    assertTrue(sphere_m <= SPACE_m, what);
    assertTrue(tool_m_s <= TOOL_SHARE * limits.tool_speed_max_m_s(), what);
    assertEquals(0, fell_back, what);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "joint %.5f rad out, %.4f of a speed, box %.5f m, sphere %.5f m out, tool %.4f m/s",
        joint_rad,
        speed_share,
        box_m,
        sphere_m,
        tool_m_s);
  }
}
