package reins.ros.tool;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Values as people type them on a command line: {@code {a: 1, b: [x, 2.5]}}, which is also JSON.
 */
final class FlowText {
  private static final int MAX_DEPTH = 64;

  private final String text;
  private int at;

  private FlowText(String text) {
    this.text = text;
  }

  /**
   * Integer, Long, Double, Boolean, String, List or Map.
   *
   * <p>Errors: {@link IllegalArgumentException} says where it stopped understanding.
   */
  static Object parse(String text) {
    FlowText parser = new FlowText(text);
    Object value = parser.value(0, "");
    parser.space();
    if (parser.at < text.length()) throw parser.error("nothing more");
    return value;
  }

  private Object value(int depth, String ends) {
    if (depth > MAX_DEPTH) throw error("less nesting");
    space();
    return switch (peek()) {
      case '{' -> map(depth);
      case '[' -> list(depth);
      case '"', '\'' -> quoted(text.charAt(at++));
      default -> scalar(bare(ends));
    };
  }

  private Map<String, Object> map(int depth) {
    Map<String, Object> map = new LinkedHashMap<>();
    at++;
    while (!taken('}')) {
      if (!map.isEmpty() && !taken(',')) throw error("',' or '}'");
      space();
      String key = peek() == '"' || peek() == '\'' ? quoted(text.charAt(at++)) : bare(":,}");
      if (!taken(':')) throw error("':'");
      map.put(key, value(depth + 1, ",}"));
    }
    return map;
  }

  private List<Object> list(int depth) {
    List<Object> list = new ArrayList<>();
    at++;
    while (!taken(']')) {
      if (!list.isEmpty() && !taken(',')) throw error("',' or ']'");
      list.add(value(depth + 1, ",]"));
    }
    return list;
  }

  private String quoted(char quote) {
    StringBuilder out = new StringBuilder();
    while (at < text.length() && text.charAt(at) != quote) {
      if (quote == '"' && text.charAt(at) == '\\' && at + 1 < text.length()) at++;
      out.append(text.charAt(at++));
    }
    if (at++ >= text.length()) throw error("the closing quote");
    return out.toString();
  }

  private String bare(String ends) {
    int start = at;
    while (at < text.length() && ends.indexOf(text.charAt(at)) < 0) at++;
    return text.substring(start, at).strip();
  }

  private static Object scalar(String word) {
    if (word.equals("true") || word.equals("false")) return Boolean.valueOf(word);
    try {
      if (word.matches("[-+]?\\d{1,18}")) {
        long whole = Long.parseLong(word);
        return whole == (int) whole ? (Object) (int) whole : (Object) whole;
      }
      if (word.matches("[-+]?[0-9.].*")) return Double.valueOf(word);
    } catch (NumberFormatException notANumber) {
      // Then it is a word.
    }
    return word;
  }

  private boolean taken(char c) {
    space();
    if (peek() != c) return false;
    at++;
    return true;
  }

  private char peek() {
    return at < text.length() ? text.charAt(at) : '\0';
  }

  private void space() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) at++;
  }

  private IllegalArgumentException error(String expected) {
    if (at > text.length() + 1) at = text.length();
    return new IllegalArgumentException(
        "'" + text + "', character " + at + ": expected " + expected);
  }
}
