package reins.ros.xmlrpc;

import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Writes calls and replies as XML-RPC: Integer, Boolean, Double, String, byte[], List and Map. */
final class XmlRpcWriter {
  private final StringBuilder xml = new StringBuilder("<?xml version=\"1.0\"?>");

  static String call(String method, List<?> parameters) {
    XmlRpcWriter writer = new XmlRpcWriter();
    writer.xml.append("<methodCall><methodName>");
    writer.text(method);
    writer.xml.append("</methodName><params>");
    for (Object parameter : parameters) {
      writer.xml.append("<param>");
      writer.value(parameter);
      writer.xml.append("</param>");
    }
    return writer.xml.append("</params></methodCall>").toString();
  }

  static String reply(Object value) {
    XmlRpcWriter writer = new XmlRpcWriter();
    writer.xml.append("<methodResponse><params><param>");
    writer.value(value);
    return writer.xml.append("</param></params></methodResponse>").toString();
  }

  static String fault(int code, String what) {
    XmlRpcWriter writer = new XmlRpcWriter();
    writer.xml.append("<methodResponse><fault>");
    writer.value(Map.of("faultCode", code, "faultString", what));
    return writer.xml.append("</fault></methodResponse>").toString();
  }

  private void value(Object value) {
    xml.append("<value>");
    switch (value) {
      case Integer number -> element("i4", number.toString());
      case Boolean bool -> element("boolean", bool ? "1" : "0");
      case Double number -> element("double", number(number));
      case String string -> {
        xml.append("<string>");
        text(string);
        xml.append("</string>");
      }
      case byte[] bytes -> element("base64", Base64.getEncoder().encodeToString(bytes));
      case List<?> list -> {
        xml.append("<array><data>");
        list.forEach(this::value);
        xml.append("</data></array>");
      }
      case Map<?, ?> map -> struct(map);
      case null, default ->
          throw new IllegalArgumentException(
              "XML-RPC carries Integer, Boolean, Double, String, byte[], List and Map, found "
                  + (value == null ? "null" : value.getClass().getName()));
    }
    xml.append("</value>");
  }

  private void struct(Map<?, ?> map) {
    xml.append("<struct>");
    map.forEach(
        (name, member) -> {
          xml.append("<member><name>");
          text(name.toString());
          xml.append("</name>");
          value(member);
          xml.append("</member>");
        });
    xml.append("</struct>");
  }

  private void element(String tag, String content) {
    xml.append('<').append(tag).append('>').append(content).append("</").append(tag).append('>');
  }

  // Python and C++ read these three words, not Java's.
  private static String number(double value) {
    if (Double.isNaN(value)) return "nan";
    if (Double.isInfinite(value)) return value > 0 ? "inf" : "-inf";
    return Double.toString(value);
  }

  private void text(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '<' -> xml.append("&lt;");
        case '>' -> xml.append("&gt;");
        case '&' -> xml.append("&amp;");
        case '\t', '\n' -> xml.append(c);
        // XML has no way to say most control characters, and a bare CR would be read back as LF.
        case '\r' -> xml.append("&#13;");
        default -> xml.append(c < ' ' || c == '\uFFFE' || c == '\uFFFF' ? '\uFFFD' : c);
      }
    }
  }
}
