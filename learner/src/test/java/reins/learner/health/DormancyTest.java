package reins.learner.health;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reins.learner.backend.MlpShape;
import reins.learner.replay.SeededRandom;

class DormancyTest {
  private static final int WIDTH = 20;

  /** Units that give 1 whatever they see, and units that give 0. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldCountTheUnitsThatDoNothing(boolean layerNorm) {
    MlpShape shape = new MlpShape(3, new int[] {WIDTH, WIDTH}, 1, layerNorm);
    SeededRandom random = new SeededRandom(5);
    float[] theta = shape.initial(random);
    float[] x = new float[50 * 3];
    for (int i = 0; i < x.length; i++) x[i] = (float) random.nextGaussian();
    for (int l = 0; l < 2; l++) for (int j = 0; j < WIDTH; j++) set(shape, theta, l, j, 1);
    assertEquals(0, Dormancy.share(shape, theta, x));
    for (int j = 0; j < 5; j++) set(shape, theta, 0, j, -100);
    for (int j = 0; j < 3; j++) set(shape, theta, 1, j, -100);
    assertEquals(8 / 40.0, Dormancy.share(shape, theta, x));
    for (int j = 0; j < WIDTH; j++) set(shape, theta, 1, j, -100);
    assertEquals(25 / 40.0, Dormancy.share(shape, theta, x));
  }

  /** Makes a unit active for every input, or for none. */
  private static void set(MlpShape shape, float[] theta, int layer, int unit, float level) {
    if (shape.layerNorm()) {
      theta[shape.gamma(layer) + unit] = 0;
      theta[shape.beta(layer) + unit] = level;
    } else {
      int in = shape.fanIn(layer);
      for (int i = 0; i < in; i++) theta[shape.weight(layer) + unit * in + i] = 0;
      theta[shape.bias(layer) + unit] = level;
    }
  }
}
