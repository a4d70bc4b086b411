package reins.learner.backend.fused;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LaggedParametersTest {
  private static final int LENGTH = 37; // no whole number of vectors
  private static final float TAU = 0.01f;
  private final SplittableRandom random = new SplittableRandom(1);

  @Test
  void shouldFollowAsIfItHadBeenAtOnce() {
    float[] initial = numbers();
    Parameters prompt = new Parameters(initial.clone(), 1e-2);
    LaggedParameters late = new LaggedParameters(initial.clone(), 1e-2, TAU);
    float[] slow = initial.clone();
    for (int k = 0; k < 20; k++) {
      float[] grad = numbers();
      prompt.step(grad);
      late.step(grad);
      for (int follows = 0; follows < k % 3; follows++) { // none, one, two in a row
        prompt.pull(slow, TAU);
        late.follow();
      }
      if (k % 4 == 0) assertArrayEquals(slow, late.slow()); // mostly nobody looks
    }
    assertArrayEquals(prompt.theta, late.theta);
    assertArrayEquals(slow, late.slow());
  }

  @Test
  void shouldSaveWhatIsOwed() throws IOException {
    LaggedParameters saved = new LaggedParameters(numbers(), 1e-2, TAU);
    saved.step(numbers());
    saved.follow();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    saved.save(new DataOutputStream(bytes));
    LaggedParameters loaded = new LaggedParameters(numbers(), 1e-2, TAU);
    loaded.step(numbers());
    loaded.follow(); // forgotten

    loaded.load(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));

    float[] grad = numbers();
    saved.step(grad);
    loaded.step(grad);
    assertArrayEquals(saved.theta, loaded.theta);
    assertArrayEquals(saved.slow(), loaded.slow());
  }

  private float[] numbers() {
    float[] values = new float[LENGTH];
    for (int i = 0; i < LENGTH; i++) values[i] = (float) random.nextGaussian();
    return values;
  }
}
