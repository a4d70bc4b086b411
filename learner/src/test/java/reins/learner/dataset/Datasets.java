package reins.learner.dataset;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import reins.contract.data.Transition;
import reins.contract.exchange.Source;
import reins.learner.Transitions;

/** Datasets for tests. */
public final class Datasets {
  private Datasets() {}

  /** Two episodes of three steps in a new folder. */
  public static Path write(Path folder, int obsDim, int actionDim, String fingerprint) {
    List<List<Transition>> episodes = new ArrayList<>();
    for (int e = 0; e < 2; e++) {
      List<Transition> steps = new ArrayList<>();
      for (int i = 0; i < 3; i++)
        steps.add(Transitions.of(obsDim, actionDim, 0.1f * i, 1, i == 2, Source.PERSON, true));
      episodes.add(steps);
    }
    LeRobotWriter.write(
        folder,
        new Dataset(
            "test",
            "panda",
            fingerprint,
            10,
            Dataset.numbered("state", obsDim),
            Dataset.numbered("action", actionDim),
            episodes));
    return folder;
  }
}
