package reins.sim.bench.rt;

import java.util.Map;

/** A controller as it is shipped, or with one thing changed. */
public enum Variant {
  /** As the launcher starts it, with the rig's spin. */
  SHIPPED("", Variant.RIGS_SPIN),
  /** Another collector: does nothing, ends the process when the heap is full. */
  EPSILON(
      "-XX:+UnlockExperimentalVMOptions -XX:+UseEpsilonGC" + Variant.HEAP + Variant.CODE,
      Variant.RIGS_SPIN),
  /** Another collector: the JVM's default. */
  G1("-XX:+UseG1GC" + Variant.HEAP + Variant.CODE, Variant.RIGS_SPIN),
  /** The heap is touched when it is used, not at the start. */
  NO_PRETOUCH("-XX:+UseZGC -XX:-ZProactive -Xms256m -Xmx256m" + Variant.CODE, Variant.RIGS_SPIN),
  /** Compiled code leaves branches out that were never taken, as is usual. */
  TRAPS("-XX:+UseZGC" + Variant.HEAP, Variant.RIGS_SPIN),
  /** The first compiler only. */
  C1("-XX:TieredStopAtLevel=1 -XX:+UseZGC" + Variant.HEAP, Variant.RIGS_SPIN),
  /** The caller waits for its method to be compiled. */
  BLOCKING("-Xbatch -XX:+UseZGC" + Variant.HEAP + Variant.CODE, Variant.RIGS_SPIN),
  /** Sleeps to the deadline. */
  SPIN_0("", 0),
  /** Spins so long. */
  SPIN_30("", 30),
  /** Spins so long. */
  SPIN_60("", 60),
  /** Spins so long. */
  SPIN_100("", 100),
  /** Spins so long. */
  SPIN_150("", 150),
  /** Spins so long. */
  SPIN_200("", 200),
  /** Spins so long. */
  SPIN_300("", 300);

  private static final int RIGS_SPIN = -1;
  private static final String HEAP =
      " -Xms256m -Xmx256m -XX:+AlwaysPreTouch -XX:-ZProactive -XX:ReservedCodeCacheSize=64m";
  private static final String CODE = " -XX:PerMethodTrapLimit=0 -XX:TypeProfileLevel=0";

  private final String flags;
  private final int spin_us;

  Variant(String flags, int spin_us) {
    this.flags = flags;
    this.spin_us = spin_us;
  }

  /** The word for it in results. */
  String label() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  /** What the launcher has to be told. */
  Map<String, String> environment() {
    return flags.isEmpty() ? Map.of() : Map.of("REINS_CONTROLLER_FLAGS", flags);
  }

  /** The spin, where the rig asks for {@code rigs_us}. */
  int spin_us(int rigs_us) {
    return spin_us == RIGS_SPIN ? rigs_us : spin_us;
  }
}
