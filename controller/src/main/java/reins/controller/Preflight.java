package reins.controller;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import reins.contract.config.RigConfig;
import reins.contract.config.RosConfig;
import reins.controller.loop.Rehearsal;
import reins.controller.port.Port;
import reins.controller.rt.Check;
import reins.controller.rt.Machine;
import reins.controller.rt.RealtimeRights;

/**
 * What has to be true before a rig is armed, said aloud either way.
 *
 * <p>Threads: the process's main thread.
 */
final class Preflight {
  private static final Logger LOG = LogManager.getLogger(Preflight.class);

  /** As long as libfranka's test listens; a start has less patience than a person who asks. */
  private static final double LINK_REPORT_s = 10;

  private static final double LINK_START_s = 2;

  private final RigConfig.Resolved config;
  private final RigConfig.ControlConfig control;
  private final boolean enforced;
  private RealtimeRights tried;

  Preflight(RigConfig.Resolved config) {
    this.config = config;
    control = config.rig().control();
    enforced = control.rt().equals("enforce");
  }

  /** Errors: {@link Refusal} where the rig may not be armed. */
  void check() throws InterruptedException, IOException {
    if (enforced) LOG.info("rt: enforce");
    else LOG.warn("rt: ignore: this run has no real-time guarantee, and every state says so");
    if (armed().failed()) throw new Refusal(armed().found() + ": " + armed().advice());
    try (RealtimeRights rights = tryRights()) {
      LOG.info("real-time rights: {}", rights.line());
      require(rights);
    }
    Check driver = driver();
    if (driver.verdict() == Check.Verdict.WARN) LOG.warn(driver.sentence());
    refuseOrWarn(rehearsal());
  }

  /** Whether the robot is heard well enough, where the rig enforces it. */
  void checkLink(Port port) {
    if (enforced) refuseOrWarn(link(port, LINK_START_s));
  }

  private void refuseOrWarn(Check check) {
    if (check.failed() && enforced) throw new Refusal("rt: enforce, but " + check.sentence());
    if (check.verdict() == Check.Verdict.PASS) LOG.info(check.sentence());
    else LOG.warn(check.sentence());
  }

  /** Everything that can be said without a robot, in the order in which arming needs it. */
  List<Check> report() throws InterruptedException, IOException {
    List<Check> checks = new ArrayList<>(Machine.look().checks(control.cpu()));
    try (RealtimeRights rights = tryRights()) {
      checks.addAll(rights.checks());
    }
    checks.add(driver());
    checks.add(rehearsal());
    checks.add(armed());
    return checks;
  }

  /** The rest of the report. Reads the port for a while. */
  Check reportLink(Port port) {
    return link(port, LINK_REPORT_s);
  }

  private Check link(Port port, double seconds) {
    return new LinkTest(port, config.robot().n(), control.periodNs()).run(seconds);
  }

  /** Asked for on a thread of its own, so that this one does not keep them. */
  private RealtimeRights tryRights() throws InterruptedException {
    Thread.ofPlatform().name("preflight").start(() -> tried = RealtimeRights.claim(control)).join();
    return tried;
  }

  /** What becomes of the arm when this process is killed. */
  private Check driver() {
    return config.rig().ros().arm() instanceof RosConfig.UrVelocity
        ? Check.warn(
            "driver",
            "ur_velocity keeps the last speed when this process is killed",
            "ur_position stands still")
        : Check.pass("driver", "stands still where nothing more is said");
  }

  private Check armed() {
    String rig = "rig " + config.rig().name();
    return config.rig().armed()
        ? Check.pass("armed", rig + ": armed is true")
        : Check.fail("armed", rig + ": armed is false", "a person has to set it");
  }

  /** Errors: {@link Refusal} where the rig enforces what the machine refused. */
  void require(RealtimeRights rights) {
    if (enforced && !rights.complete())
      throw new Refusal("rt: enforce, but refused: " + String.join(", ", rights.refused()));
  }

  /** Whether states have to say that nobody guarantees their times. */
  boolean degraded(RealtimeRights rights) {
    return !enforced || !rights.complete();
  }

  /** Errors: {@link Refusal} where the loop allocates, whatever the rig enforces. */
  private Check rehearsal() throws InterruptedException, IOException {
    PortRehearsal.run(config);
    Rehearsal.Result result = Rehearsal.run(config);
    if (result.bytes() > 0)
      throw new Refusal("the loop allocated in rehearsal: expected 0 bytes, got " + result.bytes());
    return result.inBudget()
        ? Check.pass("rehearsal", result.line())
        : Check.fail("rehearsal", result.line(), "the loop is over its budget");
  }

  /** Whether a rig with these checks would be armed. */
  boolean wouldArm(List<Check> checks) {
    return !armed().failed() && (!enforced || checks.stream().noneMatch(Check::failed));
  }
}
