package reins.controller.safety.barrier;

/**
 * The smallest vector that satisfies linear inequalities: {@code min |x|^2 subject to g_k . x >=
 * b_k}, by the dual active set method from x = 0, in a bounded number of steps.
 *
 * <p>Starting where nothing is asked, it takes up the row that is violated most, and leaves rows
 * whose multiplier would turn negative. A problem that one row changes takes one step; one without
 * a solution is recognised.
 *
 * <p>Threads: one. Allocates nothing after construction.
 *
 * <p>Source: Goldfarb, Idnani, A numerically stable dual method for solving strictly convex
 * quadratic programs, 1983, for the identity as Hessian.
 */
public final class LeastChange {
  /** What became of a problem. */
  public enum Outcome {
    SOLVED,
    /** No vector satisfies every row. */
    INFEASIBLE,
    /** Out of steps. */
    UNFINISHED
  }

  /** A row of length one may be violated by so much. */
  static final double TOLERANCE = 1e-9;

  private static final int MAX_STEPS = 64;

  /** Square of the part of a row that active rows do not span, below which it counts as spanned. */
  private static final double SPANNED = 1e-14;

  private static final int NONE = -1;

  private final int n;
  private final int capacity;
  private final double[] g;
  private final double[] b;
  private final double[] x;
  private final boolean[] taken;
  private final int[] active;
  private final double[] u;
  private final double[] q;
  private final double[] r;
  private final double[] d;
  private final double[] z;
  private final double[] back;
  private int rows;
  private int size;
  private int steps;

  /** For vectors of n numbers and so many rows. */
  public LeastChange(int n, int capacity) {
    this.n = n;
    this.capacity = capacity;
    g = new double[capacity * n];
    b = new double[capacity];
    x = new double[n];
    taken = new boolean[capacity];
    active = new int[n + 1];
    u = new double[n + 1];
    q = new double[n * n];
    r = new double[n * n];
    d = new double[n];
    z = new double[n];
    back = new double[n];
  }

  /** Forgets every row. */
  public void clear() {
    rows = 0;
  }

  /**
   * Adds {@code row . x >= bound}, the row scaled to length one; one without direction is left out.
   *
   * @param length of the row: less than n where the last numbers of x do not count in it
   */
  public void add(double[] row, int at, int length, double bound) {
    double norm = 0;
    for (int i = 0; i < length; i++) norm += row[at + i] * row[at + i];
    norm = Math.sqrt(norm);
    if (!(norm > 1e-9) || rows == capacity) return;
    for (int i = 0; i < n; i++) g[rows * n + i] = i < length ? row[at + i] / norm : 0;
    b[rows++] = bound / norm;
  }

  /** Lets the last number of x help the first rows: {@code g . x + help x_n >= b}. */
  public void relax(int count, double help) {
    for (int k = 0; k < Math.min(count, rows); k++) g[k * n + n - 1] = help;
  }

  /** Solves for the rows added. Read the solution from {@link #x}. */
  public Outcome solve() {
    start();
    for (steps = 0; steps < MAX_STEPS; ) {
      int p = worst();
      if (p == NONE) return Outcome.SOLVED;
      double multiplier = 0;
      boolean added = false;
      while (!added && steps < MAX_STEPS) {
        steps++;
        double reach = direct(p);
        int blocking = blocking();
        double dual = blocking == NONE ? Double.POSITIVE_INFINITY : u[blocking] / back[blocking];
        // t = (b_p - g_p . x) / (z . g_p)
        double primal = reach > SPANNED ? (b[p] - dot(p)) / reach : Double.POSITIVE_INFINITY;
        double t = Math.min(dual, primal);
        if (t == Double.POSITIVE_INFINITY) return Outcome.INFEASIBLE;
        if (reach > SPANNED) for (int i = 0; i < n; i++) x[i] += t * z[i];
        for (int k = 0; k < size; k++) u[k] -= t * back[k];
        multiplier += t;
        added = primal <= dual;
        if (added) take(p, multiplier);
        else drop(blocking);
      }
    }
    return worst() == NONE ? Outcome.SOLVED : Outcome.UNFINISHED;
  }

  private void start() {
    size = 0;
    for (int i = 0; i < n; i++) {
      x[i] = 0;
      for (int k = 0; k < n; k++) q[i * n + k] = i == k ? 1 : 0;
    }
    for (int k = 0; k < rows; k++) taken[k] = false;
  }

  private int worst() {
    int worst = NONE;
    double most = -TOLERANCE;
    for (int k = 0; k < rows; k++) {
      if (taken[k]) continue;
      double slack = dot(k) - b[k];
      if (slack < most) {
        most = slack;
        worst = k;
      }
    }
    return worst;
  }

  private double dot(int k) {
    double sum = 0;
    for (int i = 0; i < n; i++) sum += g[k * n + i] * x[i];
    return sum;
  }

  /** Directions in which x and the multipliers move for row p. Returns z . g_p. */
  private double direct(int p) {
    double reach = 0;
    for (int k = 0; k < n; k++) {
      // d = Q^T g_p
      double sum = 0;
      for (int i = 0; i < n; i++) sum += q[i * n + k] * g[p * n + i];
      d[k] = sum;
      if (k >= size) reach += sum * sum;
    }
    for (int i = 0; i < n; i++) {
      // z = Q_2 d_2: the part of g_p that no active row spans
      double sum = 0;
      for (int k = size; k < n; k++) sum += q[i * n + k] * d[k];
      z[i] = sum;
    }
    for (int k = size - 1; k >= 0; k--) {
      // R back = d_1
      double sum = d[k];
      for (int j = k + 1; j < size; j++) sum -= r[k * n + j] * back[j];
      back[k] = sum / r[k * n + k];
    }
    return reach;
  }

  /** The active row whose multiplier turns negative first. */
  private int blocking() {
    int first = NONE;
    for (int k = 0; k < size; k++)
      if (back[k] > TOLERANCE && (first == NONE || u[k] * back[first] < u[first] * back[k]))
        first = k;
    return first;
  }

  /** Makes row p active: turns the free columns of Q so that only the first of them touches it. */
  private void take(int p, double multiplier) {
    for (int k = n - 1; k > size; k--) turnColumns(k - 1, k, d[k - 1], d[k]);
    for (int k = 0; k <= size; k++) r[k * n + size] = d[k];
    active[size] = p;
    u[size] = multiplier;
    taken[p] = true;
    size++;
  }

  private void turnColumns(int one, int other, double a, double c) {
    double h = Math.sqrt(a * a + c * c);
    if (h == 0) return;
    double cos = a / h, sin = c / h;
    for (int i = 0; i < n; i++) {
      double left = q[i * n + one], right = q[i * n + other];
      q[i * n + one] = cos * left + sin * right;
      q[i * n + other] = cos * right - sin * left;
    }
    d[one] = h;
    d[other] = 0;
  }

  /** Lets an active row go and makes R triangular again. */
  private void drop(int at) {
    taken[active[at]] = false;
    size--;
    for (int k = at; k < size; k++) {
      active[k] = active[k + 1];
      u[k] = u[k + 1];
      for (int i = 0; i <= k + 1; i++) r[i * n + k] = r[i * n + k + 1];
    }
    for (int k = at; k < size; k++) {
      double a = r[k * n + k], c = r[(k + 1) * n + k];
      double h = Math.sqrt(a * a + c * c);
      if (h == 0) continue;
      double cos = a / h, sin = c / h;
      for (int j = k; j < size; j++) {
        double up = r[k * n + j], low = r[(k + 1) * n + j];
        r[k * n + j] = cos * up + sin * low;
        r[(k + 1) * n + j] = cos * low - sin * up;
      }
      for (int i = 0; i < n; i++) {
        double left = q[i * n + k], right = q[i * n + k + 1];
        q[i * n + k] = cos * left + sin * right;
        q[i * n + k + 1] = cos * right - sin * left;
      }
    }
  }

  /** [n] the solution. */
  public double[] x() {
    return x;
  }

  /** Rows that hold with equality. */
  int active() {
    return size;
  }

  /** Steps that the last problem took. */
  int steps() {
    return steps;
  }
}
