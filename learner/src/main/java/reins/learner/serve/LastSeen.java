package reins.learner.serve;

import java.util.LinkedHashMap;
import java.util.Map;
import reins.contract.data.Transition;

/**
 * The image that the last record of each session ended with: what a record that leaves out its own
 * began with. Of the sessions that were heard of last only, so that no number of actors takes more
 * memory; who is forgotten sends a whole record at its next attempt.
 *
 * <p>Equal records in equal order are remembered and forgotten alike, so a journal reads back as it
 * was written.
 */
final class LastSeen {
  private static final int SESSIONS = 64;

  private final Map<Long, byte[]> images = new LinkedHashMap<>(); // the latest to be heard of last

  /** A session's last image; null: none is known. */
  byte[] of(long session) {
    return images.get(session);
  }

  /** Remembers what a session's newest record ended with. */
  void note(long session, Transition t) {
    if (t.nextImage().length == 0) return;
    images.remove(session);
    images.put(session, t.nextImage());
    if (images.size() > SESSIONS) images.remove(images.keySet().iterator().next());
  }
}
