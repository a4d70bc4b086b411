package reins.controller.safety;

import reins.contract.exchange.Fault;
import reins.controller.port.RobotState;

/** Whether the measured state may be acted upon. Threads: the control loop's. */
final class Health {
  private final long stale_ns;

  Health(double state_stale_s) {
    stale_ns = Math.round(state_stale_s * 1e9);
  }

  /** Bits of {@link Fault#STATE_STALE} or {@link Fault#STATE_NOT_FINITE}. */
  int check(long now_ns, RobotState state) {
    if (now_ns - state.stamp_ns > stale_ns) return Fault.STATE_STALE;
    // A sum of products with zero is zero only where every number is finite.
    double sum = 0 * state.width_m;
    for (int i = 0; i < state.n(); i++) sum += 0 * state.q_rad[i] + 0 * state.dq_rad_s[i];
    return sum == 0 ? 0 : Fault.STATE_NOT_FINITE;
  }
}
