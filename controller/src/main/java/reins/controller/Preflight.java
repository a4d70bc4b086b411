package reins.controller;

import java.io.IOException;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import reins.contract.config.RigConfig;
import reins.controller.loop.Rehearsal;
import reins.controller.rt.RealtimeRights;

/**
 * What has to be true before a rig is armed, said aloud either way.
 *
 * <p>Threads: the process's main thread.
 */
final class Preflight {
  private static final Logger LOG = LogManager.getLogger(Preflight.class);

  private final RigConfig.Resolved config;
  private final boolean enforced;
  private RealtimeRights tried;

  Preflight(RigConfig.Resolved config) {
    this.config = config;
    enforced = config.rig().control().rt().equals("enforce");
  }

  /** Errors: {@link Refusal} where the rig may not be armed. */
  void check() throws InterruptedException, IOException {
    if (enforced) LOG.info("rt: enforce");
    else LOG.warn("rt: ignore: this run has no real-time guarantee, and every state says so");
    if (!config.rig().armed())
      throw new Refusal("rig " + config.rig().name() + ": armed is false: a person has to set it");
    rights();
    rehearsal();
  }

  /** Asked for on a thread of its own, so that this one does not keep them. */
  private void rights() throws InterruptedException, IOException {
    Thread.ofPlatform()
        .name("preflight")
        .start(() -> tried = RealtimeRights.claim(config.rig().control()))
        .join();
    try (RealtimeRights rights = tried) {
      LOG.info("real-time rights: {}", rights.line());
      require(rights);
    }
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

  private void rehearsal() throws InterruptedException, IOException {
    PortRehearsal.run(config);
    Rehearsal.Result result = Rehearsal.run(config);
    LOG.info(result.line());
    if (result.bytes() > 0)
      throw new Refusal("the loop allocated in rehearsal: expected 0 bytes, got " + result.bytes());
    if (result.inBudget()) return;
    String slow = "the loop is over its budget: " + result.line();
    if (enforced) throw new Refusal(slow);
    LOG.warn(slow);
  }
}
