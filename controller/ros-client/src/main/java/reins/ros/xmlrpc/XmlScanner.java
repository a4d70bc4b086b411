package reins.ros.xmlrpc;

/** Walks the small part of XML that XML-RPC needs, front to back, without building a tree. */
final class XmlScanner {
  private static final int MAX_TAG = 64;
  private static final int MAX_ENTITY = 8;

  private final String xml;
  private int at;

  /** The element that a self-closing tag opened and that the next close must name. */
  private String selfClosed;

  XmlScanner(String xml) {
    this.xml = xml;
  }

  void prolog() {
    skipSpace();
    if (!xml.startsWith("<?xml", at)) return;
    int end = xml.indexOf("?>", at);
    if (end < 0) throw error("the end of the XML declaration");
    at = end + 2;
  }

  void end() {
    skipSpace();
    if (at < xml.length()) throw error("nothing more");
  }

  /** Whether the next tag opens this element. */
  boolean at(String element) {
    if (selfClosed != null) return false;
    skipSpace();
    return element.equals(peek(at + 1)) && xml.charAt(at) == '<';
  }

  boolean atClose(String element) {
    if (selfClosed != null) return selfClosed.equals(element);
    return xml.startsWith("</", at) && element.equals(peek(at + 2));
  }

  void open(String element) {
    String found = openAny();
    if (!found.equals(element)) throw error("<" + element + ">, found <" + found + ">");
  }

  String openAny() {
    if (selfClosed != null) throw error("nothing in <" + selfClosed + "/>");
    skipSpace();
    if (at >= xml.length() || xml.charAt(at) != '<') throw error("a tag");
    String name = peek(at + 1);
    if (name.isEmpty()) throw error("an element (no document types, comments or entities)");
    at += 1 + name.length();
    skipSpace();
    if (xml.startsWith("/>", at)) {
      selfClosed = name;
      at += 2;
    } else if (xml.startsWith(">", at)) {
      at++;
    } else {
      throw error("the end of tag <" + name + ">, which takes no attributes");
    }
    return name;
  }

  void close(String element) {
    if (selfClosed != null) {
      if (!selfClosed.equals(element)) throw error("</" + element + ">");
      selfClosed = null;
      return;
    }
    skipSpace();
    if (!atClose(element)) throw error("</" + element + ">");
    at += 2 + element.length();
    skipSpace();
    if (!xml.startsWith(">", at)) throw error("the end of tag </" + element + ">");
    at++;
  }

  /** The characters up to the next tag, entities replaced. */
  String text() {
    if (selfClosed != null) return "";
    int end = xml.indexOf('<', at);
    if (end < 0) throw error("a tag");
    String raw = xml.substring(at, end);
    String text = raw.indexOf('&') < 0 ? raw : unescape(raw);
    at = end;
    return text;
  }

  private String unescape(String raw) {
    StringBuilder text = new StringBuilder(raw.length());
    int from = 0;
    for (int amp = raw.indexOf('&'); amp >= 0; amp = raw.indexOf('&', from)) {
      text.append(raw, from, amp);
      int semicolon = raw.indexOf(';', amp);
      if (semicolon < 0 || semicolon - amp > MAX_ENTITY) throw error("an entity of XML's own");
      text.appendCodePoint(entity(raw.substring(amp + 1, semicolon)));
      from = semicolon + 1;
    }
    return text.append(raw, from, raw.length()).toString();
  }

  private int entity(String name) {
    switch (name) {
      case "lt":
        return '<';
      case "gt":
        return '>';
      case "amp":
        return '&';
      case "quot":
        return '"';
      case "apos":
        return '\'';
      default:
        try {
          if (name.startsWith("#")) {
            int codePoint =
                name.startsWith("#x")
                    ? Integer.parseInt(name, 2, name.length(), 16)
                    : Integer.parseInt(name, 1, name.length(), 10);
            if (Character.isValidCodePoint(codePoint)) return codePoint;
          }
        } catch (IndexOutOfBoundsException | NumberFormatException notANumber) {
          // Falls to the one error below.
        }
        throw error("an entity of XML's own");
    }
  }

  // The element name that starts at an index, empty when none does.
  private String peek(int from) {
    int end = from;
    while (end < xml.length() && end - from < MAX_TAG && isNameCharacter(xml.charAt(end))) end++;
    return from >= end ? "" : xml.substring(from, end);
  }

  private static boolean isNameCharacter(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
  }

  private void skipSpace() {
    while (at < xml.length() && " \t\r\n".indexOf(xml.charAt(at)) >= 0) at++;
  }

  XmlRpcFault error(String expected) {
    return new XmlRpcFault("XML-RPC body, character " + at + ": expected " + expected);
  }
}
