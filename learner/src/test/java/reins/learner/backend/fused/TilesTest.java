package reins.learner.backend.fused;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Both products beside plain loops in doubles, of sizes that fill tiles and of such that do not.
 */
final class TilesTest {
  private static final int AT = 3; // where everything begins
  private static final float OUTSIDE = 7;

  private final Random random = new Random(1);

  @ParameterizedTest
  @CsvSource({
    "1, 5, 64",
    "3, 32, 128",
    "4, 27, 32",
    "5, 64, 32",
    "121, 32, 64",
    "10, 31, 128",
    "9, 31, 96",
    "7, 4, 33"
  })
  void shouldMultiply(int m, int k, int n) {
    float[] x = numbers(m * k), w = numbers(k * n), y = filled(m * n, OUTSIDE);
    Tiles.times(x, AT, k, m, panels(w, k, n), AT, n, y, AT);
    for (int i = 0; i < m; i++)
      for (int j = 0; j < n; j++) {
        double sum = 0;
        for (int p = 0; p < k; p++) sum += (double) x[AT + i * k + p] * w[AT + p * n + j];
        assertEquals(sum, y[AT + i * n + j], 1e-5, i + ", " + j);
      }
    outsideStays(y, m * n);
  }

  @ParameterizedTest
  @CsvSource({"1, 4, 64", "121, 32, 64", "10, 64, 128", "9, 31, 128", "7, 8, 32", "6, 3, 5"})
  void shouldAddTransposed(int m, int k, int n) {
    float[] x = numbers(m * k), z = numbers(m * n), y = filled(k * n, OUTSIDE);
    Arrays.fill(y, AT, AT + k * n, 2f);
    Tiles.addTransposedTimes(x, AT, k, m, z, AT, n, y, AT);
    for (int i = 0; i < k; i++)
      for (int j = 0; j < n; j++) {
        double sum = 2;
        for (int p = 0; p < m; p++) sum += (double) x[AT + p * k + i] * z[AT + p * n + j];
        assertEquals(sum, y[AT + i * n + j], 1e-5, i + ", " + j);
      }
    outsideStays(y, k * n);
  }

  private float[] numbers(int count) {
    float[] numbers = filled(count, OUTSIDE);
    for (int i = 0; i < count; i++) numbers[AT + i] = random.nextFloat() - 0.5f;
    return numbers;
  }

  private static float[] filled(int count, float value) {
    float[] numbers = new float[AT + count + 1];
    Arrays.fill(numbers, value);
    return numbers;
  }

  private static float[] panels(float[] w, int k, int n) {
    float[] panels = w.clone();
    int panel = Tiles.panel(n);
    for (int p = 0; p < k; p++)
      for (int j = 0; j < n; j++)
        panels[AT + (j / panel * k + p) * panel + j % panel] = w[AT + p * n + j];
    return panels;
  }

  private static void outsideStays(float[] y, int count) {
    for (int i = 0; i < AT; i++) assertEquals(OUTSIDE, y[i]);
    assertEquals(OUTSIDE, y[AT + count]);
  }
}
