package reins.controller.safety;

import java.util.Arrays;
import reins.contract.config.RigConfig;
import reins.contract.exchange.Fault;
import reins.controller.port.RobotState;

/**
 * Compares, through {@code payload.check_s} of rest in one piece and before anything moves, the
 * torque that the robot measures with what the model says the arm and its payload weigh. A wrong
 * payload makes the first motion violent.
 *
 * <p>Threads: the control loop's.
 */
final class PayloadCheck {
  private final double tolerance_Nm;
  private final double check_s;
  private final double[] sum_Nm;
  private double passed_s;
  private int samples;

  PayloadCheck(RigConfig.Resolved config) {
    tolerance_Nm = config.rig().safety().payload().tolerance_Nm();
    check_s = config.rig().safety().payload().check_s();
    sum_Nm = new double[config.robot().n()];
  }

  void start() {
    Arrays.fill(sum_Nm, 0.0);
    passed_s = 0;
    samples = 0;
  }

  /** Takes one tick's measurement. */
  void add(double dt_s, RobotState state) {
    passed_s += dt_s;
    samples++;
    for (int i = 0; i < sum_Nm.length; i++)
      // tau_measured - g(q): what the arm carries besides its model, no torque commanded
      sum_Nm[i] += state.tau_measured_Nm[i] - state.gravity_Nm[i];
  }

  /** Whether it has looked long enough. */
  boolean done() {
    return passed_s >= check_s;
  }

  /** 0, {@link Fault#PAYLOAD_MISMATCH} or {@link Fault#PAYLOAD_UNCHECKED}. */
  int verdict() {
    int fault = 0;
    for (double sum : sum_Nm) {
      if (Double.isNaN(sum)) fault = Fault.PAYLOAD_UNCHECKED;
      else if (Math.abs(sum / samples) > tolerance_Nm) return Fault.PAYLOAD_MISMATCH;
    }
    return fault;
  }
}
