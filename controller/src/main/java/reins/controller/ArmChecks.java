package reins.controller;

import java.io.IOException;
import reins.contract.config.RigConfig;
import reins.contract.config.RosConfig;
import reins.controller.loop.Rehearsal;
import reins.controller.port.Port;
import reins.controller.rt.Check;

/**
 * What speaks for and against arming an arm.
 *
 * <p>Threads: the process's main thread.
 */
final class ArmChecks {
  /** As long as libfranka's test listens; a start has less patience than a person who asks. */
  private static final double LINK_REPORT_s = 10;

  private static final double LINK_START_s = 2;

  private ArmChecks() {}

  /** The preflight of an arm's rig. */
  static Preflight of(RigConfig.Resolved config) {
    RigConfig rig = config.rig();
    return new Preflight(
        rig.name(), rig.control(), rig.armed(), driver(config), () -> rehearsal(config));
  }

  /** Whether the robot is heard well enough, where the rig enforces it. */
  static void link(RigConfig.Resolved config, Port port, Preflight preflight) {
    if (preflight.enforced()) preflight.refuseOrWarn(link(config, port, LINK_START_s));
  }

  /** The link's part of a report. Reads the port for a while. */
  static Check reportLink(RigConfig.Resolved config, Port port) {
    return link(config, port, LINK_REPORT_s);
  }

  private static Check link(RigConfig.Resolved config, Port port, double seconds) {
    return new LinkTest(port, config.robot().n(), config.rig().control().periodNs()).run(seconds);
  }

  /** What becomes of the arm when this process is killed. */
  private static Check driver(RigConfig.Resolved config) {
    return config.rig().ros().arm() instanceof RosConfig.UrVelocity
        ? Check.warn(
            "driver",
            "ur_velocity keeps the last speed when this process is killed",
            "ur_position stands still")
        : Check.pass("driver", "stands still where nothing more is said");
  }

  private static Check rehearsal(RigConfig.Resolved config)
      throws InterruptedException, IOException {
    PortRehearsal.run(config);
    return judge(Rehearsal.run(config));
  }

  /** Errors: {@link Refusal} where the loop allocates. */
  static Check judge(Rehearsal.Result result) {
    if (result.bytes() > 0)
      throw new Refusal("the loop allocated in rehearsal: expected 0 bytes, got " + result.bytes());
    return result.inBudget()
        ? Check.pass("rehearsal", result.line())
        : Check.fail("rehearsal", result.line(), "the loop is over its budget");
  }
}
