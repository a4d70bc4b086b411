package reins.ros.name;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GraphNameTest {
  @ParameterizedTest
  @CsvSource({
    "/lab/arm, joints, /lab/joints",
    "/lab/arm, /joints, /joints",
    "/lab/arm, ~joints, /lab/arm/joints",
    "/lab/arm, a//b/, /lab/a/b",
    "/arm, joints, /joints",
    "/arm, ~/gains, /arm/gains",
  })
  void shouldResolveAsRosDoes(String node, String name, String expected) {
    assertEquals(expected, new NameResolver(GraphName.of(node), Map.of()).resolve(name).toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"1a", "a b", "a~b", "/_a", "a-b", "~~a", "ä"})
  void shouldRefuseWhatIsNoName(String name) {
    assertThrows(IllegalArgumentException.class, () -> GraphName.of(name));
  }

  @Test
  void shouldRemapAfterResolving() {
    RosArguments arguments =
        RosArguments.parse(
            "joints:=/left/joints",
            "~gains:=soft",
            "__name:=left",
            "_rate:=100",
            "--verbose",
            "/in:=out");
    NameResolver resolver = new NameResolver(GraphName.of("/lab/left"), arguments.remappings());
    assertEquals("/left/joints", resolver.resolve("joints").toString());
    assertEquals("/left/joints", resolver.resolve("/lab/joints").toString());
    assertEquals("/lab/soft", resolver.resolve("~gains").toString());
    assertEquals("/lab/out", resolver.resolve("/in").toString());
    assertEquals(Map.of("name", "left"), arguments.special());
    assertEquals(Map.of("rate", "100"), arguments.privateParameters());
    assertEquals(List.of("--verbose"), arguments.rest());
  }

  @Test
  void shouldTakeNamesApart() {
    GraphName name = GraphName.of("/lab/arm/joints");
    assertEquals("/lab/arm", name.getParent().toString());
    assertEquals("joints", name.getBasename().toString());
    assertEquals("/", GraphName.of("/lab").getParent().toString());
    assertTrue(GraphName.of("lab/arm").isRelative());
    assertTrue(GraphName.newAnonymous("echo").toString().startsWith("echo_"));
  }
}
