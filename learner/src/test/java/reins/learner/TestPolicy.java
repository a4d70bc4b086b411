package reins.learner;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.Map;
import java.util.random.RandomGenerator;

/** A published policy in ONNX Runtime, as an actor would run it. */
public final class TestPolicy implements AutoCloseable {
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private OrtSession session;

  /** Runs this file from now on. */
  public void swap(byte[] onnx) {
    try {
      close();
      OrtSession.SessionOptions options = new OrtSession.SessionOptions();
      options.setIntraOpNumThreads(1);
      session = environment.createSession(onnx, options);
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  /** mu and std of some observations: [0] mu [B][A], [1] std [B][A]. */
  public float[][][] run(float[][] obs) {
    try (OnnxTensor input = OnnxTensor.createTensor(environment, obs);
        OrtSession.Result result = session.run(Map.of("obs", input))) {
      return new float[][][] {
        (float[][]) result.get("mu").orElseThrow().getValue(),
        (float[][]) result.get("std").orElseThrow().getValue()
      };
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What the file says about itself. */
  public Map<String, String> metadata() {
    try {
      return session.getMetadata().getCustomMetadata();
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  /** tanh(mu). */
  public float[] act(float[] obs) {
    float[] mu = run(new float[][] {obs})[0][0];
    for (int i = 0; i < mu.length; i++) mu[i] = (float) Math.tanh(mu[i]);
    return mu;
  }

  /** tanh(mu + std eps). */
  public float[] draw(float[] obs, RandomGenerator random) {
    float[][][] out = run(new float[][] {obs});
    float[] action = out[0][0];
    for (int i = 0; i < action.length; i++)
      action[i] = (float) Math.tanh(action[i] + out[1][0][i] * random.nextGaussian());
    return action;
  }

  @Override
  public void close() {
    try {
      if (session != null) session.close();
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }
}
