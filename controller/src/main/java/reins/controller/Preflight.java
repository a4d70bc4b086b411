package reins.controller;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import reins.contract.config.RigConfig;
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

  private final String rig;
  private final RigConfig.ControlConfig control;
  private final boolean armed;
  private final Check driver;
  private final Rehearsed rehearsed;
  private final boolean enforced;
  private RealtimeRights tried;

  /** Plays a rig's loop until it is compiled, and measures it. */
  interface Rehearsed {
    /** Errors: {@link Refusal} where the loop allocates, whatever the rig enforces. */
    Check run() throws InterruptedException, IOException;
  }

  /**
   * @param armed whether the rig's file lets it be armed
   * @param driver what becomes of the robot when this process is killed
   */
  Preflight(
      String rig,
      RigConfig.ControlConfig control,
      boolean armed,
      Check driver,
      Rehearsed rehearsed) {
    this.rig = rig;
    this.control = control;
    this.armed = armed;
    this.driver = driver;
    this.rehearsed = rehearsed;
    enforced = control.rt().equals("enforce");
  }

  /** Its thread. */
  RigConfig.ControlConfig control() {
    return control;
  }

  /** Whether it refuses what the machine does not grant. */
  boolean enforced() {
    return enforced;
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
    if (driver.verdict() == Check.Verdict.WARN) LOG.warn(driver.sentence());
    refuseOrWarn(rehearsed.run());
  }

  /** Says what a check found. Errors: {@link Refusal} where it failed and the rig enforces. */
  void refuseOrWarn(Check check) {
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
    checks.add(driver);
    checks.add(rehearsed.run());
    checks.add(armed());
    return checks;
  }

  /** Asked for on a thread of its own, so that this one does not keep them. */
  private RealtimeRights tryRights() throws InterruptedException {
    Thread.ofPlatform().name("preflight").start(() -> tried = RealtimeRights.claim(control)).join();
    return tried;
  }

  private Check armed() {
    String what = "rig " + rig;
    return armed
        ? Check.pass("armed", what + ": armed is true")
        : Check.fail("armed", what + ": armed is false", "a person has to set it");
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

  /** Whether a rig with these checks would be armed. */
  boolean wouldArm(List<Check> checks) {
    return !armed().failed() && (!enforced || checks.stream().noneMatch(Check::failed));
  }
}
