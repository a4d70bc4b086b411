package reins.learner.dataset;

import io.jhdf.HdfFile;
import io.jhdf.exceptions.HdfException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import reins.contract.data.Transition;
import reins.contract.exchange.Source;

/**
 * Reads a D4RL file: HDF5 with {@code observations}, {@code actions}, {@code rewards}, {@code
 * terminals} and, where there are, {@code timeouts} and {@code next_observations}.
 *
 * <p>An episode ends at a terminal step or a time-out; a step that is neither, and whose next
 * observation nobody wrote, has that of the row after it. A time-out whose next observation nobody
 * wrote is left out: its value would be its own.
 *
 * <p>Source: Farama-Foundation/D4RL, d4rl/offline_env.py.
 */
public final class D4rlFile {
  private D4rlFile() {}

  /** Errors: {@link IllegalArgumentException} with one line that names file and data set. */
  public static Dataset read(Path path, double fps) {
    try (HdfFile file = new HdfFile(path)) {
      float[][] obs = rows(file, "observations");
      float[][] actions = rows(file, "actions");
      float[] rewards = column(file, "rewards");
      float[] terminals = column(file, "terminals");
      float[] timeouts = has(file, "timeouts") ? column(file, "timeouts") : new float[obs.length];
      float[][] next = has(file, "next_observations") ? rows(file, "next_observations") : null;
      for (int n : new int[] {actions.length, rewards.length, terminals.length, timeouts.length})
        if (n != obs.length)
          throw new IllegalArgumentException("expected " + obs.length + " rows, got " + n);
      return new Dataset(
          "imported from " + path.getFileName(),
          "unknown",
          "",
          fps,
          Dataset.numbered("state", obs[0].length),
          Dataset.numbered("action", actions[0].length),
          episodes(obs, actions, rewards, terminals, timeouts, next));
    } catch (HdfException | IllegalArgumentException e) {
      throw new IllegalArgumentException(path + ": " + e.getMessage(), e);
    }
  }

  private static List<List<Transition>> episodes(
      float[][] obs,
      float[][] actions,
      float[] rewards,
      float[] terminals,
      float[] timeouts,
      float[][] next) {
    List<List<Transition>> episodes = new ArrayList<>();
    List<Transition> episode = new ArrayList<>();
    for (int i = 0; i < obs.length; i++) {
      if (next == null && cutShort(terminals, timeouts, i)) continue;
      boolean terminal = terminals[i] != 0;
      boolean end = terminal || cutShort(terminals, timeouts, i);
      if (next == null) end |= cutShort(terminals, timeouts, i + 1);
      float[] then = next != null ? next[i] : terminal ? obs[i] : obs[i + 1];
      episode.add(
          new Transition(
              obs[i],
              actions[i],
              actions[i],
              rewards[i],
              terminal ? 0 : 1,
              end,
              then,
              Source.PERSON,
              0,
              episodes.size(),
              episode.size(),
              true,
              terminal && rewards[i] > 0,
              0,
              false));
      if (!end) continue;
      episodes.add(episode);
      episode = new ArrayList<>();
    }
    return episodes;
  }

  private static boolean cutShort(float[] terminals, float[] timeouts, int i) {
    int last = timeouts.length - 1;
    return i <= last && terminals[i] == 0 && (timeouts[i] != 0 || i == last);
  }

  private static boolean has(HdfFile file, String name) {
    return file.getChildren().containsKey(name);
  }

  private static Object read(HdfFile file, String name) {
    if (!has(file, name))
      throw new IllegalArgumentException("no " + name + ": expected a D4RL file");
    return file.getDatasetByPath(name).getData();
  }

  private static float[][] rows(HdfFile file, String name) {
    float[][] rows =
        switch (read(file, name)) {
          case float[][] f -> f;
          case double[][] d -> {
            float[][] f = new float[d.length][];
            for (int i = 0; i < d.length; i++) f[i] = floats(d[i]);
            yield f;
          }
          default -> throw new IllegalArgumentException(name + ": expected rows of numbers");
        };
    if (rows.length == 0) throw new IllegalArgumentException(name + ": no rows");
    for (float[] row : rows) requireFinite(row, name);
    return rows;
  }

  private static float[] column(HdfFile file, String name) {
    float[] column =
        switch (read(file, name)) {
          case float[] f -> f;
          case double[] d -> floats(d);
          case boolean[] b -> {
            float[] f = new float[b.length];
            for (int i = 0; i < f.length; i++) f[i] = b[i] ? 1 : 0;
            yield f;
          }
          case String[] names -> { // an enumeration, as h5py writes booleans
            float[] f = new float[names.length];
            for (int i = 0; i < f.length; i++) f[i] = names[i].equals("TRUE") ? 1 : 0;
            yield f;
          }
          case byte[] b -> {
            float[] f = new float[b.length];
            for (int i = 0; i < f.length; i++) f[i] = b[i];
            yield f;
          }
          default -> throw new IllegalArgumentException(name + ": expected a column of numbers");
        };
    requireFinite(column, name);
    return column;
  }

  private static float[] floats(double[] d) {
    float[] f = new float[d.length];
    for (int i = 0; i < d.length; i++) f[i] = (float) d[i];
    return f;
  }

  private static void requireFinite(float[] values, String name) {
    for (float value : values)
      if (!Float.isFinite(value))
        throw new IllegalArgumentException(name + ": expected finite numbers");
  }
}
