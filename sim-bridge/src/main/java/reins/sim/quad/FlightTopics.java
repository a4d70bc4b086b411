package reins.sim.quad;

/**
 * A simulated vehicle as ROS shows it. Threads: the simulation's; services answer on ROS's own and
 * are taken up in the next step.
 */
interface FlightTopics {
  /** Hands the newest set-points and requests to the vehicle. */
  void listen();

  /** Its autopilot's rules, after a step of the world. */
  void step(double dt_s);

  /**
   * Says what is due.
   *
   * @param step of the world, from 1
   */
  void tell(long step);
}
