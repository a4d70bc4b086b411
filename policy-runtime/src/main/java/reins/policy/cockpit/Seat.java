package reins.policy.cockpit;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The open pages and who of them commands: the first one, until it closes, hands over to one that
 * asks, or is silent while one asks.
 *
 * <p>Threads: guarded by the desk.
 */
final class Seat {
  /** Pages at a time. */
  static final int MAX_VIEWERS = 8;

  private static final long EMPTY_NS = 2_000_000_000;

  private final Set<Viewer> viewers = new LinkedHashSet<>();
  private Viewer commander;
  private int numbers;

  /** A number for a new page. */
  int nextNumber() {
    return ++numbers;
  }

  /** A page opens; the first one commands. Returns whether there is room for it. */
  boolean join(Viewer viewer) {
    if (viewers.size() >= MAX_VIEWERS) return false;
    viewers.add(viewer);
    if (commander == null) commander = viewer;
    return true;
  }

  /** A page closes. Returns whether it commanded; whoever asks does then. */
  boolean leave(Viewer viewer) {
    viewers.remove(viewer);
    if (viewer != commander) return false;
    take(asker());
    return true;
  }

  /** A page asks for command. Returns whether it has it at once: nobody is there to give it. */
  boolean ask(Viewer viewer, long now_ns) {
    viewer.asking = true;
    boolean empty = commander == null || silent_ns(now_ns) > EMPTY_NS;
    if (empty) take(viewer);
    return empty;
  }

  /** The commander hands over. Returns whether there is somebody to hand over to. */
  boolean give() {
    Viewer next = asker();
    if (next != null) take(next);
    return next != null;
  }

  private void take(Viewer viewer) {
    commander = viewer;
    if (viewer != null) viewer.asking = false;
  }

  private Viewer asker() {
    for (Viewer viewer : viewers) if (viewer.asking) return viewer;
    return null;
  }

  /** Whether it is the commander's. */
  boolean commands(Viewer viewer) {
    return viewer == commander;
  }

  /** How long ago the commander, of whom there must be one, was last heard. */
  long silent_ns(long now_ns) {
    return now_ns - commander.heard_ns;
  }

  /** The number of the page that commands; 0: none. */
  int commander() {
    return number(commander);
  }

  /** The number of the page that asks; 0: none. */
  int asking() {
    return number(asker());
  }

  private static int number(Viewer viewer) {
    return viewer == null ? 0 : viewer.number;
  }

  /** The open pages, the oldest first. */
  Viewer[] viewers() {
    return viewers.toArray(Viewer[]::new);
  }
}
