package reins.contract.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;

/**
 * How a task is learned. Every number has its source beside it in the task's YAML.
 *
 * @param algorithm which of the learner's algorithms, with its own settings
 * @param hidden widths of the hidden layers of actor and critics
 * @param critic_layer_norm layer norm in the hidden layers of the critic ensemble, off to see what
 *     it is worth; actor and further networks keep theirs
 * @param batch rows of one critic update, half online and half demonstrations
 * @param demo_ratio share of a batch from the demonstration buffer
 * @param utd critic updates per online transition; enforced, updates may not outrun data
 * @param critics members of the critic ensemble
 * @param critics_min members drawn for the target's minimum
 * @param discount per step
 * @param tau Polyak coefficient of the target critics
 * @param temperature_init initial entropy temperature
 * @param target_entropy usually minus half the action's dimensions
 * @param backup_entropy entropy term in the target
 * @param start_transitions online transitions before the first update
 * @param demonstrations episodes that the operator shows first
 * @param capacity transitions of each buffer
 * @param publish_every_updates critic updates between two published policies
 * @param checkpoint_every_s seconds between two checkpoints
 * @param demos LeRobot folder whose episodes a new run begins with; empty, or left out: none
 * @param encoder of what a camera sees; left out where the task has none
 */
public record LearningConfig(
    @JsonProperty(required = true) AlgorithmConfig algorithm,
    @JsonProperty(required = true) int[] hidden,
    @JsonProperty(required = true) boolean critic_layer_norm,
    @JsonProperty(required = true) int batch,
    @JsonProperty(required = true) double demo_ratio,
    @JsonProperty(required = true) int utd,
    @JsonProperty(required = true) int critics,
    @JsonProperty(required = true) int critics_min,
    @JsonProperty(required = true) double discount,
    @JsonProperty(required = true) double tau,
    @JsonProperty(required = true) double actor_lr,
    @JsonProperty(required = true) double critic_lr,
    @JsonProperty(required = true) double temperature_lr,
    @JsonProperty(required = true) double temperature_init,
    @JsonProperty(required = true) double target_entropy,
    @JsonProperty(required = true) boolean backup_entropy,
    @JsonProperty(required = true) int start_transitions,
    @JsonProperty(required = true) int demonstrations,
    @JsonProperty(required = true) int capacity,
    @JsonProperty(required = true) int publish_every_updates,
    @JsonProperty(required = true) double checkpoint_every_s,
    @JsonProperty @JsonSetter(nulls = Nulls.AS_EMPTY) String demos,
    @JsonProperty @JsonSetter(nulls = Nulls.AS_EMPTY) EncoderConfig encoder) {

  /** Without recorded demonstrations and cameras. */
  public LearningConfig(
      AlgorithmConfig algorithm,
      int[] hidden,
      boolean critic_layer_norm,
      int batch,
      double demo_ratio,
      int utd,
      int critics,
      int critics_min,
      double discount,
      double tau,
      double actor_lr,
      double critic_lr,
      double temperature_lr,
      double temperature_init,
      double target_entropy,
      boolean backup_entropy,
      int start_transitions,
      int demonstrations,
      int capacity,
      int publish_every_updates,
      double checkpoint_every_s) {
    this(
        algorithm,
        hidden,
        critic_layer_norm,
        batch,
        demo_ratio,
        utd,
        critics,
        critics_min,
        discount,
        tau,
        actor_lr,
        critic_lr,
        temperature_lr,
        temperature_init,
        target_entropy,
        backup_entropy,
        start_transitions,
        demonstrations,
        capacity,
        publish_every_updates,
        checkpoint_every_s,
        "",
        new EncoderConfig());
  }

  /** Checks ranges. */
  public LearningConfig {
    Expect.that(hidden.length >= 1 && hidden.length <= 4, "hidden", "expected 1 to 4 widths");
    for (int width : hidden) Expect.within(width, 1, 4096, "hidden");
    Expect.within(batch, 2, 65_536, "batch");
    Expect.within(demo_ratio, 0, 1, "demo_ratio");
    Expect.within(utd, 1, 100, "utd");
    Expect.within(critics, 1, 100, "critics");
    Expect.within(critics_min, 1, critics, "critics_min");
    Expect.within(discount, 0, 1, "discount");
    Expect.within(tau, 0, 1, "tau");
    Expect.positive(actor_lr, "actor_lr");
    Expect.positive(critic_lr, "critic_lr");
    Expect.positive(temperature_lr, "temperature_lr");
    Expect.positive(temperature_init, "temperature_init");
    Expect.that(Double.isFinite(target_entropy), "target_entropy", "expected a finite number");
    Expect.within(start_transitions, 1, 1_000_000, "start_transitions");
    Expect.within(demonstrations, 0, 10_000, "demonstrations");
    Expect.within(capacity, 1000, 100_000_000, "capacity");
    Expect.that(
        capacity >= Math.max(batch, start_transitions),
        "capacity",
        "expected at least batch %d and start_transitions %d, got %d"
            .formatted(batch, start_transitions, capacity));
    Expect.within(publish_every_updates, 1, 1_000_000, "publish_every_updates");
    Expect.positive(checkpoint_every_s, "checkpoint_every_s");
  }
}
