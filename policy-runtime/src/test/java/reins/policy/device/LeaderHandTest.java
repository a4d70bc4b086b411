package reins.policy.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import reins.contract.config.ConfigException;
import reins.contract.config.RigConfig;
import reins.contract.exchange.StateFrame;
import reins.policy.Rigs;

/** A leader arm, reading by reading. */
class LeaderHandTest {
  private static final long READING_NS = 10_000_000;
  private static final int PER_STEP = 10;

  private final RigConfig.Resolved joints = Rigs.doing("franka-joint-reach");
  private final StateFrame state = new StateFrame();
  private final double[] q_rad = {1, -0.3, 0, -2.4, 0, 2.1, 0.785};
  private final double[] action = new double[8];
  private final double[] sum = new double[8];
  private long now_ns = 1;
  private double gripper = Double.NaN;

  private LeaderHand leader(String clutch, String gripperJoint, RigConfig.Resolved config) {
    return new LeaderHand(Readings.leader(clutch, gripperJoint), config.robot(), config);
  }

  /** One step's readings, the first joint at this speed. */
  private void move(LeaderHand hand, double speed_rad_s) {
    for (int i = 0; i < PER_STEP; i++) {
      now_ns += READING_NS;
      q_rad[0] += speed_rad_s * READING_NS * 1e-9;
      hand.accept(now_ns, q_rad, gripper);
    }
  }

  private void act(LeaderHand hand) {
    hand.act(now_ns, action);
    for (int i = 0; i < action.length; i++) {
      assertTrue(Math.abs(action[i]) <= 1);
      sum[i] += action[i];
    }
  }

  private void takeOver(LeaderHand hand) {
    move(hand, 0);
    assertFalse(hand.held(now_ns));
    for (int i = 0; i < 3 && !hand.held(now_ns); i++) move(hand, 0.3);
    assertTrue(hand.held(now_ns));
    hand.begin(now_ns, state);
  }

  @Test
  void shouldBeginWithAStepOfZeroAndRepeatTheMotionSince() {
    LeaderHand hand = leader("none", "none", joints);
    takeOver(hand);
    act(hand);
    for (int i = 0; i < 7; i++) assertEquals(0, action[i]);
    double from_rad = q_rad[0];
    for (int i = 0; i < 10; i++) {
      move(hand, 0.3);
      act(hand);
    }
    for (int i = 0; i < 4; i++) act(hand);
    // step_rad is 0.05
    assertEquals((q_rad[0] - from_rad) / 0.05, sum[0], 1e-9);
    assertEquals(0, sum[1], 1e-12);
    assertTrue(hand.silent_ns(now_ns + 500_000_000) > 400_000_000);
    move(hand, 0);
    for (int i = 0; i < 5; i++) move(hand, 0);
    assertFalse(hand.held(now_ns), "at rest it is let go");
  }

  @Test
  void shouldSlipWhereTheRobotCannotFollowAndNeverJump() {
    LeaderHand hand = leader("none", "none", joints);
    takeOver(hand);
    q_rad[0] += 1.5;
    move(hand, 0);
    for (int i = 0; i < 10; i++) act(hand);
    assertEquals(1 + LeaderHand.MOST_BEHIND_STEPS, sum[0], 1e-9);
    q_rad[3] = Double.NaN;
    move(hand, 0);
    assertEquals(PER_STEP, hand.malformed());
  }

  @Test
  void shouldFollowOnlyWhileTheClutchIsHeldAndRepeated() {
    LeaderHand hand = leader("/leader/clutch", "none", joints);
    for (int i = 0; i < 5; i++) move(hand, 0.5);
    assertFalse(hand.held(now_ns), "motion alone is nothing");
    for (int i = 0; i < 8; i++) {
      hand.clutch(now_ns, true);
      move(hand, 0);
      assertTrue(i == 0 || hand.held(now_ns), "held without motion");
    }
    hand.clutch(now_ns, false);
    assertFalse(hand.held(now_ns), "not a step longer");
    move(hand, 0.5);
    assertFalse(hand.held(now_ns));
  }

  /** What a clutch is for: the leader goes back to its middle and the robot stays. */
  @Test
  void shouldRepeatNothingOfWhatTheLeaderDoesWhileTheClutchIsOpen() {
    LeaderHand hand = leader("/leader/clutch", "none", joints);
    hand.clutch(now_ns, true);
    move(hand, 0);
    assertTrue(hand.held(now_ns));
    hand.begin(now_ns, state);
    hand.clutch(now_ns, false);
    move(hand, -0.5);
    hand.clutch(now_ns, true);
    move(hand, 0);
    // Shut again before a step looked.
    assertTrue(hand.held(now_ns));
    act(hand);
    for (int i = 0; i < 7; i++) assertEquals(0, action[i], 1e-12);
    hand.clutch(now_ns, true);
    move(hand, 0.3);
    act(hand);
    assertEquals(0.03 / 0.05, action[0], 1e-9);
  }

  /** It is a device that died: the robot holds, and what was held must be let go first. */
  @Test
  void shouldCallAClutchSilentThatIsNotRepeated() {
    LeaderHand hand = leader("/leader/clutch", "none", joints);
    hand.clutch(now_ns, true);
    move(hand, 0);
    assertTrue(hand.held(now_ns));
    for (int i = 0; i < 3; i++) move(hand, 0.3);
    assertTrue(hand.silent_ns(now_ns) > 300_000_000, "although the arm is heard");
    hand.drop();
    for (int i = 0; i < 8; i++) move(hand, 0.3);
    hand.clutch(now_ns, true);
    move(hand, 0.3);
    assertFalse(hand.held(now_ns));
    hand.clutch(now_ns, false);
    move(hand, 0);
    hand.clutch(now_ns, true);
    move(hand, 0);
    assertTrue(hand.held(now_ns));
  }

  @Test
  void shouldGripWhenTheLeadersGripperPassesOverNotWhereItRests() {
    LeaderHand hand = leader("none", "finger", joints);
    state.width_cmd_m = 0.08;
    gripper = 0.0;
    takeOver(hand);
    act(hand);
    assertEquals(-1, action[7], "the robot's stays open although the leader's is shut");
    gripper = 0.08;
    move(hand, 0.3);
    gripper = 0.01;
    move(hand, 0.3);
    act(hand);
    assertEquals(1, action[7]);
    gripper = 0.04;
    move(hand, 0.3);
    act(hand);
    assertEquals(1, action[7], "half way is no wish");
  }

  @Test
  void shouldRefuseTasksThatItCannotLead() {
    RigConfig.Resolved flip = Rigs.doing("franka-flip");
    String message =
        assertThrows(ConfigException.class, () -> leader("none", "none", flip)).getMessage();
    assertTrue(message.contains("a leader arm moves"), message);
  }
}
