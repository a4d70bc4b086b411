package reins.sim.bench.rt;

/** Why a measurement is not possible here, in one line. */
public final class CannotMeasure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With the reason. */
  public CannotMeasure(String why) {
    super(why);
  }
}
