package reins.ros.xmlrpc;

import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads calls and replies from XML-RPC and nothing else from XML: document types, entities of one's
 * own, comments, attributes and deep nesting are refused, so a body can take no more memory than a
 * small multiple of its size.
 *
 * <p>Errors: {@link XmlRpcFault} says what was expected and where.
 */
final class XmlRpcReader {
  private static final int MAX_DEPTH = 64;

  private final XmlScanner xml;

  /** A method's name and its parameters. */
  record Call(String method, List<Object> parameters) {}

  private XmlRpcReader(String body) {
    this.xml = new XmlScanner(body);
  }

  static Call readCall(String body) {
    XmlRpcReader reader = new XmlRpcReader(body);
    XmlScanner xml = reader.xml;
    xml.prolog();
    xml.open("methodCall");
    xml.open("methodName");
    String method = xml.text().strip();
    xml.close("methodName");
    List<Object> parameters = new ArrayList<>();
    if (xml.at("params")) {
      xml.open("params");
      while (xml.at("param")) parameters.add(reader.parameter());
      xml.close("params");
    }
    xml.close("methodCall");
    xml.end();
    return new Call(method, parameters);
  }

  static Object readReply(String body) {
    XmlRpcReader reader = new XmlRpcReader(body);
    XmlScanner xml = reader.xml;
    xml.prolog();
    xml.open("methodResponse");
    if (xml.at("fault")) {
      xml.open("fault");
      Object fault = reader.value(0);
      throw new XmlRpcFault(
          "the peer refused: " + (fault instanceof Map<?, ?> map ? map.get("faultString") : fault));
    }
    xml.open("params");
    Object value = reader.parameter();
    xml.close("params");
    xml.close("methodResponse");
    xml.end();
    return value;
  }

  private Object parameter() {
    xml.open("param");
    Object value = value(0);
    xml.close("param");
    return value;
  }

  private Object value(int depth) {
    if (depth > MAX_DEPTH) throw xml.error("values nested at most " + MAX_DEPTH + " deep");
    xml.open("value");
    String bare = xml.text();
    // A value without a type is a string.
    if (xml.atClose("value")) {
      xml.close("value");
      return bare;
    }
    if (!bare.isBlank()) throw xml.error("a type or text in a value, not both");
    Object value = typed(depth);
    xml.close("value");
    return value;
  }

  private Object typed(int depth) {
    String type = xml.openAny();
    Object value =
        switch (type) {
          case "array" -> array(depth);
          case "struct" -> struct(depth);
          case "string" -> xml.text();
          case "i4", "int", "boolean", "double", "base64" -> scalar(type, xml.text().strip());
          default -> throw xml.error("a value's type, found " + type);
        };
    xml.close(type);
    return value;
  }

  private Object scalar(String type, String text) {
    try {
      return switch (type) {
        case "i4", "int" -> Integer.valueOf(text);
        case "double" -> number(text);
        case "base64" -> Base64.getMimeDecoder().decode(text);
        default ->
            switch (text) {
              case "0", "false" -> false;
              case "1", "true" -> true;
              default -> throw xml.error("0 or 1");
            };
      };
    } catch (IllegalArgumentException e) {
      throw xml.error("a value of type " + type);
    }
  }

  private static Double number(String text) {
    return switch (text) {
      case "nan", "-nan" -> Double.NaN;
      case "inf" -> Double.POSITIVE_INFINITY;
      case "-inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.valueOf(text);
    };
  }

  private List<Object> array(int depth) {
    List<Object> list = new ArrayList<>();
    xml.open("data");
    while (xml.at("value")) list.add(value(depth + 1));
    xml.close("data");
    return list;
  }

  private Map<String, Object> struct(int depth) {
    Map<String, Object> map = new LinkedHashMap<>();
    while (xml.at("member")) {
      xml.open("member");
      xml.open("name");
      String name = xml.text();
      xml.close("name");
      map.put(name, value(depth + 1));
      xml.close("member");
    }
    return map;
  }
}
