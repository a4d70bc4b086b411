package reins.learner.replay;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * What is known of the steps of episodes that have not ended, of several robots at a time; an
 * episode that broke off is forgotten once enough others have gone on.
 *
 * <p>Threads: one caller.
 *
 * @param <T> what is kept of a step
 */
public final class RunningEpisodes<T> {
  private static final int MOST = 16; // robots that feed one learner

  /** By number; whichever went on last is last. */
  private final SequencedMap<Long, List<T>> episodes = new LinkedHashMap<>(MOST, 0.75f, true);

  /** An episode's steps so far, to be added to. */
  public List<T> of(long episode) {
    List<T> steps = episodes.computeIfAbsent(episode, _ -> new ArrayList<>());
    if (episodes.size() > MOST) episodes.pollFirstEntry();
    return steps;
  }

  /** Nothing more will come of it. */
  public void end(long episode) {
    episodes.remove(episode);
  }
}
