package reins.learner.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reins.learner.backend.Persistent;
import reins.learner.export.PublishedPolicy;

class RunFolderTest {
  @TempDir Path folder;

  /** A state of a few numbers. */
  private static final class Numbers implements Persistent {
    private final float[] values;

    Numbers(float... values) {
      this.values = values;
    }

    @Override
    public void save(DataOutput out) throws IOException {
      Persistent.write(out, values);
    }

    @Override
    public void load(DataInput in) throws IOException {
      Persistent.read(in, values, "values");
    }
  }

  @Test
  void shouldKeepTheNewestPoliciesOnly() throws IOException {
    RunFolder run = RunFolder.open(folder);
    assertEquals(0, run.newestPolicy());
    for (long version = 8; version <= 15; version++)
      run.keep(new PublishedPolicy(version, new byte[] {(byte) version}));
    assertEquals(15, run.newestPolicy());
    try (var files = Files.list(folder.resolve("policies"))) {
      assertEquals(5, files.count());
    }
    assertArrayEquals(
        new byte[] {11}, Files.readAllBytes(folder.resolve("policies").resolve("11.onnx")));
  }

  @Test
  void shouldReadBackACheckpoint() {
    CheckpointFile file = new CheckpointFile(RunFolder.open(folder));
    Numbers read = new Numbers(0, 0);
    assertFalse(file.load(read));
    file.save(new Numbers(1, 2));
    file.save(new Numbers(3, 4));
    assertTrue(file.load(read));
    assertArrayEquals(new float[] {3, 4}, read.values);
  }

  @Test
  void shouldRefuseDamagedAndForeignCheckpointsInOneLine() throws IOException {
    CheckpointFile file = new CheckpointFile(RunFolder.open(folder));
    file.save(new Numbers(1, 2));
    assertRefused(file, new Numbers(0, 0, 0), "expected 3 numbers, found 2");
    Path path = folder.resolve("checkpoint.bin");
    byte[] bytes = Files.readAllBytes(path);
    bytes[bytes.length - 1] ^= 1;
    Files.write(path, bytes);
    assertRefused(file, new Numbers(0, 0), "checksum");
    Files.write(path, new byte[] {1, 2, 3});
    assertRefused(file, new Numbers(0, 0), "not a checkpoint");
  }

  private static void assertRefused(CheckpointFile file, Numbers into, String words) {
    var e = assertThrows(IllegalArgumentException.class, () -> file.load(into));
    assertTrue(e.getMessage().contains(words), e.getMessage());
    assertTrue(e.getMessage().contains("checkpoint.bin"), e.getMessage());
  }

  @Test
  void shouldKeepNothingWithoutAFolder() {
    RunFolder run = RunFolder.open(null);
    PublishedPolicy policy = new PublishedPolicy(1, new byte[1]);
    assertEquals(policy, run.keep(policy));
    assertEquals(0, run.newestPolicy());
    assertFalse(new CheckpointFile(run).load(new Numbers(1)));
  }
}
