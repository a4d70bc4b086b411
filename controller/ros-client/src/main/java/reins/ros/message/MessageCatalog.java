package reins.ros.message;

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
 * <p>A folder of a user's own holds {@code PACKAGE/msg/NAME.msg} or {@code PACKAGE/NAME.msg}, and
 * likewise {@code srv} and {@code action}; what it does not have is looked up among the definitions
 * that come with this client.
 *
 * <p>Threads: any.
 */
public final class MessageCatalog {
  /** Messages within messages; ROS's own stay below ten. */
  public static final int MAX_DEPTH = 32;

  private static final MessageCatalog STANDARD = new MessageCatalog(List.of(), Map.of());

  private final DefinitionFiles files;
  private final Map<String, String> fromPeer;
  private final Map<String, MessageType> types = new HashMap<>();
  private final Map<String, ServiceType> services = new HashMap<>();

  private MessageCatalog(List<Path> folders, Map<String, String> fromPeer) {
    this.files = new DefinitionFiles(folders);
    this.fromPeer = fromPeer;
  }

  /** The definitions that come with this client. */
  public static MessageCatalog standard() {
    return STANDARD;
  }

  /** The definitions in these folders, the first that has one wins, then the standard ones. */
  public static MessageCatalog of(Path... folders) {
    return new MessageCatalog(List.of(folders), Map.of());
  }

  /**
   * The message that a peer or a file describes by its whole text, nested definitions included, as
   * connection headers and bags carry it.
   *
   * <p>Errors: {@link IllegalArgumentException} for a text that is none, that nests deeper than
   * {@link #MAX_DEPTH}, or whose messages would take far more memory than wire.
   */
  public static MessageType parse(String name, String fullText) {
    Map<String, String> texts = new HashMap<>();
    String[] parts = fullText.split("(?m)^={80}[ \t\r]*\n", -1);
    texts.put(name, parts[0]);
    for (int i = 1; i < parts.length; i++) {
      int end = parts[i].indexOf('\n');
      String head = (end < 0 ? parts[i] : parts[i].substring(0, end)).strip();
      if (!head.startsWith("MSG:"))
        throw new IllegalArgumentException(name + ": expected MSG: PACKAGE/NAME, found " + head);
      texts.putIfAbsent(head.substring(4).strip(), end < 0 ? "" : parts[i].substring(end + 1));
    }
    MessageType type = new MessageCatalog(List.of(), texts).get(name);
    type.refuseAmplification();
    return type;
  }

  /** Whether a service of this name is defined. */
  public boolean hasService(String name) {
    return files.service(name) != null;
  }

  /**
   * The service of this name.
   *
   * <p>Errors: as {@link #get}.
   */
  public synchronized ServiceType getService(String name) {
    ServiceType known = services.get(name);
    if (known != null) return known;
    if (!hasService(name))
      throw new IllegalArgumentException("service type " + name + ": no definition " + files);
    ServiceType type = ServiceType.of(name, get(name + "Request"), get(name + "Response"));
    services.put(name, type);
    return type;
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
    if (open.size() >= MAX_DEPTH)
      throw new IllegalArgumentException("message " + name + ": nested deeper than " + MAX_DEPTH);
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
    String peers = fromPeer.get(name);
    if (peers != null) return peers;
    String text = files.message(name);
    if (text == null)
      throw new IllegalArgumentException("message type " + name + ": no definition " + files);
    return text;
  }
}
