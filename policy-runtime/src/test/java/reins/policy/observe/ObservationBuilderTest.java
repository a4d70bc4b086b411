package reins.policy.observe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import reins.contract.config.ConfigException;
import reins.contract.config.Task.ObservationTerm;
import reins.contract.config.TaskConfig;
import reins.contract.exchange.StateFrame;
import reins.policy.Rigs;

class ObservationBuilderTest {
  private final StateFrame state = new StateFrame();
  private final Objects objects = new Objects();

  private static TaskConfig seeing(ObservationTerm... terms) {
    return Rigs.observing(List.of(terms)).task();
  }

  private static ObservationTerm term(String name, int n) {
    double[] half = new double[n];
    java.util.Arrays.fill(half, 0.5);
    return new ObservationTerm(name, new double[n], half);
  }

  private float[] build(TaskConfig task) {
    ObservationBuilder builder = new ObservationBuilder(task, 7);
    float[] out = new float[builder.length()];
    builder.build(state, objects, out);
    return out;
  }

  @Test
  void shouldScaleEachTermInTheTasksOrder() {
    set(state.p_base_tool_m, 0.4, 0.1, 0.2);
    set(objects.p_base_object_m, 0.5, 0.1, 0.02);
    state.width_m = 0.25;
    float[] obs =
        build(
            seeing(
                term("gripper_width", 1), term("object_from_tool", 3), term("tool_position", 3)));
    assertArrayEquals(new float[] {0.5f, 0.2f, 0, -0.36f, 0.8f, 0.2f, 0.4f}, obs, 1e-6f);
  }

  @Test
  void shouldKnowEveryQuantity() {
    for (int i = 0; i < 7; i++) {
      state.q_rad[i] = 0.1 * i;
      state.dq_rad_s[i] = 0.01 * i;
    }
    set(state.v_base_tool, 0.1, 0.2, 0.3, 9, 9, 9);
    set(objects.p_base_object_m, 0.3, 0.2, 0.1);
    state.width_cmd_m = 0.05;
    float[] obs =
        build(
            seeing(
                term("joint_position", 7),
                term("joint_velocity", 7),
                term("tool_velocity", 3),
                term("object_position", 3),
                term("gripper_command", 1)));
    assertEquals(1.2f, obs[6], 1e-6f);
    assertEquals(0.12f, obs[13], 1e-6f);
    assertArrayEquals(
        new float[] {0.2f, 0.4f, 0.6f, 0.6f, 0.4f, 0.2f, 0.1f},
        java.util.Arrays.copyOfRange(obs, 14, 21),
        1e-6f);
  }

  @Test
  void shouldReadTheProjectsOwnTask() {
    assertEquals(14, new ObservationBuilder(Rigs.simFranka().task(), 7).length());
  }

  @Property(tries = 200)
  void shouldAlwaysBeFiniteAndWithinFiveHalfRanges(@ForAll double x, @ForAll double width) {
    state.p_base_tool_m[0] = x;
    state.width_m = width;
    float[] obs = build(seeing(term("tool_position", 3), term("gripper_width", 1)));
    for (float o : obs) assertTrue(o >= -5 && o <= 5, "o = " + o);
  }

  @Test
  void shouldPutTheMiddleWhereNothingWasSeen() {
    assertArrayEquals(new float[3], build(seeing(term("object_position", 3))));
  }

  @Test
  void shouldNameAnUnknownTerm() {
    TaskConfig task = seeing(term("gripper_width", 1), term("tool_colour", 3));
    String message =
        assertThrows(ConfigException.class, () -> new ObservationBuilder(task, 7)).getMessage();
    assertTrue(message.contains("observation[1].name"), message);
    assertTrue(message.contains("'tool_colour'"), message);
    assertTrue(message.contains("object_from_tool"), message);
  }

  @Test
  void shouldNameATermOfTheWrongLength() {
    TaskConfig task = seeing(term("tool_position", 2));
    String message =
        assertThrows(ConfigException.class, () -> new ObservationBuilder(task, 7)).getMessage();
    assertTrue(message.contains("observation[0].center: tool_position has 3 numbers"), message);
  }

  private static void set(double[] to, double... values) {
    System.arraycopy(values, 0, to, 0, values.length);
  }
}
