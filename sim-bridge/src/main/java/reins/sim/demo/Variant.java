package reins.sim.demo;

import reins.contract.config.AlgorithmConfig;
import reins.contract.config.LearningConfig;
import reins.contract.config.OperatorConfig;
import reins.contract.config.RigConfig;
import reins.contract.config.TaskConfig;

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
  RigConfig.Resolved of(RigConfig.Resolved c) {
    TaskConfig t = c.task();
    LearningConfig l = t.learning();
    OperatorConfig o = t.operator();
    LearningConfig learning =
        new LearningConfig(
            online() ? l.algorithm() : AlgorithmConfig.named("bc"),
            l.hidden(),
            l.batch(),
            l.demo_ratio(),
            online() ? l.utd() : CLONING_BATCHES_PER_TRANSITION,
            l.critics(),
            l.critics_min(),
            l.discount(),
            l.tau(),
            l.actor_lr(),
            l.critic_lr(),
            l.temperature_lr(),
            l.temperature_init(),
            l.target_entropy(),
            l.backup_entropy(),
            online() ? l.start_transitions() : 1,
            l.demonstrations(),
            l.capacity(),
            l.publish_every_updates(),
            l.checkpoint_every_s());
    // An operator who ignores every moment in which it should take over.
    OperatorConfig operator =
        new OperatorConfig(
            o.noise(),
            o.patience_steps(),
            o.burst_steps(),
            leftAlone ? 1 : o.laziness(),
            o.until_success());
    TaskConfig task =
        new TaskConfig(
            t.name(),
            t.robot(),
            t.policy_hz(),
            t.episode_steps(),
            t.workspace(),
            t.action(),
            t.impedance(),
            t.observation(),
            t.reset(),
            t.reward(),
            learning,
            operator);
    return new RigConfig.Resolved(c.rig(), c.robot(), task);
  }
}
