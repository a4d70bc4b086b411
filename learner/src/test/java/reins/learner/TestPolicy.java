package reins.learner;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.random.RandomGenerator;
import reins.contract.config.CameraTerm;

/** A published policy in ONNX Runtime, as an actor would run it. */
public final class TestPolicy implements AutoCloseable {
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final CameraTerm camera;
  private OrtSession session;

  /** Of a task without cameras. */
  public TestPolicy() {
    this(null);
  }

  /** Of a task with this camera. */
  public TestPolicy(CameraTerm camera) {
    this.camera = camera;
  }

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
    return run(obs, null);
  }

  /** The same with what the camera saw. */
  public float[][][] run(float[][] obs, byte[][] pictures) {
    try (OnnxTensor input = OnnxTensor.createTensor(environment, obs);
        OnnxTensor image = pictures == null ? null : images(pictures);
        OrtSession.Result result =
            session.run(
                image == null ? Map.of("obs", input) : Map.of("obs", input, "image", image))) {
      return new float[][][] {
        (float[][]) result.get("mu").orElseThrow().getValue(),
        (float[][]) result.get("std").orElseThrow().getValue()
      };
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  private OnnxTensor images(byte[][] pictures) throws OrtException {
    float[] scale = camera.scale();
    FloatBuffer scaled = FloatBuffer.allocate(pictures.length * camera.numbers());
    for (byte[] picture : pictures) for (byte b : picture) scaled.put(scale[b & 255]);
    long[] shape = {pictures.length, camera.height(), camera.width(), CameraTerm.CHANNELS};
    return OnnxTensor.createTensor(environment, scaled.flip(), shape);
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
    return act(obs, null);
  }

  /** The same with what the camera saw. */
  public float[] act(float[] obs, byte[] picture) {
    float[] mu = run(new float[][] {obs}, row(picture))[0][0];
    for (int i = 0; i < mu.length; i++) mu[i] = (float) Math.tanh(mu[i]);
    return mu;
  }

  /** tanh(mu + std eps). */
  public float[] draw(float[] obs, RandomGenerator random) {
    return draw(obs, null, random);
  }

  /** The same with what the camera saw. */
  public float[] draw(float[] obs, byte[] picture, RandomGenerator random) {
    float[][][] out = run(new float[][] {obs}, row(picture));
    float[] action = out[0][0];
    for (int i = 0; i < action.length; i++)
      action[i] = (float) Math.tanh(action[i] + out[1][0][i] * random.nextGaussian());
    return action;
  }

  private static byte[][] row(byte[] picture) {
    return picture == null ? null : new byte[][] {picture};
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
