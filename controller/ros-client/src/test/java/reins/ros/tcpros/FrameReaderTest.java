package reins.ros.tcpros;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class FrameReaderTest {
  @Property(tries = 200)
  void shouldCutMessagesHoweverTheyArrive(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    List<byte[]> sent = new ArrayList<>();
    for (int i = random.nextInt(12); i >= 0; i--) {
      byte[] body = new byte[random.nextInt(4) == 0 ? random.nextInt(60_000) : random.nextInt(200)];
      random.nextBytes(body);
      sent.add(body);
    }
    List<byte[]> received = new ArrayList<>();
    FrameReader reader = new FrameReader(60_000, 60_000);
    Trickle wire = new Trickle(frames(sent), random);
    while (reader.read(wire, body -> received.add(bytes(body))))
      ;
    assertEquals(sent.size(), received.size());
    for (int i = 0; i < sent.size(); i++) assertArrayEquals(sent.get(i), received.get(i));
  }

  @Test
  void shouldSkipAndCountWhatDoesNotFit() throws IOException {
    FrameReader reader = new FrameReader(100, 100_000);
    List<byte[]> received = new ArrayList<>();
    Trickle wire =
        new Trickle(
            frames(List.of(new byte[] {1}, new byte[90_000], new byte[] {2})), new Random(1));
    while (reader.read(wire, body -> received.add(bytes(body))))
      ;
    assertEquals(1, reader.skipped());
    assertArrayEquals(new byte[] {2}, received.get(1));
    assertEquals(2, received.size());
  }

  @Test
  void shouldEndTheConnectionOnALyingLength() {
    for (int lie : new int[] {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 1001}) {
      ByteBuffer wire = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putInt(0, lie);
      FrameReader reader = new FrameReader(1000, 1000);
      IOException refused =
          assertThrows(IOException.class, () -> reader.read(new Trickle(wire, null), body -> {}));
      assertTrue(refused.getMessage().contains(lie + " bytes, at most 1000"));
    }
  }

  private static byte[] bytes(ByteBuffer body) {
    byte[] bytes = new byte[body.remaining()];
    body.get(bytes);
    return bytes;
  }

  private static ByteBuffer frames(List<byte[]> bodies) {
    int size = bodies.stream().mapToInt(body -> 4 + body.length).sum();
    ByteBuffer wire = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    bodies.forEach(body -> wire.putInt(body.length).put(body));
    return wire.flip();
  }

  /** Gives out bytes in pieces of random size; all at once without a random source. */
  private record Trickle(ByteBuffer bytes, Random random) implements ReadableByteChannel {
    @Override
    public int read(ByteBuffer out) {
      if (!bytes.hasRemaining()) return -1;
      int most = Math.min(bytes.remaining(), out.remaining());
      int count =
          random == null
              ? most
              : Math.min(
                  most, random.nextInt(8) == 0 ? 1 + random.nextInt(5) : 1 + random.nextInt(9000));
      out.put(bytes.slice(bytes.position(), count));
      bytes.position(bytes.position() + count);
      return count;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }
}
