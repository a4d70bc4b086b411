package reins.controller.law;

import reins.contract.config.TaskConfig;

/**
 * A set of impedance gains and clips that changes into the next one in a straight line, all of them
 * together, so that neither a start nor a change of stiffness is felt as a push.
 *
 * <p>Threads: {@link #retune} is for any; the rest is the control loop's.
 */
final class ImpedanceGains {
  private static final int K_TRANS = 0;
  private static final int K_ROT = 1;
  private static final int CLIP_TRANS = 2;
  private static final int CLIP_ROT = 3;
  private static final int K_NULL = 4;
  private static final int RAMPED_AT_START = 5;
  private static final int D_TRANS = 5;
  private static final int D_ROT = 6;
  private static final int D_NULL = 7;
  private static final int KI_TRANS = 8;
  private static final int KI_ROT = 9;
  private static final int I_TRANS = 10;
  private static final int I_ROT = 11;
  private static final int RAMP_s = 12;
  private static final int COUNT = 13;

  private volatile double[] wanted;
  private double[] to;
  private final double[] from = new double[COUNT];
  private final double[] now = new double[COUNT];
  private double share = 1;

  ImpedanceGains(TaskConfig.Impedance gains) {
    wanted = row(gains);
    to = wanted;
    System.arraycopy(to, 0, now, 0, COUNT);
  }

  private static double[] row(TaskConfig.Impedance g) {
    double[] row = new double[COUNT];
    row[K_TRANS] = g.k_trans_N_m();
    row[K_ROT] = g.k_rot_Nm_rad();
    row[CLIP_TRANS] = g.clip_trans_m();
    row[CLIP_ROT] = g.clip_rot_rad();
    row[K_NULL] = g.k_null_Nm_rad();
    row[D_TRANS] = g.d_trans_Ns_m();
    row[D_ROT] = g.d_rot_Nms_rad();
    // Critical for unit inertia.
    row[D_NULL] = 2 * Math.sqrt(g.k_null_Nm_rad());
    row[KI_TRANS] = g.ki_trans_N_ms();
    row[KI_ROT] = g.ki_rot_Nm_rads();
    row[I_TRANS] = g.i_max_N();
    row[I_ROT] = g.i_max_Nm();
    row[RAMP_s] = g.ramp_s();
    return row;
  }

  /** Changes into this set, all at once as seen from a tick, within its ramp. */
  void retune(TaskConfig.Impedance gains) {
    wanted = row(gains);
  }

  /** Stiffness and clips grow from zero; dampers are whole at once, for an arm met in motion. */
  void start() {
    leave(wanted);
    System.arraycopy(to, 0, from, 0, COUNT);
    for (int i = 0; i < RAMPED_AT_START; i++) from[i] = 0;
  }

  private void leave(double[] next) {
    System.arraycopy(now, 0, from, 0, COUNT);
    to = next;
    share = 0;
  }

  void advance(double dt_s) {
    double[] next = wanted;
    if (next != to) leave(next);
    share = to[RAMP_s] > 0 ? Math.min(1.0, share + dt_s / to[RAMP_s]) : 1.0;
    for (int i = 0; i < COUNT; i++)
      // g = from + share (to - from)
      now[i] = share == 1 ? to[i] : from[i] + share * (to[i] - from[i]);
  }

  /** Stiffness of axis 0..5, linear first. */
  double k(int axis) {
    return now[axis < 3 ? K_TRANS : K_ROT];
  }

  /** Damping of axis 0..5. */
  double d(int axis) {
    return now[axis < 3 ? D_TRANS : D_ROT];
  }

  /** Largest error of axis 0..5 that the stiffness sees. */
  double clip(int axis) {
    return now[axis < 3 ? CLIP_TRANS : CLIP_ROT];
  }

  /** Growth of the integral of axis 0..5. */
  double ki(int axis) {
    return now[axis < 3 ? KI_TRANS : KI_ROT];
  }

  /** The most that the integral of axis 0..5 holds. */
  double iMax(int axis) {
    return now[axis < 3 ? I_TRANS : I_ROT];
  }

  double kNull() {
    return now[K_NULL];
  }

  double dNull() {
    return now[D_NULL];
  }
}
