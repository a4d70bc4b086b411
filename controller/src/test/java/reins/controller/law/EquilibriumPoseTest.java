package reins.controller.law;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import reins.contract.exchange.Mode;
import reins.controller.port.ArmCommand;
import reins.controller.port.RobotFault;
import reins.controller.port.RobotState;

class EquilibriumPoseTest {
  private final EquilibriumPose law = new EquilibriumPose();
  private final RobotState state = new RobotState(7);
  private final Setpoint setpoint = new Setpoint();
  private final ArmCommand command = new ArmCommand(7);

  private ArmCommand in(Mode mode, double x_measured_m, double x_reference_m) {
    setpoint.mode = mode;
    state.p_base_tool_m[0] = x_measured_m;
    setpoint.p_base_ref_m[0] = x_reference_m;
    law.compute(state, setpoint, 0.01, command);
    return command;
  }

  @Test
  void shouldSayNothingBeforeTheArmIsToFollow() {
    assertFalse(in(Mode.IDLE, 1, 2).live);
  }

  @Test
  void shouldPullToTheReference() {
    assertTrue(in(Mode.HOLD, 1, 2).live);
    assertArrayEquals(setpoint.p_base_ref_m, command.p_base_tool_m);
  }

  @Test
  void shouldGoSlackWhereTheArmStopsAndThenFallSilent() {
    in(Mode.HOLD, 1, 2);
    for (int i = 0; i < 19; i++) {
      assertTrue(in(Mode.SAFE_STOP, 1 + 0.1 * i, 3).live);
      assertTrue(command.p_base_tool_m[0] == 1, "where it was when it stopped");
    }
    in(Mode.SAFE_STOP, 5, 3);
    assertFalse(in(Mode.SAFE_STOP, 5, 3).live);
    assertTrue(in(Mode.HOLD, 5, 5).live);
  }

  @Test
  void shouldSayNothingToARobotThatStoppedItself() {
    in(Mode.HOLD, 1, 2);
    state.robot_fault = RobotFault.REFLEX;
    assertFalse(in(Mode.IDLE, 1, 2).live);
    state.robot_fault = 0;
    assertFalse(in(Mode.IDLE, 1, 2).live, "nor the old pose when it comes back");
  }
}
