package reins.policy.episode;

/** Where an episode stands. */
public enum Phase {
  /** The robot goes back to the reset pose. */
  HOMING,
  /** The object was put down anew; everything comes to rest. */
  SETTLING,
  /** Actions are executed and recorded. */
  RUNNING
}
