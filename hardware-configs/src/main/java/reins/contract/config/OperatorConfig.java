package reins.contract.config;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A scripted person: how well and how eagerly it corrects the policy. Its competence, patience,
 * brevity and noise are numbers so that experiments can vary them.
 *
 * @param noise standard deviation of the noise on its actions, in action units
 * @param patience_steps steps without progress that it watches before it takes over
 * @param burst_steps steps of a correction, after which it lets go
 * @param laziness probability that it ignores a moment in which it should take over
 * @param until_success share of recent episodes the policy must solve alone before the person stops
 *     correcting; above 1: never
 * @param competence probability that a step of its action is what it meant; otherwise the step goes
 *     anywhere
 * @param delay_steps steps by which what it sees is old
 */
public record OperatorConfig(
    @JsonProperty(required = true) double noise,
    @JsonProperty(required = true) int patience_steps,
    @JsonProperty(required = true) int burst_steps,
    @JsonProperty(required = true) double laziness,
    @JsonProperty(required = true) double until_success,
    @JsonProperty(required = true) double competence,
    @JsonProperty(required = true) int delay_steps) {
  /** Checks ranges. */
  public OperatorConfig {
    Expect.within(noise, 0, 1, "noise");
    Expect.within(patience_steps, 1, 10_000, "patience_steps");
    Expect.within(burst_steps, 1, 10_000, "burst_steps");
    Expect.within(laziness, 0, 1, "laziness");
    Expect.within(until_success, 0, 2, "until_success");
    Expect.within(competence, 0, 1, "competence");
    Expect.within(delay_steps, 0, 100, "delay_steps");
  }
}
