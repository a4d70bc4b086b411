package reins.policy.cockpit;

import java.util.List;

/**
 * A recorded episode, as the page draws it: one shot for each step, and a last one of where that
 * led. What was not recorded is null, and not drawn.
 *
 * <p>Arrays are never changed after construction.
 *
 * @param demonstration shown by somebody from the first step to the last
 * @param end SUCCESS, FAILURE, TIME_OUT, or CUT where it was broken off
 * @param notes what a person did or typed, in order
 */
public record Film(boolean demonstration, String end, List<Shot> shots, List<Note> notes) {

  /**
   * One step.
   *
   * @param body where the robot was at its beginning
   * @param proposed [A] what the policy wanted
   * @param executed [A] what the controller admitted
   * @param driver policy, person or script
   * @param policy version of the policy that proposed; 0: none
   * @param earned sum of the rewards until it began
   */
  public record Shot(
      Body body,
      double[] object_m,
      float[] proposed,
      float[] executed,
      String driver,
      long policy,
      double earned) {}

  /**
   * Where a robot was. Units and frames: as the state frame's.
   *
   * @param q_rad [n] joint angles
   * @param p_m [3] tool, or vehicle in the world
   * @param q_tool [4] its orientation, w first
   * @param width_m the gripper's opening
   */
  public record Body(double[] q_rad, double[] p_m, double[] q_tool, Double width_m) {}

  /**
   * What a person did or typed.
   *
   * @param step that ran
   * @param event onset, release, success, words, ...
   * @param device by which; null where it was not noted
   * @param text that was typed, or null
   */
  public record Note(int step, String event, String device, String text) {}
}
