package reins.policy.cockpit;

import java.util.concurrent.atomic.LongAdder;

/** What came over the wire and was not used; all that hostile messages do. Threads: any. */
final class Tally {
  /** Not one of our messages, or out of range. */
  final LongAdder malformed = new LongAdder();

  /** More than a page's share of a second. */
  final LongAdder tooMany = new LongAdder();

  /** A number that was there before. */
  final LongAdder repeated = new LongAdder();

  /** Answers to pictures that are no longer true. */
  final LongAdder late = new LongAdder();

  /** Words of command from a page that only watches. */
  final LongAdder notCommander = new LongAdder();

  /** Pages of another origin, and those for which there was no room. */
  final LongAdder turnedAway = new LongAdder();

  /** All together. */
  long sum() {
    return malformed.sum()
        + tooMany.sum()
        + repeated.sum()
        + late.sum()
        + notCommander.sum()
        + turnedAway.sum();
  }
}
