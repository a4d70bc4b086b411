package reins.controller.rt;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.StringEntry;
import java.lang.management.ManagementFactory;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * The words in all loaded classes, known to the JVM before a loop is armed.
 *
 * <p>Before the optimizing compiler takes a class's first method, the thread whose call was one too
 * many resolves every string constant of that class, used or not, and allocates those that nobody
 * has interned: an armed loop would allocate the words of exceptions that it never throws.
 *
 * <p>Threads: any, one at a time.
 *
 * <p>Source: OpenJDK, CompileBroker::compile_method (resolve_string_constants).
 */
public final class StringConstants {
  /** One line of the hierarchy: "| |--sun.nio.ch.SocketChannelImpl/null". */
  private static final Pattern CLASS = Pattern.compile("^[|\\- ]*([\\w.$]+)/", Pattern.MULTILINE);

  /** Interned strings live as long as somebody holds them. */
  private static final Set<String> HELD = new HashSet<>();

  private StringConstants() {}

  /** Interns those of the classes loaded until now. Returns how many there are. */
  public static synchronized int intern() {
    Matcher name = CLASS.matcher(hierarchy());
    Set<String> seen = new HashSet<>();
    while (name.find()) if (seen.add(name.group(1))) intern(name.group(1));
    return HELD.size();
  }

  private static String hierarchy() {
    try {
      ObjectName commands = new ObjectName("com.sun.management:type=DiagnosticCommand");
      String[] withInterfaces = {"-i"};
      return (String)
          ManagementFactory.getPlatformMBeanServer()
              .invoke(
                  commands,
                  "vmClassHierarchy",
                  new Object[] {withInterfaces},
                  new String[] {String[].class.getName()});
    } catch (JMException e) {
      throw new IllegalStateException("the JVM does not name its classes: " + e.getMessage(), e);
    }
  }

  private static void intern(String className) {
    String file = className.replace('.', '/') + ".class";
    try (InputStream bytes = ClassLoader.getSystemResourceAsStream(file)) {
      if (bytes == null) return; // made while running: it has no file
      for (PoolEntry entry : ClassFile.of().parse(bytes.readAllBytes()).constantPool())
        if (entry instanceof StringEntry text) HELD.add(text.stringValue().intern());
    } catch (IOException e) {
      throw new IllegalStateException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }
}
