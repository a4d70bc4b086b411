package reins.sim.processes;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * Simulated robot, controller, learner and policy process of a rig, started in the order in which
 * they need each other and kept running: one that dies is started again.
 *
 * <p>Threads: one owner.
 */
final class Stack implements AutoCloseable {
  private static final Logger LOG = LogManager.getLogger(Stack.class);

  /** Exit codes that starting again does not cure: bad input, refused to arm. */
  private static final int BAD_INPUT = 2;

  private static final int REFUSED = 3;
  private static final int FAILED = 1;

  /** Starts of one process after which something is wrong with it. */
  private static final int STARTS_MAX = 10;

  private final List<Child> children = new ArrayList<>();
  private final Child sim;
  private final Child learner;
  private final Child controller;
  private final Child policy;

  /**
   * The processes of a run, still to be started.
   *
   * @param role what the policy process is asked beyond rig, run and seed
   */
  Stack(
      Path root,
      Path rig,
      Path runs,
      String run,
      long seed,
      int learnerThreads,
      List<String> role) {
    Path folder = runs.resolve(run);
    String launcher = root.resolve("reins").toString();
    String rigFile = rig.toString();
    sim = child("sim", folder, launcher, "sim", "--rig", rigFile);
    learner =
        child(
            "learner",
            folder,
            launcher,
            "learner",
            "--rig",
            rigFile,
            "--run",
            run,
            "--runs",
            runs.toString(),
            "--seed",
            Long.toString(seed),
            "--threads",
            Integer.toString(learnerThreads));
    controller =
        child(
            "controller",
            folder,
            launcher,
            "controller",
            "--rig",
            rigFile,
            "--json",
            folder.resolve("controller.jsonl").toString());
    List<String> acts =
        new ArrayList<>(
            List.of(
                launcher,
                "policy",
                "--rig",
                rigFile,
                "--run",
                run,
                "--seed",
                Long.toString(seed),
                "--spool",
                folder.resolve("spool").toString(),
                "--json",
                folder.resolve("policy.jsonl").toString()));
    acts.addAll(role);
    policy = child("policy", folder, acts.toArray(String[]::new));
  }

  private Child child(String name, Path folder, String... command) {
    Child child = new Child(name, List.of(command), folder.resolve("logs").resolve(name + ".log"));
    children.add(child);
    return child;
  }

  /** Starts all four. They wait for each other by themselves. */
  void start() {
    children.forEach(Child::start);
  }

  /** Starts again whoever died. Errors: {@link ChildFailed} where that would not help. */
  void keepRunning() {
    for (Child child : children) {
      if (child.alive()) continue;
      int code = child.exitCode();
      if (code == BAD_INPUT || code == REFUSED || child.starts() >= STARTS_MAX)
        throw new ChildFailed(code, child.name() + ": " + child.lastWords());
      LOG.warn("{} ended with code {}: starting it again", child.name(), code);
      child.start();
    }
  }

  /** Whether the policy process still runs. Errors: {@link ChildFailed} where another ended. */
  boolean acts() {
    for (Child child : children)
      if (child != policy && !child.alive())
        throw new ChildFailed(FAILED, child.name() + ": " + child.lastWords());
    return policy.alive();
  }

  Child learner() {
    return learner;
  }

  Child policy() {
    return policy;
  }

  /** Starts of all processes beyond the first of each. */
  int restarts() {
    return children.stream().mapToInt(c -> Math.max(0, c.starts() - 1)).sum();
  }

  /** The policy first, so that everything it recorded reaches the learner; the robot last. */
  void stop() {
    for (Child child : List.of(policy, learner, controller, sim))
      if (!child.stop()) LOG.warn("{} did not end by itself and was killed", child.name());
  }

  @Override
  public void close() {
    stop();
  }
}
