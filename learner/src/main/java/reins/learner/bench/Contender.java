package reins.learner.bench;

/** Somebody who makes the same update as the others and says how long it took. */
interface Contender {
  /** Name in the report. */
  String who();

  /** Makes so many updates and returns the mean time of one. */
  double update_ms(int updates);

  /** A contender in this process. */
  static Contender here(String who, Runnable update) {
    return new Contender() {
      @Override
      public String who() {
        return who;
      }

      @Override
      public double update_ms(int updates) {
        long start_ns = System.nanoTime();
        for (int i = 0; i < updates; i++) update.run();
        return (System.nanoTime() - start_ns) / 1e6 / updates;
      }
    };
  }
}
