package reins.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each package imports only those below it. */
class PackagesTest {
  private static final String ROOT = "reins/controller";

  /** Bottom to top; the root package, which starts the process, comes last. */
  private static final List<String> LAYERS =
      List.of(
          "/model",
          "/rt",
          "/port",
          "/law",
          "/motion",
          "/estimate",
          "/safety/barrier",
          "/safety",
          "/quad",
          "/quad/port",
          "/loop",
          "/plot",
          "");

  @Test
  void shouldImportDownwardsOnly() throws Exception {
    Path classes =
        Path.of(ControllerMain.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Set<String> wrong = new TreeSet<>();
    try (Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList())
        check(classes.relativize(file).toString(), Files.readAllBytes(file), wrong);
    }
    assertEquals(Set.of(), wrong);
  }

  private static void check(String name, byte[] bytes, Set<String> wrong) throws IOException {
    int from = layer(name);
    assertTrue(from >= 0, name + " is in no known package");
    for (PoolEntry entry : ClassFile.of().parse(bytes).constantPool()) {
      if (!(entry instanceof ClassEntry used)) continue;
      String other = used.asInternalName();
      if (other.startsWith(ROOT + "/") && layer(other) > from) wrong.add(name + " uses " + other);
    }
  }

  private static int layer(String name) {
    return LAYERS.indexOf(name.substring(ROOT.length(), name.lastIndexOf('/')));
  }
}
