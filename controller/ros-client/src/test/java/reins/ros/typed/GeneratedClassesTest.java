package reins.ros.typed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reins.ros.master.Master;
import reins.ros.message.MessageCatalog;
import reins.ros.message.MessageCodec;
import reins.ros.message.MessageType;
import reins.ros.node.NodeConfiguration;
import reins.ros.node.NodeMain;
import reins.ros.node.NodeMainExecutor;

/** Classes of every shipped definition, compiled, and a rosjava program that uses some. */
class GeneratedClassesTest {
  private static final MessageCatalog CATALOG = MessageCatalog.standard();
  private static final String PROGRAM = "LampProgram";

  @TempDir static Path folder;
  private static final Set<String> messages = new HashSet<>();
  private static URLClassLoader classes;

  @BeforeAll
  static void generateAndCompile() throws Exception {
    Map<String, String> texts = new TreeMap<>();
    for (String name : definitions("msg")) texts.putAll(ClassText.of(CATALOG.get(name)));
    for (String name : definitions("srv")) texts.putAll(ClassText.of(CATALOG.getService(name)));
    for (Map.Entry<String, String> text : texts.entrySet())
      if (text.getValue().contains("extends reins.ros.typed.Message")) messages.add(text.getKey());
    try (InputStream in = GeneratedClassesTest.class.getResourceAsStream(PROGRAM + ".java.txt")) {
      texts.put(PROGRAM, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
    compile(texts);
    classes = new URLClassLoader(new URL[] {folder.toUri().toURL()});
  }

  private static List<String> definitions(String kind) throws Exception {
    Path root = Path.of(CATALOG.getClass().getResource("/reins/ros/" + kind).toURI());
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> root.relativize(file).toString().replace("." + kind, ""))
          .toList();
    }
  }

  private static void compile(Map<String, String> texts) {
    List<JavaFileObject> sources = new ArrayList<>();
    texts.forEach((name, text) -> sources.add(new Source(name, text)));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter complaints = new StringWriter();
    List<String> options =
        List.of(
            "-d",
            folder.toString(),
            "-cp",
            System.getProperty("java.class.path"),
            "-Xlint:-options");
    assertTrue(
        compiler.getTask(complaints, null, null, options, null, sources).call(),
        complaints::toString);
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String name, String text) {
      super(URI.create("string:///" + name + ".java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreErrors) {
      return text;
    }
  }

  private static MessageClass<?> generated(String name) throws ReflectiveOperationException {
    Class<?> type = classes.loadClass(name.replace('/', '.'));
    return (MessageClass<?>) type.getField("_TYPE").get(null);
  }

  @Test
  void shouldReadAndWriteEveryFieldOfEveryMessage() throws Exception {
    int fields = 0;
    for (String name : messages) {
      Message message = generated(name).newMessage(CATALOG);
      for (Method getter : message.getClass().getInterfaces()[0].getDeclaredMethods()) {
        if (!getter.getName().startsWith("get")) continue;
        Class<?> kind = getter.getReturnType();
        Method setter = setter(message, getter);
        Object wanted = kind.isPrimitive() ? sample(kind) : getter.invoke(message);
        setter.invoke(message, wanted);
        if (!kind.isArray()) assertEquals(wanted, getter.invoke(message), name + " " + getter);
        fields++;
      }
      assertEquals(message, there(message, generated(name)), name);
    }
    assertTrue(messages.size() > 200 && fields > 800, messages.size() + " messages, " + fields);
  }

  private static Method setter(Message message, Method getter) throws ReflectiveOperationException {
    return message
        .getClass()
        .getInterfaces()[0]
        .getMethod(getter.getName().replaceFirst("get", "set"), getter.getReturnType());
  }

  /** Below zero, so that unsigned ones wrap. */
  private static Object sample(Class<?> kind) {
    if (kind == boolean.class) return true;
    if (kind == byte.class) return (byte) -1;
    if (kind == short.class) return (short) -2;
    if (kind == int.class) return -3;
    if (kind == long.class) return -4L;
    return kind == float.class ? (Object) 0.5f : 0.25;
  }

  /** What arrives of a message. */
  private static <T extends Message> Message there(Message message, MessageClass<T> type) {
    MessageCodec<T> codec = type.codec(CATALOG);
    T sent = type.type().cast(message);
    ByteBuffer wire = ByteBuffer.allocate(codec.size(sent)).order(ByteOrder.LITTLE_ENDIAN);
    codec.encode(sent, wire);
    return codec.decode(wire.flip());
  }

  @Test
  void shouldHaveConstantsAndArrays() throws Exception {
    Class<?> goal = classes.loadClass("actionlib_msgs.GoalStatus");
    assertEquals((byte) 3, goal.getField("SUCCEEDED").get(null));
    Message image = generated("sensor_msgs/Image").newMessage(CATALOG);
    image.getClass().getMethod("setData", byte[].class).invoke(image, new byte[] {1, -1});
    assertArrayEquals(new byte[] {1, -1}, image.toRawMessage().getBytes("data"));
  }

  @Test
  void shouldRefuseADefinitionThatIsNotItsOwn() throws Exception {
    MessageType known = CATALOG.get("std_msgs/String");
    Class<? extends Message> type = generated(known.name()).type();
    MessageClass<?> stale = new MessageClass<>(type, known.name(), "0".repeat(32));
    String said =
        assertThrows(IllegalArgumentException.class, () -> stale.codec(CATALOG)).getMessage();
    assertTrue(said.contains("0000") && said.contains(known.md5()), said);
  }

  @Test
  void shouldRunARosjavaProgram() throws Exception {
    BlockingQueue<String> events = new LinkedBlockingQueue<>();
    NodeMainExecutor executor = NodeMainExecutor.newDefault();
    try (Master master = Master.start("localhost", 0)) {
      NodeMain program =
          (NodeMain)
              classes.loadClass(PROGRAM).getConstructor(BlockingQueue.class).newInstance(events);
      executor.execute(program, NodeConfiguration.newPrivate(master.uri()));
      Set<String> seen = new HashSet<>();
      for (int i = 0; i < 3; i++) seen.add(events.poll(20, TimeUnit.SECONDS));
      assertEquals(Set.of("heard on", "table -1 0.5", "lit true"), seen);
    } finally {
      executor.shutdown();
    }
  }
}
