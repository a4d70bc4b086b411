package reins.sim.quad;

/** Where four rotors of an X stand, by signs, and how they turn: front right, then clockwise. */
final class Rotors {
  static final double[] X = {1, -1, -1, 1};
  static final double[] Y = {-1, -1, 1, 1};
  static final double[] SPIN = {1, -1, 1, -1};

  private Rotors() {}
}
