package reins.policy.infer;

/** Why a policy file cannot be run, in one line; stays inside this package. */
final class RefusedPolicy extends Exception {
  private static final long serialVersionUID = 1L;

  RefusedPolicy(String reason) {
    super(reason);
  }
}
