package reins.ros.message;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Where definition texts come from: a user's folders, then this client's own, then the parts of
 * service and action files.
 *
 * <p>Threads: immutable.
 */
final class DefinitionFiles {
  private static final String[] ACTION_PARTS = {"Goal", "Result", "Feedback"};

  private final List<Path> folders;

  DefinitionFiles(List<Path> folders) {
    this.folders = folders;
  }

  /**
   * The text that defines a message, or null: its own file, or the part of an action or service
   * that it is.
   */
  String message(String name) {
    String own = file(name, "msg");
    if (own != null) return own;
    String ofAction = ofAction(name);
    return ofAction != null ? ofAction : ofService(name);
  }

  /** The two halves of a service, or null. */
  String[] service(String name) {
    String text = file(name, "srv");
    return text == null ? null : parts(name + ".srv", text, 2);
  }

  private String ofService(String name) {
    if (name.endsWith("Request")) {
      String[] halves = service(without(name, "Request"));
      return halves == null ? null : halves[0];
    }
    if (name.endsWith("Response")) {
      String[] halves = service(without(name, "Response"));
      return halves == null ? null : halves[1];
    }
    return null;
  }

  private String ofAction(String name) {
    for (int i = 0; i < ACTION_PARTS.length; i++) {
      String part = ACTION_PARTS[i];
      if (name.endsWith("Action" + part)) {
        String stem = without(name, "Action" + part);
        if (action(stem) != null) return envelope(simple(stem) + part, part);
      } else if (name.endsWith(part)) {
        String[] parts = action(without(name, part));
        if (parts != null) return parts[i];
      }
    }
    return null;
  }

  // What an action server and its client really exchange: a header, whose goal it is, and the part
  // itself.
  private static String envelope(String inner, String part) {
    String about =
        part.equals("Goal") ? "actionlib_msgs/GoalID goal_id" : "actionlib_msgs/GoalStatus status";
    return "Header header\n"
        + about
        + "\n"
        + inner
        + " "
        + part.toLowerCase(java.util.Locale.ROOT)
        + "\n";
  }

  private String[] action(String name) {
    String text = file(name, "action");
    return text == null ? null : parts(name + ".action", text, 3);
  }

  private static String without(String name, String suffix) {
    return name.substring(0, name.length() - suffix.length());
  }

  private static String simple(String name) {
    return name.substring(name.indexOf('/') + 1);
  }

  private static String[] parts(String file, String text, int count) {
    String[] parts = text.split("(?m)^---[ \t\r]*$\n?", -1);
    if (parts.length != count)
      throw new IllegalArgumentException(
          file + ": expected " + count + " parts between lines of ---, found " + parts.length);
    return parts;
  }

  private String file(String name, String kind) {
    int slash = name.indexOf('/');
    if (slash <= 0
        || slash != name.lastIndexOf('/')
        || slash == name.length() - 1
        || name.contains(".."))
      throw new IllegalArgumentException("type " + name + ": expected PACKAGE/NAME");
    String packageName = name.substring(0, slash);
    String file = name.substring(slash + 1) + "." + kind;
    try {
      for (Path folder : folders)
        for (Path candidate :
            List.of(folder.resolve(packageName, kind, file), folder.resolve(packageName, file)))
          if (Files.isRegularFile(candidate)) return Files.readString(candidate);
      try (InputStream in =
          DefinitionFiles.class.getResourceAsStream(
              "/reins/ros/" + kind + "/" + name + "." + kind)) {
        return in == null ? null : new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("type " + name + ": its definition cannot be read", e);
    }
  }

  @Override
  public String toString() {
    return "among the standard ones" + (folders.isEmpty() ? "" : " or in " + folders);
  }
}
