package reins.sim.lockstep;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import reins.contract.config.ActionSpace;
import reins.contract.config.DeviceConfig;
import reins.contract.config.RigConfig;
import reins.contract.config.TaskConfig;
import reins.contract.exchange.StateFrame;
import reins.contract.geometry.Kinematics;
import reins.contract.geometry.Quaternions;
import reins.policy.device.LeaderHand;

/** Where a leader leads agrees with the controller's own kinematics. */
class LeaderAgreementTest {
  private static final Path RIG =
      Path.of(System.getProperty("reins.root"), "hardware-configs/rigs/sim-franka.yaml");
  private static final ActionSpace.CartesianDelta SPACE =
      new ActionSpace.CartesianDelta(7, 0.02, 0.04, 0.1, 0.2, 1.5, 0.5, 0.15);

  private final RigConfig.Resolved rig = RigConfig.load(RIG);

  private RigConfig.Resolved turning() {
    TaskConfig t = rig.task();
    return new RigConfig.Resolved(
        rig.rig(),
        rig.robot(),
        new TaskConfig(
            t.name(),
            t.robot(),
            t.policy_hz(),
            t.episode_steps(),
            t.workspace(),
            SPACE,
            t.impedance(),
            t.observation(),
            t.reset(),
            t.reward(),
            t.learning(),
            t.operator()));
  }

  @Test
  void shouldMoveTheToolAsTheLeadersMoved() {
    SplittableRandom random = new SplittableRandom(3);
    DeviceConfig.LeaderArm arm = (DeviceConfig.LeaderArm) DeviceConfig.load(RIG, "leader-panda");
    for (int trial = 0; trial < 20; trial++) {
      LeaderHand leader = new LeaderHand(arm, arm.kinematics(RIG), turning());
      double[] q_rad = rig.robot().q_home_rad().clone();
      for (int i = 0; i < q_rad.length; i++) q_rad[i] += random.nextDouble(-0.3, 0.3);
      Kinematics from = at(q_rad);
      leader.accept(1, q_rad, Double.NaN);
      leader.begin(1, new StateFrame());
      double[] action = new double[7], sum_m = new double[3];
      double[] q_base_led = from.q_base_tool().clone(),
          turn = new double[4],
          turn_rad = new double[3];
      double[] speed = random.doubles(7, -0.004, 0.004).toArray();
      for (int step = 0; step < 60; step++) {
        for (int i = 0; i < q_rad.length; i++) q_rad[i] += step < 50 ? speed[i] : 0;
        leader.accept(2 + step, q_rad, Double.NaN);
        leader.act(2 + step, action);
        for (int k = 0; k < 3; k++) {
          sum_m[k] += action[k] * SPACE.step_m();
          turn_rad[k] = action[3 + k] * SPACE.step_rad();
        }
        Quaternions.exp(turn_rad, turn);
        Quaternions.multiply(turn, q_base_led, q_base_led);
      }
      Kinematics to = at(q_rad);
      for (int k = 0; k < 3; k++)
        assertEquals(to.p_base_tool_m()[k] - from.p_base_tool_m()[k], sum_m[k], 1e-9);
      Quaternions.conjugate(to.q_base_tool(), turn);
      Quaternions.multiply(q_base_led, turn, turn);
      Quaternions.log(turn, turn_rad);
      for (int k = 0; k < 3; k++) assertEquals(0, turn_rad[k], 1e-9);
    }
  }

  private Kinematics at(double[] q_rad) {
    Kinematics kinematics = new Kinematics(rig.robot());
    kinematics.update(q_rad);
    return kinematics;
  }
}
