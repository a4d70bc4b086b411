package reins.learner.dataset;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import reins.contract.data.Transition;

/**
 * Datasets made of others: some of their episodes, less of each, several in one. Images and what
 * the person said go along.
 */
public final class Edits {
  private Edits() {}

  /**
   * The episodes of the given numbers, in that order.
   *
   * <p>Errors: {@link IllegalArgumentException} for a number that is none.
   */
  public static Dataset keep(Dataset data, List<Integer> episodes) {
    List<List<Transition>> steps = new ArrayList<>();
    List<List<byte[][]>> pngs = new ArrayList<>();
    Map<Integer, Integer> places = new HashMap<>();
    for (int e : episodes) {
      check(data, e);
      places.put(e, steps.size());
      steps.add(data.episodes().get(e));
      if (seen(data)) pngs.add(data.images().pngs().get(e));
    }
    List<Remark> remarks =
        data.remarks().stream()
            .filter(r -> places.containsKey(r.episode()))
            .map(r -> r.at(places.get(r.episode()), r.step()))
            .toList();
    return with(data, steps, pngs, remarks);
  }

  /**
   * The same with one episode's first and last steps cut off. What then ends early is an episode
   * that was broken off: the future of its last step still counts.
   *
   * <p>Errors: {@link IllegalArgumentException} where nothing would be left.
   *
   * @param from first step that is kept
   * @param to step after the last that is kept
   */
  public static Dataset cut(Dataset data, int episode, int from, int to) {
    check(data, episode);
    int length = data.episodes().get(episode).size();
    if (from < 0 || to > length || from >= to)
      throw new IllegalArgumentException(
          "episode %d: expected steps within 0 to %d, at least one, got %d to %d"
              .formatted(episode, length, from, to));
    List<List<Transition>> steps = new ArrayList<>(data.episodes());
    List<Transition> kept = new ArrayList<>(steps.get(episode).subList(from, to));
    if (to < length) kept.set(kept.size() - 1, kept.getLast().brokenOff());
    steps.set(episode, kept);
    List<List<byte[][]>> pngs = new ArrayList<>(data.images().pngs());
    if (seen(data)) pngs.set(episode, pngs.get(episode).subList(from, to));
    return with(data, steps, pngs, cut(data.remarks(), episode, from, to));
  }

  /**
   * Who had taken over before the first step that is kept, and not let go, has taken over there.
   */
  private static List<Remark> cut(List<Remark> remarks, int episode, int from, int to) {
    Remark held = null;
    List<Remark> kept = new ArrayList<>();
    for (Remark r : remarks) {
      if (r.episode() != episode) kept.add(r);
      else if (r.step() >= from && r.step() < to) kept.add(r.at(episode, r.step() - from));
      else if (r.step() < from) held = r.takesOver() ? r : r.letsGo() ? null : held;
    }
    if (held == null) return kept;
    kept.addFirst(held.at(episode, 0)); // before whatever else is at that step
    kept.sort(Remark.IN_ORDER);
    return kept;
  }

  /** The same with the last number of every action negated: a gripper's that closes at -1. */
  public static Dataset turnLast(Dataset data) {
    List<List<Transition>> steps =
        data.episodes().stream()
            .map(
                e ->
                    e.stream()
                        .map(t -> t.acting(turned(t.action()), turned(t.proposed())))
                        .toList())
            .toList();
    return with(data, steps, data.images().pngs(), data.remarks());
  }

  private static float[] turned(float[] action) {
    float[] copy = action.clone();
    copy[copy.length - 1] = -copy[copy.length - 1];
    return copy;
  }

  /**
   * Several as one, episode after episode.
   *
   * <p>Errors: {@link IllegalArgumentException} with one line where they differ in what makes steps
   * comparable: contract, names, rate, cameras.
   */
  public static Dataset join(List<Dataset> parts) {
    Dataset first = parts.getFirst();
    List<List<Transition>> steps = new ArrayList<>();
    List<List<byte[][]>> pngs = new ArrayList<>();
    List<Remark> remarks = new ArrayList<>();
    for (Dataset part : parts) {
      same("task contract", first.fingerprint(), part.fingerprint());
      same("names of the state", first.stateNames(), part.stateNames());
      same("names of the action", first.actionNames(), part.actionNames());
      same("steps a second", first.fps(), part.fps());
      same("cameras", cameras(first), cameras(part));
      int before = steps.size();
      part.remarks().forEach(r -> remarks.add(r.at(before + r.episode(), r.step())));
      steps.addAll(part.episodes());
      pngs.addAll(part.images().pngs());
    }
    return with(first, steps, pngs, remarks);
  }

  private static String cameras(Dataset data) {
    return data.images().cameras() + " " + data.images().width() + " x " + data.images().height();
  }

  private static void same(String what, Object expected, Object got) {
    if (!expected.equals(got))
      throw new IllegalArgumentException(
          "%s: expected %s as in the first, got %s".formatted(what, expected, got));
  }

  private static void check(Dataset data, int episode) {
    if (episode < 0 || episode >= data.episodes().size())
      throw new IllegalArgumentException(
          "episode %d: expected 0 to %d".formatted(episode, data.episodes().size() - 1));
  }

  private static boolean seen(Dataset data) {
    return !data.images().cameras().isEmpty();
  }

  private static Dataset with(
      Dataset like, List<List<Transition>> steps, List<List<byte[][]>> pngs, List<Remark> remarks) {
    Images i = like.images();
    return new Dataset(
        like.task(),
        like.robot(),
        like.fingerprint(),
        like.fps(),
        like.stateNames(),
        like.actionNames(),
        steps,
        new Images(i.cameras(), i.height(), i.width(), pngs),
        remarks);
  }
}
