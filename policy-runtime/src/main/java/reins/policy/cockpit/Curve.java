package reins.policy.cockpit;

import java.util.ArrayList;
import java.util.List;

/**
 * One curve over the whole run in bounded memory: when it is full, every other point goes, and from
 * then on half as many come in.
 *
 * <p>Threads: one owner.
 */
final class Curve {
  /** Points that a curve has at most. */
  static final int MOST = 240;

  private final List<double[]> points = new ArrayList<>();
  private int every = 1;
  private long offered;

  /** Takes a point, or passes it over. */
  void add(double x, double y) {
    if (!Double.isFinite(y) || offered++ % every != 0) return;
    points.add(new double[] {x, y});
    if (points.size() < MOST) return;
    for (int i = points.size() - 1; i > 0; i -= 2) points.remove(i);
    every *= 2;
  }

  /** [points, 2] x and y. */
  double[][] points() {
    return points.toArray(double[][]::new);
  }
}
