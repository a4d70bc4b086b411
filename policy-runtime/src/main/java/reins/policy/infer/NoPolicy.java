package reins.policy.infer;

import java.util.Arrays;

/** What stands in before the first policy arrives: it proposes nothing, under version 0. */
final class NoPolicy implements Policy {
  @Override
  public void act(float[] observation, float[] image, Proposal out) {
    out.policy_version = 0;
    Arrays.fill(out.action, 0);
  }

  @Override
  public long version() {
    return 0;
  }
}
