package reins.policy;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import reins.contract.config.ConfigException;
import reins.contract.config.Workplace;
import reins.policy.cockpit.Access;
import reins.policy.human.LinkLoss;

/** {@code ./reins policy}: the process that runs policies and the person's part on a rig. */
@Command(
    name = "policy",
    mixinStandardHelpOptions = true,
    description = "Runs policy, person, episodes and recording between a controller and a learner.",
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {"0:done", "1:failed", "2:bad input"})
public final class PolicyMain implements Callable<Integer> {
  private static final Logger LOG = LogManager.getLogger(PolicyMain.class);
  private static final int DONE = 0;
  private static final int FAILED = 1;
  private static final int BAD_INPUT = 2;
  private static final int STOP_WITHIN_s = 10;

  /** Who plays the person. */
  enum Operator {
    /** The task's scripted operator: demonstrations first, then corrections. */
    scripted,
    /** Nobody: the policy alone, from the first one that the learner publishes. */
    none
  }

  @Option(names = "--rig", required = true, description = "the rig's YAML file")
  private Path rig;

  @Option(names = "--run", required = true, description = "name of the run: runs/NAME")
  private String run;

  @Option(names = "--seed", defaultValue = "1", description = "of starts, exploration, operator")
  private long seed;

  @Option(names = "--operator", defaultValue = "scripted", description = "${COMPLETION-CANDIDATES}")
  private Operator operator;

  @Option(
      names = "--evaluate",
      description =
          "episodes to run with --policy alone, then end; one in which somebody at the page takes over counts as not solved")
  private int evaluate;

  @Option(names = "--policy", description = "the ONNX file to evaluate")
  private Path policy;

  @Option(names = "--spool", description = "folder of unsent transitions (runs/NAME/spool)")
  private Path spool;

  @Option(names = "--json", description = "append the last line to this file, as JSON")
  private Path json;

  @Option(
      names = "--cockpit",
      paramLabel = "PORT|off",
      description = "the operator's page, on loopback (default: 8090)")
  private String cockpit;

  @Option(
      names = "--cockpit-bind",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description = "where the page is reached; beyond loopback needs the next two")
  private String bind;

  @Option(
      names = "--cockpit-certificate",
      paramLabel = "PEM",
      description = "private key and certificates; pages use the names in them")
  private Path certificate;

  @Option(
      names = "--cockpit-token",
      paramLabel = "FILE",
      description = "a line that pages have to know: https://NAME:PORT/?token=LINE")
  private Path token;

  @Option(
      names = "--link-lost",
      description =
          "what follows a page or device that dies driving: ${COMPLETION-CANDIDATES} (default: as the rig says)")
  private LinkLoss linkLost;

  @Option(
      names = "--device",
      paramLabel = "NAME",
      description = "a device that a person holds: a file of hardware-configs/devices; repeatable")
  private List<String> devices = List.of();

  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile int code = FAILED;

  /** Runs the process. */
  public static void main(String[] args) {
    System.exit(
        new CommandLine(new PolicyMain())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setParameterExceptionHandler(PolicyMain::complain)
            .execute(args));
  }

  /** One line instead of the whole usage. */
  private static int complain(CommandLine.ParameterException e, String[] args) {
    LOG.error("{}; see policy --help", e.getMessage());
    return BAD_INPUT;
  }

  @Override
  public Integer call() {
    code = run();
    ended.countDown();
    return code;
  }

  private int run() {
    try {
      Session session = new Session(Workplace.load(rig), options());
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(session), "stop"));
      session.run();
      return DONE;
    } catch (ConfigException e) {
      LOG.error(e.getMessage());
      return BAD_INPUT;
    } catch (Exception e) {
      LOG.error("failed: {}", e.getMessage(), e);
      return FAILED;
    }
  }

  private Session.Options options() {
    if ((policy == null) != (evaluate <= 0))
      throw new ConfigException("--evaluate and --policy: expected both or neither");
    if (evaluate > 0 && !devices.isEmpty())
      throw new ConfigException(
          "--device: expected without --evaluate, which the page alone may stop");
    Path folder = spool == null ? Path.of("runs", run, "spool") : spool;
    boolean scripted = operator == Operator.scripted;
    return new Session.Options(
        seed,
        scripted,
        evaluate,
        policy,
        folder,
        json,
        door(),
        new Session.HeldDevices(rig, devices, linkLost),
        null);
  }

  private Session.CockpitDoor door() {
    if ("off".equals(cockpit)) return Session.CockpitDoor.SHUT;
    Access access = Access.from(bind, certificate, token);
    if (cockpit == null) return new Session.CockpitDoor(Session.CockpitDoor.PORT, false, access);
    return new Session.CockpitDoor(port(cockpit), true, access);
  }

  private static int port(String port) {
    if (!port.matches("\\d{1,5}") || Integer.parseInt(port) > 65_535)
      throw new ConfigException("--cockpit " + port + ": expected a port, or off");
    return Integer.parseInt(port);
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
