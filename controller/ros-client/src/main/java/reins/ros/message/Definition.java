package reins.ros.message;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A definition file as it stands: constants and fields in order, type names not yet looked up.
 *
 * @param name package and message, such as {@code std_msgs/Header}
 * @param text the file's own text, which publishers send to subscribers that ask what a topic holds
 */
record Definition(String name, List<Constant> constants, List<Declaration> fields, String text) {
  private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z][A-Za-z0-9_]*");
  private static final Pattern TYPE =
      Pattern.compile("([A-Za-z][A-Za-z0-9_]*/)?[A-Za-z][A-Za-z0-9_]*(\\[[0-9]*])?");

  record Declaration(String type, String name) {}

  static Definition parse(String name, String text) {
    List<Constant> constants = new ArrayList<>();
    List<Declaration> fields = new ArrayList<>();
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      String bare = withoutComment(line).strip();
      if (bare.isEmpty()) continue;
      String where = name + ".msg line " + number;
      if (bare.indexOf('=') >= 0) constants.add(constant(where, line.strip(), bare));
      else fields.add(declaration(where, bare));
    }
    return new Definition(name, List.copyOf(constants), List.copyOf(fields), text);
  }

  private static Constant constant(String where, String line, String bare) {
    // A string constant keeps everything after its '=', number signs included.
    String source = bare.startsWith("string ") ? line : bare;
    int equals = source.indexOf('=');
    String[] left = source.substring(0, equals).strip().split("\\s+");
    if (left.length != 2 || !IDENTIFIER.matcher(left[1]).matches() || Primitive.of(left[0]) == null)
      throw new IllegalArgumentException(where + ": expected TYPE NAME=VALUE, found: " + bare);
    return new Constant(left[0], left[1], source.substring(equals + 1).strip());
  }

  private static Declaration declaration(String where, String bare) {
    String[] words = bare.split("\\s+");
    if (words.length != 2
        || !TYPE.matcher(words[0]).matches()
        || !IDENTIFIER.matcher(words[1]).matches())
      throw new IllegalArgumentException(where + ": expected TYPE NAME, found: " + bare);
    return new Declaration(words[0], words[1]);
  }

  private static String withoutComment(String line) {
    int hash = line.indexOf('#');
    return hash < 0 ? line : line.substring(0, hash);
  }
}
