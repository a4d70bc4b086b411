package reins.sim.experiment;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import reins.sim.demo.Curve;

/**
 * What came of a trial, as it is kept.
 *
 * @param settings everything that the outcome depends on, as JSON; a change asks for a new trial
 * @param human_steps chosen by the person, in demonstrations and corrections
 * @param robot_s of the robot's time, resets included
 * @param success_ratio of the last policy, deterministic, over {@code episodes} unseen starts
 * @param cycle_s mean duration of those that succeeded
 * @param demonstration_s mean duration of a demonstration
 * @param checks what the policy could do on the way, the last policy included
 */
record Outcome(
    @JsonProperty(required = true) String settings,
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

  /** Environment steps until a check found at least this share solved; infinite: never. */
  double stepsTo(double share) {
    return checks.stream()
        .filter(check -> check.successRatio() >= share)
        .mapToDouble(Curve.Check::envSteps)
        .findFirst()
        .orElse(Double.POSITIVE_INFINITY);
  }

  /** Minutes of the robot's time until then; infinite: never. */
  double minutesTo(double share) {
    return checks.stream()
        .filter(check -> check.successRatio() >= share)
        .mapToDouble(check -> check.robot_s() / 60)
        .findFirst()
        .orElse(Double.POSITIVE_INFINITY);
  }

  /** What the policy could do after so many steps: what the latest check found; 0 before any. */
  double successAt(double envSteps) {
    double latest = 0;
    for (Curve.Check check : checks)
      if (check.envSteps() <= envSteps) latest = check.successRatio();
    return latest;
  }

  /**
   * Share of the recent steps that the person chose, after so many; 0 before any and at the end.
   */
  double helpAt(double envSteps) {
    double latest = 0;
    if (envSteps > env_steps) return latest;
    for (Curve.Help point : help) if (point.envSteps() <= envSteps) latest = point.stepRatio();
    return latest;
  }
}
