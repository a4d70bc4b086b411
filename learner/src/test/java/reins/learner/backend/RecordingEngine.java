package reins.learner.backend;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** An engine that keeps what the algorithm handed it. */
public final class RecordingEngine implements Engine {
  public int[] members;
  public float[] y;
  public float[] dOut;
  public int actorIdles;
  public int criticIdles;
  private final Engine engine;

  public RecordingEngine(Engine engine) {
    this.engine = engine;
  }

  @Override
  public Network actor() {
    Network actor = engine.actor();
    return new Network() {
      @Override
      public void forward(float[] obs, float[] out) {
        actor.forward(obs, out);
      }

      @Override
      public void step(float[] gradient, float[] dObs) {
        dOut = gradient.clone();
        actor.step(gradient, dObs);
      }

      @Override
      public void idle() {
        actorIdles++;
        actor.idle();
      }

      @Override
      public float[] parameters() {
        return actor.parameters();
      }

      @Override
      public MlpShape shape() {
        return actor.shape();
      }

      @Override
      public void save(DataOutput out) throws IOException {
        actor.save(out);
      }

      @Override
      public void load(DataInput in) throws IOException {
        actor.load(in);
      }
    };
  }

  @Override
  public CriticEnsemble critics() {
    CriticEnsemble critics = engine.critics();
    return new CriticEnsemble() {
      @Override
      public void targetMin(float[] obs, float[] action, int[] drawn, float[] q) {
        members = drawn.clone();
        critics.targetMin(obs, action, drawn, q);
      }

      @Override
      public double fit(float[] obs, float[] action, float[] targets, float[] dObs) {
        y = targets.clone();
        return critics.fit(obs, action, targets, dObs);
      }

      @Override
      public void follow() {
        critics.follow();
      }

      @Override
      public void meanQ(float[] obs, float[] action, float[] q, float[] dq) {
        critics.meanQ(obs, action, q, dq);
      }

      @Override
      public void minQ(float[] obs, float[] action, float[] q, float[] dq) {
        critics.minQ(obs, action, q, dq);
      }

      @Override
      public void values(float[] obs, float[] action, float[][] q) {
        critics.values(obs, action, q);
      }

      @Override
      public void accumulate(float[] obs, float[] action, float[][] dq) {
        critics.accumulate(obs, action, dq);
      }

      @Override
      public void step() {
        critics.step();
      }

      @Override
      public void idle() {
        criticIdles++;
        critics.idle();
      }

      @Override
      public float[] parameters(int member) {
        return critics.parameters(member);
      }

      @Override
      public MlpShape shape() {
        return critics.shape();
      }

      @Override
      public void save(DataOutput out) throws IOException {
        critics.save(out);
      }

      @Override
      public void load(DataInput in) throws IOException {
        critics.load(in);
      }
    };
  }

  @Override
  public LaggedNetwork network(MlpShape shape, double lr) {
    return engine.network(shape, lr);
  }

  @Override
  public ImageEncoder encoder(ConvShape shape, float[] scale, double lr) {
    return engine.encoder(shape, scale, lr);
  }

  @Override
  public void close() {
    engine.close();
  }
}
