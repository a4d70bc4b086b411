package reins.sim.demo;

import java.util.HashMap;
import java.util.Map;
import reins.contract.config.Deployment;

/** What the person gives: a comparison changes this and nothing else. */
public enum Variant {
  /** Demonstrations and corrections: HIL-SERL. */
  INTERVENTIONS(false),
  /** Demonstrations, and then the policy is left alone: RLPD. */
  NO_INTERVENTIONS(true),
  /** Demonstrations only, imitated: behaviour cloning. */
  DEMONSTRATIONS_ONLY(true);

  /**
   * Passes over the demonstrations, in batches per transition: about ten thousand gradient steps on
   * twenty episodes.
   */
  private static final int CLONING_BATCHES_PER_TRANSITION = 20;

  private final boolean leftAlone;

  Variant(boolean leftAlone) {
    this.leftAlone = leftAlone;
  }

  /** Whether the policy acts at all while it learns. */
  public boolean online() {
    return this != DEMONSTRATIONS_ONLY;
  }

  /** In lower case, as results name it. */
  public String label() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  /** The configuration of this variant. */
  public Deployment of(Deployment c) {
    Map<String, Object> changes = new HashMap<>();
    if (!online())
      changes.put(
          "learning",
          Map.of("algorithm", "bc", "utd", CLONING_BATCHES_PER_TRANSITION, "start_transitions", 1));
    // An operator who ignores every moment in which it should take over.
    if (leftAlone) changes.put("operator", Map.of("laziness", 1));
    return c.with(changes);
  }
}
