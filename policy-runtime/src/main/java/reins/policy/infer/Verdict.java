package reins.policy.infer;

/**
 * What became of a policy that was offered.
 *
 * @param reason one line; empty when accepted
 */
public record Verdict(long version, boolean accepted, String reason) {
  static Verdict accepted(long version) {
    return new Verdict(version, true, "");
  }

  static Verdict refused(long version, String reason) {
    return new Verdict(version, false, reason);
  }
}
