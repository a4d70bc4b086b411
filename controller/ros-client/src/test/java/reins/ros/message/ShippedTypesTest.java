package reins.ros.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ShippedTypesTest {
  private static final Path ROOT = Path.of("src/main/resources/reins/ros");

  static List<String> names(String kind) {
    Path root = ROOT.resolve(kind);
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> root.relativize(file).toString().replace("." + kind, ""))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Every message, those within services and actions too. */
  static List<String> messages() {
    List<String> all = new ArrayList<>(names("msg"));
    for (String service : names("srv")) {
      all.add(service + "Request");
      all.add(service + "Response");
    }
    for (String action : names("action"))
      for (String part : List.of("Goal", "Result", "Feedback")) {
        all.add(action + part);
        all.add(action + "Action" + part);
      }
    return all;
  }

  @Test
  void shouldHaveTheSumsOfTheReferenceTable() throws IOException {
    MessageCatalog catalog = MessageCatalog.standard();
    String table =
        new String(
            ShippedTypesTest.class.getResourceAsStream("sums.txt").readAllBytes(),
            StandardCharsets.UTF_8);
    List<String> services = names("srv");
    List<String> ours = new ArrayList<>();
    for (String line : table.strip().split("\n")) {
      String name = line.split(" ")[0];
      String md5 =
          services.contains(name) ? catalog.getService(name).md5() : catalog.get(name).md5();
      ours.add(name + " " + md5);
    }
    assertEquals(table.strip(), String.join("\n", ours));
  }

  @Test
  void shouldReadBackWhatHeadersCarry() {
    for (String name : messages()) {
      MessageType type = MessageCatalog.standard().get(name);
      assertEquals(type.md5(), MessageCatalog.parse(name, type.fullText()).md5(), name);
    }
  }

  @Property(tries = 5)
  void shouldComeBackFromTheWire(@ForAll long seed) {
    for (String name : messages()) {
      MessageType type = MessageCatalog.standard().get(name);
      DynamicCodec codec = new DynamicCodec(type);
      DynamicMessage message = DynamicCodecTest.fill(new DynamicMessage(type), new Random(seed));
      assertEquals(message, codec.decode(DynamicCodecTest.encode(codec, message)), name);
    }
  }

  @Property(tries = 5)
  void shouldReadOrRefuseWhateverComes(@ForAll long seed) {
    Random random = new Random(seed);
    for (String name : messages()) shouldReadOrRefuse(name, random);
  }

  private static void shouldReadOrRefuse(String name, Random random) {
    MessageType type = MessageCatalog.standard().get(name);
    DynamicCodec codec = new DynamicCodec(type);
    byte[] wire =
        DynamicCodecTest.encode(codec, DynamicCodecTest.fill(new DynamicMessage(type), random))
            .array();
    if (wire.length == 0) return;
    for (int i = 0; i < 3; i++) wire[random.nextInt(wire.length)] = (byte) random.nextInt();
    byte[] cut = Arrays.copyOf(wire, random.nextInt(wire.length + 1));
    try {
      codec.decode(ByteBuffer.wrap(cut).order(ByteOrder.LITTLE_ENDIAN));
    } catch (WireFormatException refused) {
      assertTrue(refused.getMessage().contains("bytes"), refused.getMessage());
    }
  }

  @Test
  void shouldRefuseDefinitionsThatMakeMuchOfLittle() {
    String line = "=".repeat(80) + "\n";
    StringBuilder bomb = new StringBuilder("A1 a\nA1 b\n");
    for (int i = 1; i < 30; i++)
      bomb.append(line)
          .append("MSG: x/A" + i + "\n")
          .append("A" + (i + 1) + " a\nA" + (i + 1) + " b\n");
    bomb.append(line).append("MSG: x/A30\n");
    assertTrue(refusal("x/A0", bomb.toString()).contains("fields in all"));
    assertTrue(
        refusal("x/A", "B[] many\n" + line + "MSG: x/B\nC[1000] c\n" + line + "MSG: x/C\n")
            .contains("elements of 0 bytes"));
    StringBuilder deep = new StringBuilder("A1 a\n");
    for (int i = 1; i < 100; i++)
      deep.append(line).append("MSG: x/A" + i + "\n").append("A" + (i + 1) + " a\n");
    assertTrue(refusal("x/A0", deep.toString()).contains("nested deeper"));
    assertTrue(refusal("x/A", "float64[2000000000] a\n").contains("takes at least"));
  }

  private static String refusal(String name, String text) {
    return assertThrows(IllegalArgumentException.class, () -> MessageCatalog.parse(name, text))
        .getMessage();
  }

  @Test
  void shouldReadWhatPeopleTypeAndShowWhatTheyRead() {
    DynamicMessage log = new DynamicMessage(MessageCatalog.standard().get("rosgraph_msgs/Log"));
    MessageText.fill(
        log,
        java.util.Map.of(
            "msg",
            "a \"word\"",
            "level",
            2,
            "topics",
            List.of("/a"),
            "header",
            java.util.Map.of("stamp", java.util.Map.of("secs", 5, "nsecs", 6))));
    String text = MessageText.format(log);
    assertTrue(text.contains("msg: \"a \\\"word\\\"\"\n"), text);
    assertTrue(text.contains("  stamp: {secs: 5, nsecs: 6}\n"), text);
    assertTrue(text.contains("topics: [\"/a\"]\n"), text);
  }
}
