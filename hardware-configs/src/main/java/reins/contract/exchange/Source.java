package reins.contract.exchange;

/** Who chose an action; stored by ordinal, in the order of the link's schema. */
public enum Source {
  /** The learned policy. */
  POLICY,
  /** A person with a device. */
  PERSON,
  /** A scripted operator that plays the person. */
  SCRIPT
}
