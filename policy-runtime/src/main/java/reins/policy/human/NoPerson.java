package reins.policy.human;

import reins.contract.exchange.StateFrame;
import reins.policy.episode.Episode;
import reins.policy.observe.Objects;

/** Nobody watches. */
public final class NoPerson implements Person {
  private final Intent nothing = new Intent();

  @Override
  public Intent poll(long now_ns, StateFrame state, Objects objects, Episode episode) {
    return nothing;
  }
}
