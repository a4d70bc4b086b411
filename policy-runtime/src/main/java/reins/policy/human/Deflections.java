package reins.policy.human;

import java.util.Arrays;

/**
 * The mean deflection since the last step: a short tap moves the robot a little, not a whole step.
 * Where nothing was read since, the newest.
 *
 * <p>Threads: one owner.
 */
public final class Deflections {
  private final double[] newest = new double[PersonAction.AXES];
  private final double[] sum = new double[PersonAction.AXES];
  private final double[] mean = new double[PersonAction.AXES];
  private int readings;

  /** Takes a reading. */
  public void add(double[] axes) {
    System.arraycopy(axes, 0, newest, 0, newest.length);
    for (int i = 0; i < sum.length; i++) sum[i] += axes[i];
    readings++;
  }

  /** The step's [6], and begins the next; its own until then. */
  public double[] take() {
    for (int i = 0; i < mean.length; i++) mean[i] = readings > 0 ? sum[i] / readings : newest[i];
    Arrays.fill(sum, 0);
    readings = 0;
    return mean;
  }
}
