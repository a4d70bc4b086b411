package reins.ros.message;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Every message that this process knows, read from definition files when first asked for.
 *
 * <p>A folder of a user's own holds {@code PACKAGE/msg/NAME.msg} or {@code PACKAGE/NAME.msg}; what
 * it does not have is looked up among the definitions that come with this client.
 *
 * <p>Threads: any.
 */
public final class MessageCatalog {
  private static final MessageCatalog STANDARD = new MessageCatalog(List.of());

  private final List<Path> folders;
  private final Map<String, MessageType> types = new HashMap<>();

  private MessageCatalog(List<Path> folders) {
    this.folders = folders;
  }

  /** The definitions that come with this client. */
  public static MessageCatalog standard() {
    return STANDARD;
  }

  /** The definitions in these folders, the first that has one wins, then the standard ones. */
  public static MessageCatalog of(Path... folders) {
    return new MessageCatalog(List.of(folders));
  }

  /**
   * The message of this name.
   *
   * <p>Errors: a missing or malformed definition is named, with the file's line.
   */
  public synchronized MessageType get(String name) {
    return resolve(name, new LinkedHashSet<>());
  }

  private MessageType resolve(String name, Set<String> open) {
    MessageType known = types.get(name);
    if (known != null) return known;
    if (!open.add(name))
      throw new IllegalArgumentException("message " + name + " contains itself: " + open);
    Definition definition = Definition.parse(name, read(name));
    List<Field> fields = new ArrayList<>();
    for (Definition.Declaration declaration : definition.fields())
      fields.add(field(name, declaration, open));
    open.remove(name);
    MessageType type = new MessageType(definition, fields);
    types.put(name, type);
    return type;
  }

  private Field field(String owner, Definition.Declaration declaration, Set<String> open) {
    String declared = declaration.type();
    int bracket = declared.indexOf('[');
    String element = bracket < 0 ? declared : declared.substring(0, bracket);
    int length = Field.SINGLE;
    if (bracket >= 0) {
      String digits = declared.substring(bracket + 1, declared.length() - 1);
      length = digits.isEmpty() ? Field.ANY_LENGTH : Integer.parseInt(digits);
    }
    Primitive primitive = Primitive.of(element);
    ElementType type = primitive != null ? primitive : resolve(fullName(owner, element), open);
    return new Field(declaration.name(), declared, type, length);
  }

  // A bare name is a neighbour in the owner's package, save Header, which is always the standard
  // one.
  private static String fullName(String owner, String element) {
    if (element.indexOf('/') >= 0) return element;
    if (element.equals("Header")) return "std_msgs/Header";
    return owner.substring(0, owner.indexOf('/') + 1) + element;
  }

  private String read(String name) {
    int slash = name.indexOf('/');
    if (slash <= 0 || slash != name.lastIndexOf('/') || name.contains(".."))
      throw new IllegalArgumentException("message type " + name + ": expected PACKAGE/NAME");
    String packageName = name.substring(0, slash);
    String file = name.substring(slash + 1) + ".msg";
    try {
      for (Path folder : folders)
        for (Path candidate :
            List.of(folder.resolve(packageName, "msg", file), folder.resolve(packageName, file)))
          if (Files.isRegularFile(candidate)) return Files.readString(candidate);
      try (InputStream in =
          MessageCatalog.class.getResourceAsStream("/reins/ros/msg/" + name + ".msg")) {
        if (in != null) return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("message type " + name + ": its definition cannot be read", e);
    }
    throw new IllegalArgumentException(
        "message type "
            + name
            + ": no definition among the standard ones"
            + (folders.isEmpty() ? "" : " or in " + folders));
  }
}
