package reins.learner.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.CodedInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reins.learner.algo.UpdateStats;

class EventFileTest {
  @TempDir Path folder;

  @Test
  void shouldMaskChecksumsAsTensorflowDoes() {
    // RFC 3720, B.4: 32 bytes of zeros have CRC32C 8a9136aa
    int crc = 0x8a9136aa;
    int expected = ((crc >>> 15) | (crc << 17)) + 0xa282ead8;
    assertEquals(expected, EventFile.maskedCrc(new byte[32], 0, 32));
  }

  @Test
  void shouldFrameEventsThatProtobufReads() throws IOException {
    Path file = folder.resolve("events");
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("critic_loss", 0.25);
    values.put("entropy", -1.5);
    try (EventFile events = new EventFile(file, 12.5)) {
      events.scalars(13.5, 300, values);
    }
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    CodedInputStream version = CodedInputStream.newInstance(record(bytes));
    assertEquals(1 << 3 | 1, version.readTag());
    assertEquals(12.5, version.readDouble());
    assertEquals(3 << 3 | 2, version.readTag());
    assertEquals("brain.Event:2", version.readString());

    CodedInputStream event = CodedInputStream.newInstance(record(bytes));
    assertEquals(1 << 3 | 1, event.readTag());
    assertEquals(13.5, event.readDouble());
    assertEquals(2 << 3, event.readTag());
    assertEquals(300, event.readInt64());
    assertEquals(5 << 3 | 2, event.readTag());
    CodedInputStream summary = CodedInputStream.newInstance(event.readByteArray());
    for (var expected : values.entrySet()) {
      assertEquals(1 << 3 | 2, summary.readTag());
      CodedInputStream value = CodedInputStream.newInstance(summary.readByteArray());
      assertEquals(1 << 3 | 2, value.readTag());
      assertEquals(expected.getKey(), value.readString());
      assertEquals(2 << 3 | 5, value.readTag());
      assertEquals(expected.getValue(), value.readFloat());
    }
    assertTrue(event.isAtEnd());
    assertEquals(0, bytes.remaining());
  }

  private static byte[] record(ByteBuffer file) {
    int start = file.position();
    byte[] event = new byte[(int) file.getLong()];
    assertEquals(EventFile.maskedCrc(file.array(), start, 8), file.getInt());
    file.get(event);
    assertEquals(EventFile.maskedCrc(event, 0, event.length), file.getInt());
    return event;
  }

  @Test
  void shouldWriteMetricsForPeopleAndForTensorboard() throws IOException {
    RunFolder run = RunFolder.open(folder);
    try (Metrics metrics = new Metrics(run)) {
      for (int i = 1; i <= 60; i++)
        metrics.log(new UpdateStats(4L * i, Map.of("critic_loss", 0.5)));
      assertEquals(240, metrics.latest().updates());
    }
    var lines = Files.readAllLines(folder.resolve("metrics.jsonl"), StandardCharsets.UTF_8);
    assertEquals(2, lines.size());
    assertTrue(lines.getFirst().contains("\"updates\":104,\"critic_loss\":0.5"), lines.getFirst());
  }
}
