package reins.sim;

import java.io.UncheckedIOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import reins.contract.config.ConfigException;
import reins.sim.bench.BenchCommand;
import reins.sim.bench.rt.CannotMeasure;
import reins.sim.data.DataCommand;
import reins.sim.data.RecordCommand;
import reins.sim.demo.DemoCommand;
import reins.sim.doctor.DoctorCommand;
import reins.sim.evaluate.EvalCommand;
import reins.sim.experiment.ExperimentCommand;
import reins.sim.mujoco.MujocoMissing;
import reins.sim.processes.ChildFailed;
import reins.sim.report.Interruption;
import reins.sim.robot.RobotCommand;

/** The bench's command line; {@code ./reins} calls it. */
@Command(
    name = "reins",
    mixinStandardHelpOptions = true,
    subcommands = {
      DemoCommand.class,
      RobotCommand.class,
      EvalCommand.class,
      BenchCommand.class,
      ExperimentCommand.class,
      RecordCommand.class,
      DataCommand.class,
      DoctorCommand.class
    })
public final class SimMain {
  private static final int FAILED = 1;
  private static final int BAD_INPUT = 2;

  private SimMain() {}

  /** Runs a subcommand; exit codes as DESIGN says: 0 done, 1 failed, 2 bad input. */
  public static void main(String[] args) {
    CommandLine line = new CommandLine(new SimMain()).setCaseInsensitiveEnumValuesAllowed(true);
    line.setExecutionExceptionHandler(
        (e, command, parsed) -> {
          if (e instanceof ChildFailed failed) {
            System.err.println("reins: " + failed.getMessage());
            return failed.exitCode();
          }
          boolean input =
              e instanceof ConfigException
                  || e instanceof IllegalArgumentException
                  || e instanceof MujocoMissing
                  || e instanceof CannotMeasure;
          if (input || e instanceof UncheckedIOException)
            System.err.println("reins: " + e.getMessage());
          else e.printStackTrace();
          return input ? BAD_INPUT : FAILED;
        });
    Interruption.leave(line.execute(args));
  }
}
