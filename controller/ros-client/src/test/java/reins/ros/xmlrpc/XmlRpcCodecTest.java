package reins.ros.xmlrpc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class XmlRpcCodecTest {
  @Property(tries = 300)
  void shouldReadBackWhatItWrites(@ForAll long seed) {
    Object value = value(new Random(seed), 0);
    assertEquals(value, XmlRpcReader.readReply(XmlRpcWriter.reply(value)));
    XmlRpcReader.Call call = XmlRpcReader.readCall(XmlRpcWriter.call("a.b", List.of(value, "end")));
    assertEquals("a.b", call.method());
    assertEquals(List.of(value, "end"), call.parameters());
  }

  private static Object value(Random random, int depth) {
    return switch (random.nextInt(depth < 3 ? 7 : 5)) {
      case 0 -> random.nextInt();
      case 1 -> random.nextBoolean();
      case 2 -> random.nextGaussian() * Math.pow(10, random.nextInt(60) - 30);
      case 3 -> text(random);
      case 4 ->
          List.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY)
              .get(random.nextInt(3));
      case 5 -> Stream.generate(() -> value(random, depth + 1)).limit(random.nextInt(4)).toList();
      default -> Map.of("", value(random, depth + 1), "k" + text(random), value(random, depth + 1));
    };
  }

  private static String text(Random random) {
    String letters = "<>&;'\" \n\t\ré漢xml/]";
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(12); i > 0; i--)
      text.append(letters.charAt(random.nextInt(letters.length())));
    return text.toString();
  }

  @Property(tries = 1000)
  void shouldRefuseGarbageWithoutAnyOtherError(@ForAll("almostXml") String body) {
    try {
      XmlRpcReader.readCall(body);
    } catch (XmlRpcFault refused) {
      assertTrue(refused.getMessage().contains("expected"));
    }
  }

  @Provide
  Arbitrary<String> almostXml() {
    return Arbitraries.of(
            "<methodCall>",
            "</methodCall>",
            "<methodName>",
            "</methodName>",
            "<params>",
            "<params/>",
            "<param>",
            "</param>",
            "<value>",
            "</value>",
            "<value/>",
            "<i4>",
            "</i4>",
            "<array>",
            "<data/>",
            "<struct>",
            "12",
            "&amp;",
            "&",
            ";",
            "<",
            ">",
            "</",
            "<?xml",
            "?>",
            "<!--",
            " ",
            "x")
        .list()
        .ofMaxSize(12)
        .map(parts -> String.join("", parts));
  }

  @Test
  void shouldReadBytes() {
    byte[] bytes = {0, 1, -1, 127};
    assertArrayEquals(bytes, (byte[]) XmlRpcReader.readReply(XmlRpcWriter.reply(bytes)));
  }

  @Test
  void shouldReadWhatPythonWrites() {
    // xmlrpc.client.dumps(('/node', '/t', [['TCPROS']], True, ''), 'requestTopic') of Python 3.11
    String body =
        """
        <?xml version='1.0'?>
        <methodCall>
        <methodName>requestTopic</methodName>
        <params>
        <param>
        <value><string>/node</string></value>
        </param>
        <param>
        <value><string>/t</string></value>
        </param>
        <param>
        <value><array><data>
        <value><array><data>
        <value><string>TCPROS</string></value>
        </data></array></value>
        </data></array></value>
        </param>
        <param>
        <value><boolean>1</boolean></value>
        </param>
        <param>
        <value><string></string></value>
        </param>
        </params>
        </methodCall>
        """;
    assertEquals(
        new XmlRpcReader.Call(
            "requestTopic", List.of("/node", "/t", List.of(List.of("TCPROS")), true, "")),
        XmlRpcReader.readCall(body));
  }

  @Test
  void shouldReadUntypedAndSelfClosedValues() {
    String body =
        "<methodCall><methodName>m</methodName><params><param><value> a&lt;b&#x41;&#66; </value></param>"
            + "<param><value/></param><param><value><string/></value></param>"
            + "<param><value><array><data/></array></value></param><param><value><struct/></value></param></params></methodCall>";
    assertEquals(
        List.of(" a<bAB ", "", "", List.of(), Map.of()), XmlRpcReader.readCall(body).parameters());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!DOCTYPE m [<!ENTITY a \"aaaa\">]><methodCall><methodName>&a;</methodName></methodCall>",
        "<methodCall><methodName>&a;</methodName></methodCall>",
        "<methodCall><methodName>&#x110000;</methodName></methodCall>",
        "<methodCall><!-- c --><methodName>m</methodName></methodCall>",
        "<methodCall a=\"b\"><methodName>m</methodName></methodCall>",
        "<methodCall><methodName>m</methodName></methodCall>more",
        "<methodCall><methodName>m</methodName><params><param><value><i4>99999999999</i4></value></param></params></methodCall>",
        "<methodCall><methodName>m</methodName><params><param><value>a<i4>1</i4></value></param></params></methodCall>",
        "<methodCall><methodName>m</methodName><params><param><value><boolean>2</boolean></value></param></params></methodCall>",
        "<methodCall><methodName>m</methodName><params><param><value><nil/></value></param></params></methodCall>",
        "<methodCall><methodName>m",
        "",
      })
  void shouldRefuseWhatIsNotXmlRpc(String body) {
    assertThrows(XmlRpcFault.class, () -> XmlRpcReader.readCall(body));
  }

  @Test
  void shouldRefuseDeepNestingBeforeTheStackEnds() {
    String deep = "<value><array><data>".repeat(100_000);
    String body = "<methodCall><methodName>m</methodName><params><param>" + deep;
    assertTrue(
        assertThrows(XmlRpcFault.class, () -> XmlRpcReader.readCall(body))
            .getMessage()
            .contains("64 deep"));
  }

  @Test
  void shouldSayWhatThePeerRefused() {
    XmlRpcFault fault =
        assertThrows(
            XmlRpcFault.class, () -> XmlRpcReader.readReply(XmlRpcWriter.fault(4, "no <way>")));
    assertEquals("the peer refused: no <way>", fault.getMessage());
  }
}
