package reins.learner.backend.fused;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reins.learner.replay.SeededRandom;

class BlasTest {
  private static final int M = 256, N = 256, K = 256;

  private final SeededRandom random = new SeededRandom(1);
  private final float[] x = drawn(M * K), w = drawn(K * N);

  private float[] drawn(int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) values[i] = 2 * random.nextFloat() - 1;
    return values;
  }

  /**
   * A profiler interrupts threads by signals, which kernels of oneDNN do not stand: see {@link
   * Signals}.
   */
  @Test
  void shouldMultiplyAlikeWhileAProfilerLooks(@TempDir Path folder) throws Exception {
    float[][] alone = products();
    Path file = folder.resolve("profile.jfr");
    try (Recording recording = new Recording()) {
      recording.enable("jdk.NativeMethodSample").withPeriod(Duration.ofMillis(1));
      recording.enable("jdk.ExecutionSample").withPeriod(Duration.ofMillis(1));
      recording.start();
      for (int i = 0; i < 500; i++) {
        float[][] watched = products();
        for (int k = 0; k < alone.length; k++) assertArrayEquals(alone[k], watched[k]);
      }
      recording.stop();
      recording.dump(file);
    }
    assertTrue(Files.size(file) > 0 && !RecordingFile.readAllEvents(file).isEmpty());
  }

  private float[][] products() {
    float[][] y = new float[3][M * N];
    Blas.times(x, 0, K, M, w, 0, N, y[0], 0);
    Blas.transposedTimes(x, K, M, w, N, y[1], 0);
    Blas.timesTransposed(x, 0, K, M, w, 0, N, y[2], 0);
    return y;
  }
}
