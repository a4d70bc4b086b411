package reins.controller.safety;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reins.contract.config.RigConfig;
import reins.contract.exchange.Fault;
import reins.contract.exchange.Layer;
import reins.contract.exchange.Mode;
import reins.controller.Rigs;
import reins.controller.estimate.ToolEstimator;
import reins.controller.law.Setpoint;
import reins.controller.port.ArmCommand;
import reins.controller.port.RobotState;

class SanityTest {
  private static final long MS = 1_000_000;

  private final RigConfig.Resolved config = Rigs.simFranka();
  private final Sanity sanity = new Sanity(config);
  private final RobotState state = new RobotState(7);
  private final Setpoint setpoint = new Setpoint();
  private final ArmCommand command = new ArmCommand(7);
  private long now_ns = 100 * MS;

  @BeforeEach
  void start() {
    System.arraycopy(config.robot().q_home_rad(), 0, state.q_rad, 0, 7);
    java.util.Arrays.fill(state.dq_rad_s, 0.1);
    java.util.Arrays.fill(command.tau_Nm, 0);
    state.width_m = 0.04;
    assertEquals(0, arrive(0));
  }

  /** A new state whose first joint moved on by so much. */
  private int arrive(double moved_rad) {
    state.q_rad[0] += moved_rad;
    state.stamp_ns = now_ns += MS;
    return check();
  }

  private int check() {
    return sanity.check(now_ns, 1e-3, state, setpoint);
  }

  @Test
  void shouldExtrapolateAMissingStateThenLetItStand() {
    double q = state.q_rad[0];
    for (int i = 1; i <= 20; i++) {
      now_ns += MS;
      assertEquals(0, check());
      assertEquals(q + Math.min(i, 5) * 1e-4, state.q_rad[0], 1e-12);
      assertEquals(0.1, state.dq_rad_s[0]);
    }
    now_ns += MS;
    assertEquals(Fault.STATE_STALE, check());
    now_ns += 2_000 * MS;
    assertEquals(Fault.STATE_STALE | Fault.STATE_LOST, check());
  }

  @Test
  void shouldSlowDownAnArmThatBrakesUnseen() {
    new ToolEstimator(config.robot(), config.rig().safety().payload()).update(state);
    setpoint.mode = Mode.RECOVERING;
    double last = 0.1, q = state.q_rad[0];
    for (int i = 0; i < 1000; i++) {
      now_ns += MS;
      check();
      assertTrue(Math.abs(state.dq_rad_s[0]) <= last + 1e-3);
      last = Math.abs(state.dq_rad_s[0]);
    }
    assertEquals(0, last, 1e-3);
    assertTrue(state.q_rad[0] > q && state.q_rad[0] < q + 0.1, "went " + (state.q_rad[0] - q));
  }

  @Test
  void shouldRefuseAJumpAndKeepTheLastGoodState() {
    double q = state.q_rad[0];
    assertEquals(Fault.STATE_JUMP, arrive(0.5));
    assertEquals(q + 1e-4, state.q_rad[0], 1e-12);
    assertEquals(1, setpoint.changed[Layer.SANITY.ordinal()]);
    assertEquals(Fault.STATE_JUMP, arrive(0.5), "it stays refused");
    sanity.trustAgain();
    assertEquals(0, arrive(0.5), "until a person says so");
  }

  @Test
  void shouldBelieveWhatAJointCanDo() {
    for (int i = 0; i < 100; i++) assertEquals(0, arrive(2e-3));
    // Ten states were lost meanwhile.
    now_ns += 9 * MS;
    assertEquals(0, arrive(20e-3));
  }

  @Test
  void shouldRefuseWhatIsNotFinite() {
    double q = state.q_rad[0];
    assertEquals(Fault.STATE_NOT_FINITE, arrive(Double.NaN));
    assertTrue(Math.abs(state.q_rad[0] - q) < 1e-3);
    state.dq_rad_s[3] = Double.POSITIVE_INFINITY;
    assertEquals(Fault.STATE_NOT_FINITE, arrive(0));
    assertEquals(0.1, state.dq_rad_s[3]);
  }

  @Test
  void shouldRefuseStampsOutOfOrder() {
    state.stamp_ns -= 3 * MS;
    now_ns += MS;
    assertEquals(Fault.STATE_REORDERED, check());
    state.stamp_ns = now_ns + 10 * MS;
    assertEquals(Fault.STATE_REORDERED, check(), "from the future");
  }

  @Test
  void shouldNoticeAJointThatReportsTheSameWhateverItIsTold() {
    for (int i = 0; i < 100; i++) assertEquals(0, arrive(0), "rests");
    command.tau_Nm[0] = 5;
    sanity.commanded(command);
    int ticks = 1;
    while (arrive(0) == 0) ticks++;
    assertEquals(21, ticks);
    sanity.trustAgain();
    assertEquals(0, arrive(1e-9), "it moves");
    assertEquals(0, arrive(0));
  }

  @Test
  void shouldSayWhatIsBeyondItsLimits() {
    sanity.trustAgain();
    assertEquals(Fault.JOINT_BEYOND | Fault.JOINT_TOO_FAST, arrive(2.9));
    sanity.trustAgain();
    state.dq_rad_s[0] = -2.2;
    assertEquals(Fault.JOINT_TOO_FAST, arrive(-2.9));
  }
}
