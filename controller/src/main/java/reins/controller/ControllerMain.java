package reins.controller;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import reins.contract.config.ArmsConfig;
import reins.contract.config.ConfigException;
import reins.contract.config.FlightRigConfig;

/** {@code ./reins controller}: the real-time process of a rig, an arm's or a vehicle's. */
@Command(
    name = "controller",
    mixinStandardHelpOptions = true,
    description =
        "Runs the real-time loop between a policy process and a robot: an arm or a quadrotor.",
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {"0:done", "1:failed", "2:bad input", "3:refused to arm"},
    subcommands = BlackBoxCommand.class)
public final class ControllerMain implements Callable<Integer> {
  private static final Logger LOG = LogManager.getLogger(ControllerMain.class);
  private static final int DONE = 0;
  private static final int FAILED = 1;
  private static final int BAD_INPUT = 2;
  private static final int REFUSED = 3;

  /** An arm fades within half a second; a vehicle has to come down first. */
  private static final int STOP_WITHIN_s = 60;

  @Option(names = "--rig", description = "the rig's YAML file (required)")
  private Path rig;

  @Option(
      names = "--preflight",
      description =
          "report what speaks for and against arming, and arm nothing (exit code 3: would not)")
  private boolean preflight;

  @Option(names = "--json", description = "append the last line to this file, as JSON")
  private Path json;

  @Spec private CommandSpec spec;

  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile int code = FAILED;

  /** Runs the process. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new ControllerMain()).execute(args));
  }

  @Override
  public Integer call() {
    // Not marked as required: the subcommands do without.
    if (rig == null)
      throw new CommandLine.ParameterException(
          spec.commandLine(), "Missing required option: '--rig=<rig>'");
    code = run();
    ended.countDown();
    return code;
  }

  private int run() {
    try {
      Session session = new Session(robots(), json);
      if (preflight) return session.report() ? DONE : REFUSED;
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(session), "stop"));
      session.run();
      return DONE;
    } catch (ConfigException e) {
      LOG.error(e.getMessage());
      return BAD_INPUT;
    } catch (Refusal e) {
      LOG.error("refused to arm: {}", e.getMessage());
      return REFUSED;
    } catch (Exception e) {
      LOG.error("failed: {}", e.getMessage(), e);
      return FAILED;
    }
  }

  private Robots robots() {
    if (!FlightRigConfig.is(rig)) return new ArmRobots(ArmsConfig.load(rig));
    return new FlightRobot(FlightRigConfig.load(rig));
  }

  /** A signal: the main thread takes everything down while this one keeps the JVM alive. */
  private void stop(Session session) {
    if (ended.getCount() == 0) return;
    session.stop();
    try {
      if (!ended.await(STOP_WITHIN_s, TimeUnit.SECONDS)) LOG.error("did not stop in time");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(code);
  }
}
