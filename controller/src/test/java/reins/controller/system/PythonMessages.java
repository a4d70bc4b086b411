package reins.controller.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import reins.ros.message.Field;
import reins.ros.message.MessageCatalog;
import reins.ros.message.MessageType;
import reins.ros.message.ServiceType;

/** Python classes for the messages that Debian does not have, made from our definitions. */
final class PythonMessages {
  private static final String SEPARATOR = "=".repeat(80);

  private final Path folder;
  private final Map<String, String> sums = new TreeMap<>();

  private PythonMessages(Path folder) {
    this.folder = folder;
  }

  /** Makes them under {@code folder/python}, and checks that the sums are the same there. */
  static Path make(Path folder, List<String> messages, List<String> services) throws Exception {
    PythonMessages made = new PythonMessages(folder);
    for (String name : messages) made.define(MessageCatalog.standard().get(name));
    for (String name : services) made.defineService(name);
    Path python = Files.createDirectories(folder.resolve("python"));
    Path script = Script.copy(folder, "make_messages.py");
    Script.run(folder, List.of(script.toString(), folder + "/definitions", python.toString()));
    made.checkSums(python);
    return python;
  }

  private void define(MessageType type) throws IOException {
    String name = type.name();
    String pack = name.substring(0, name.indexOf('/'));
    if (Files.isDirectory(Path.of("/usr/share", pack, "msg"))) return;
    if (sums.putIfAbsent(name.replace("/", ".msg."), type.md5()) != null) return;
    write(name, "msg", own(type));
    for (Field field : type.fields())
      if (field.element() instanceof MessageType nested) define(nested);
  }

  private void defineService(String name) throws IOException {
    ServiceType service = MessageCatalog.standard().getService(name);
    for (MessageType half : List.of(service.request(), service.response()))
      for (Field field : half.fields())
        if (field.element() instanceof MessageType nested) define(nested);
    write(name, "srv", own(service.request()) + "\n---\n" + own(service.response()));
    sums.put(name.replace("/", ".srv."), service.md5());
  }

  private static String own(MessageType type) {
    return type.fullText().split("(?m)^" + SEPARATOR, 2)[0];
  }

  private void write(String name, String kind, String text) throws IOException {
    int slash = name.indexOf('/');
    Path file =
        folder
            .resolve("definitions")
            .resolve(name.substring(0, slash))
            .resolve(kind)
            .resolve(name.substring(slash + 1) + "." + kind);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private void checkSums(Path python) throws Exception {
    StringBuilder code = new StringBuilder("import sys; sys.path.insert(0, '" + python + "')\n");
    StringBuilder expected = new StringBuilder();
    sums.forEach(
        (name, md5) -> {
          int dot = name.lastIndexOf('.');
          String module = name.substring(0, dot), simple = name.substring(dot + 1);
          code.append("from %s import %s\nprint(%s._md5sum)\n".formatted(module, simple, simple));
          expected.append(md5).append('\n');
        });
    Path file = Files.writeString(folder.resolve("sums.py"), code);
    assertEquals(expected.toString(), Script.run(folder, List.of(file.toString())));
  }
}
