package reins.learner.algo;

import java.io.DataInput;
import java.io.DataOutput;
import reins.contract.config.Task;
import reins.learner.backend.Engine;
import reins.learner.backend.Network;
import reins.learner.backend.NetworkSpec;
import reins.learner.replay.Batch;
import reins.learner.replay.Diet;
import reins.learner.replay.Intake;

/** An algorithm that no other file knows of: what a new package has to bring. */
public final class StandStill implements Algorithm {
  /** Its settings. */
  public record Settings(int patience) {}

  @Override
  public String name() {
    return "stand_still";
  }

  @Override
  public Recipe recipe(Task task) {
    Settings settings = task.learning().algorithm().over(new Settings(1));
    return new Recipe(
        Intake::correctionsOnline,
        Diet.online(task.learning()),
        NetworkSpec.of(task).actorOnly(),
        (engine, seed) -> new Still(engine, settings.patience));
  }

  private static final class Still implements Agent {
    private final Engine engine;
    private final int patience;
    private long updates;

    Still(Engine engine, int patience) {
      this.engine = engine;
      this.patience = patience;
    }

    @Override
    public UpdateStats update(Batch[] batches) {
      updates += patience;
      return new UpdateStats(updates, java.util.Map.of());
    }

    @Override
    public long updates() {
      return updates;
    }

    @Override
    public Network actor() {
      return engine.actor();
    }

    @Override
    public void save(DataOutput out) {}

    @Override
    public void load(DataInput in) {}

    @Override
    public void close() {
      engine.close();
    }
  }
}
