package reins.sim.report;

import java.nio.file.Files;
import java.nio.file.Path;
import reins.contract.config.ConfigException;

/** Names of run folders: never one that holds another run. */
public final class RunNames {
  private RunNames() {}

  /**
   * The folder of a new run.
   *
   * <p>Errors: {@link ConfigException} where the wanted one exists.
   *
   * @param wanted null: the fallback, or the first free {@code fallback-N}
   */
  public static Path folder(Path runs, String wanted, String fallback) {
    if (wanted != null) {
      Path folder = runs.resolve(wanted);
      if (Files.exists(folder))
        throw new ConfigException(
            "--name: " + folder + " holds a run already: choose another name or remove it");
      return folder;
    }
    Path folder = runs.resolve(fallback);
    for (int i = 2; Files.exists(folder); i++) folder = runs.resolve(fallback + "-" + i);
    return folder;
  }
}
