package reins.learner.algo;

import java.io.DataInput;
import java.io.DataOutput;
import java.util.Optional;
import reins.learner.backend.CriticEnsemble;
import reins.learner.backend.ImageEncoder;
import reins.learner.backend.Network;
import reins.learner.replay.Batch;

/** Measured numbers and nothing else. */
public record Measured() implements Sight {
  @Override
  public Batch now(Batch batch) {
    return batch;
  }

  @Override
  public Batch nowAndNext(Batch batch) {
    return batch;
  }

  @Override
  public float[] slowNext(Batch seen) {
    return seen.nextObs();
  }

  @Override
  public double fit(CriticEnsemble critics, Batch seen, float[] y) {
    return critics.fit(seen.obs(), seen.action(), y);
  }

  @Override
  public void step(Network network, float[] dOut) {
    network.step(dOut);
  }

  @Override
  public void follow() {}

  @Override
  public float[] plain(float[] obs, byte[] images) {
    return obs;
  }

  @Override
  public Optional<ImageEncoder> encoder() {
    return Optional.empty();
  }

  @Override
  public void save(DataOutput out) {}

  @Override
  public void load(DataInput in) {}
}
