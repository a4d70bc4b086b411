package reins.ros.tcpros;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import reins.ros.message.WireFormatException;

class ConnectionHeaderTest {
  @Property(tries = 200)
  void shouldReadBackWhatItWrites(
      @ForAll @Size(max = 8) Map<@AlphaChars @NotEmpty String, @AlphaChars String> fields) {
    ConnectionHeader header = new ConnectionHeader();
    fields.forEach(header::put);
    ByteBuffer wire = header.encode();
    assertEquals(wire.remaining() - 4, wire.getInt());
    assertEquals(header.toString(), ConnectionHeader.decode(wire).toString());
  }

  @Property(tries = 500)
  void shouldRefuseGarbageWithoutAnyOtherError(@ForAll @Size(max = 40) byte[] bytes) {
    try {
      ConnectionHeader.decode(ByteBuffer.wrap(bytes));
    } catch (WireFormatException refused) {
      assertEquals("connection header", refused.getMessage().substring(0, 17));
    }
  }

  @Test
  void shouldRefuseALengthBeyondTheBytes() {
    ByteBuffer wire =
        ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putInt(0, Integer.MAX_VALUE);
    assertThrows(WireFormatException.class, () -> ConnectionHeader.decode(wire));
    assertThrows(WireFormatException.class, () -> ConnectionHeader.checkedLength(-1));
    assertThrows(
        WireFormatException.class,
        () -> ConnectionHeader.checkedLength(ConnectionHeader.MAX_BYTES + 1));
  }
}
