package reins.sim.experiment;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.function.ToDoubleFunction;
import reins.sim.demo.Curve;

/**
 * What came of a trial, as it is kept.
 *
 * @param settings what the outcome depends on beside code, rig and robot: the task as JSON, limits,
 *     and the reference's human steps where it has that budget; a change asks for a new trial
 * @param commit of the code that made it
 * @param human_steps chosen by the person, in demonstrations and corrections
 * @param robot_s of the robot's time, resets included
 * @param success_ratio of the last policy, deterministic, over {@code episodes} unseen starts
 * @param cycle_s mean duration of those that succeeded
 * @param demonstration_s mean duration of a demonstration
 * @param checks what the policy could do on the way, the last policy included
 */
record Outcome(
    @JsonProperty(required = true) String settings,
    @JsonProperty(required = true) String commit,
    @JsonProperty(required = true) String task,
    @JsonProperty(required = true) String contender,
    @JsonProperty(required = true) long seed,
    @JsonProperty(required = true) long env_steps,
    @JsonProperty(required = true) long updates,
    @JsonProperty(required = true) long human_steps,
    @JsonProperty(required = true) long demonstrations,
    @JsonProperty(required = true) long interventions,
    @JsonProperty(required = true) double robot_s,
    @JsonProperty(required = true) double wall_s,
    @JsonProperty(required = true) double success_ratio,
    @JsonProperty(required = true) int episodes,
    @JsonProperty(required = true) double cycle_s,
    @JsonProperty(required = true) double demonstration_s,
    @JsonProperty(required = true) List<Curve.Check> checks,
    @JsonProperty(required = true) List<Curve.Help> help) {

  /** Environment steps until the policy solved this share; infinite: never. */
  double stepsTo(double share) {
    return until(share, Curve.Check::envSteps);
  }

  /** Minutes of the robot's time until then; infinite: never. */
  double minutesTo(double share) {
    return until(share, check -> check.robot_s() / 60);
  }

  /**
   * The first of two checks in a row that found at least this share: of many checks of fifty
   * episodes one alone is often lucky.
   */
  private double until(double share, ToDoubleFunction<Curve.Check> value) {
    for (int i = 0; i + 1 < checks.size(); i++)
      if (checks.get(i).successRatio() >= share && checks.get(i + 1).successRatio() >= share)
        return value.applyAsDouble(checks.get(i));
    return Double.POSITIVE_INFINITY;
  }

  /** What the policy could do after so many steps: what the latest check found; 0 before any. */
  double successAt(double envSteps) {
    double latest = 0;
    for (Curve.Check check : checks)
      if (check.envSteps() <= envSteps) latest = check.successRatio();
    return latest;
  }

  /**
   * Share of the recent steps that the person chose, after so many: all of them while it
   * demonstrates; after the end, as at the end.
   */
  double helpAt(double envSteps) {
    double latest = demonstrations > 0 ? 1 : 0;
    for (Curve.Help point : help) if (point.envSteps() <= envSteps) latest = point.stepRatio();
    return latest;
  }
}
