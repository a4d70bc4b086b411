package reins.controller.safety.barrier;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.junit.jupiter.api.Test;

/** The solver against one that tries every set of active rows. */
class LeastChangeTest {
  private static final double INFEASIBLE = Double.POSITIVE_INFINITY;

  /**
   * Every subset of at most n rows: x of least norm with these as equations, if it satisfies all.
   */
  private static double[] exact(double[][] g, double[] b, int n) {
    double[] best = null;
    double least = INFEASIBLE;
    for (int set = 0; set < 1 << g.length; set++) {
      if (Integer.bitCount(set) > n) continue;
      double[] x = leastNorm(g, b, set, n);
      if (x == null) continue;
      double norm = 0, worst = 0;
      for (double v : x) norm += v * v;
      for (int k = 0; k < g.length; k++) worst = Math.min(worst, dot(g[k], x) - b[k]);
      if (worst > -1e-9 && norm < least) {
        least = norm;
        best = x;
      }
    }
    return best;
  }

  /** x = A^T (A A^T)^-1 b over the rows of the set. */
  private static double[] leastNorm(double[][] g, double[] b, int set, int n) {
    int m = Integer.bitCount(set);
    if (m == 0) return new double[n];
    DMatrixRMaj a = new DMatrixRMaj(m, n), c = new DMatrixRMaj(m, 1);
    for (int k = 0, row = 0; k < g.length; k++) {
      if ((set >> k & 1) == 0) continue;
      for (int i = 0; i < n; i++) a.set(row, i, g[k][i]);
      c.set(row++, 0, b[k]);
    }
    DMatrixRMaj gram = new DMatrixRMaj(m, m), u = new DMatrixRMaj(m, 1), x = new DMatrixRMaj(n, 1);
    CommonOps_DDRM.multTransB(a, a, gram);
    if (Math.abs(CommonOps_DDRM.det(gram)) < 1e-12) return null;
    if (!CommonOps_DDRM.solve(gram, c, u)) return null;
    CommonOps_DDRM.multTransA(a, u, x);
    return x.data;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) sum += a[i] * b[i];
    return sum;
  }

  @Property(tries = 400)
  void shouldAgreeWithTheExhaustiveSolution(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 7) int n, @ForAll boolean feasible) {
    Random random = new Random(seed);
    int m = 1 + random.nextInt(11);
    double[][] g = new double[m][n];
    double[] b = new double[m], inside = new double[n];
    for (int i = 0; i < n; i++) inside[i] = 3 * random.nextGaussian();
    LeastChange solver = new LeastChange(n, m);
    solver.clear();
    for (int k = 0; k < m; k++) {
      double norm = 0;
      for (int i = 0; i < n; i++) {
        g[k][i] = random.nextInt(4) == 0 ? 0 : random.nextGaussian();
        norm += g[k][i] * g[k][i];
      }
      if (norm == 0) g[k][0] = norm = 1;
      for (int i = 0; i < n; i++) g[k][i] /= Math.sqrt(norm);
      b[k] = feasible ? dot(g[k], inside) - random.nextInt(2) : 2 * random.nextGaussian();
      solver.add(g[k], 0, n, b[k]);
    }
    double[] exact = exact(g, b, n);
    LeastChange.Outcome outcome = solver.solve();
    if (exact == null) {
      assertEquals(LeastChange.Outcome.INFEASIBLE, outcome);
      return;
    }
    assertEquals(LeastChange.Outcome.SOLVED, outcome);
    // Rows that are all but parallel meet far away; both solve there to as many digits.
    double size = 1;
    for (double x : exact) size = Math.max(size, Math.abs(x));
    assertArrayEquals(exact, solver.x(), 1e-6 * size);
  }

  /** The closed form of one row: x = g max(0, b) / |g|^2. */
  @Property(tries = 200)
  void shouldMeetOneRowInClosedForm(@ForAll long seed) {
    Random random = new Random(seed);
    double[] g = new double[7];
    double norm = 0, b = 10 * random.nextGaussian();
    for (int i = 0; i < 7; i++) norm += (g[i] = random.nextGaussian()) * g[i];
    LeastChange solver = new LeastChange(7, 1);
    solver.clear();
    solver.add(g, 0, 7, b);
    assertEquals(LeastChange.Outcome.SOLVED, solver.solve());
    for (int i = 0; i < 7; i++) assertEquals(g[i] * Math.max(0, b) / norm, solver.x()[i], 1e-9);
  }

  /** The size of the filter's own problem: barriers inside a box, many of them hard. */
  @Property(tries = 300)
  void shouldFindAnOptimumOfAProblemAsLargeAsTheFilters(@ForAll long seed) {
    Random random = new Random(seed);
    int n = 7, m = 60;
    LeastChange solver = new LeastChange(n, m);
    solver.clear();
    double[][] g = new double[m][n];
    double[] b = new double[m], inside = new double[n];
    for (int i = 0; i < n; i++) inside[i] = random.nextDouble() - 0.5;
    for (int k = 0; k < m; k++) {
      if (k < 14) g[k][k / 2] = k % 2 == 0 ? 1 : -1;
      else for (int i = 0; i < n; i++) g[k][i] = random.nextGaussian();
      double norm = Math.sqrt(dot(g[k], g[k]));
      for (int i = 0; i < n; i++) g[k][i] /= norm;
      b[k] = k < 14 ? -1 : dot(g[k], inside) - 0.1 * random.nextDouble();
      solver.add(g[k], 0, n, b[k]);
    }
    assertEquals(LeastChange.Outcome.SOLVED, solver.solve());
    assertTrue(solver.steps() <= 40, "steps " + solver.steps());
    double[] x = solver.x();
    for (int k = 0; k < m; k++) assertTrue(dot(g[k], x) >= b[k] - 1e-8, "row " + k);
    // No feasible point is nearer to zero: moving towards any of them does not shorten x.
    double towards = dot(x, inside) - dot(x, x);
    assertTrue(towards >= -1e-8, "a shorter one exists: " + towards);
  }

  @Test
  void shouldRecogniseAContradiction() {
    LeastChange solver = new LeastChange(2, 3);
    solver.clear();
    solver.add(new double[] {1, 0}, 0, 2, 1);
    solver.add(new double[] {-1, 0}, 0, 2, -0.5);
    solver.add(new double[] {0, 1}, 0, 2, 1);
    assertEquals(LeastChange.Outcome.INFEASIBLE, solver.solve());
    solver.clear();
    solver.add(new double[] {0, 1}, 0, 2, 1);
    assertEquals(LeastChange.Outcome.SOLVED, solver.solve());
    assertArrayEquals(new double[] {0, 1}, solver.x(), 1e-12);
  }

  @Test
  void shouldTakeTheSameRowTwiceForOne() {
    LeastChange solver = new LeastChange(3, 4);
    solver.clear();
    for (int k = 0; k < 4; k++) solver.add(new double[] {1, 1, 0}, 0, 3, 1 + 1e-12 * k);
    assertEquals(LeastChange.Outcome.SOLVED, solver.solve());
    assertArrayEquals(new double[] {0.5, 0.5, 0}, solver.x(), 1e-9);
  }
}
