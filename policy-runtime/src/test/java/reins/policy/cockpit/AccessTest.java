package reins.policy.cockpit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reins.contract.config.ConfigException;
import reins.contract.config.Workplace;
import reins.policy.Rigs;
import reins.policy.human.Journal;
import reins.policy.human.LinkLoss;
import reins.policy.human.NoPerson;
import reins.policy.human.Pause;

/** The page beyond loopback: over TLS, for those who know the token. */
@Timeout(60)
class AccessTest {
  private static final String SECRET = "correct-horse-battery-staple";
  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir Path dir;
  private Path pem;
  private Path token;
  private KeyStore keys;

  /** A certificate for robot.lan and 127.0.0.1, by the JDK's own tool, as PEM. */
  @BeforeEach
  void write() throws Exception {
    token = Files.writeString(dir.resolve("token"), SECRET + "\n");
    Path store = dir.resolve("keys.p12");
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair -alias a -keyalg EC -dname CN=robot -validity 2 -storepass changeit");
    ProcessBuilder keytool = new ProcessBuilder();
    keytool.command().add(command.getFirst());
    keytool.command().addAll(List.of(command.getLast().split(" ")));
    keytool.command().addAll(List.of("-ext", "SAN=dns:robot.lan,ip:127.0.0.1"));
    keytool.command().addAll(List.of("-keystore", store.toString()));
    assertEquals(0, keytool.redirectErrorStream(true).start().waitFor());
    keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD);
    }
    pem =
        Files.writeString(
            dir.resolve("both.pem"),
            block("PRIVATE KEY", keys.getKey("a", PASSWORD).getEncoded())
                + block("CERTIFICATE", keys.getCertificate("a").getEncoded()));
  }

  private static String block(String kind, byte[] bytes) {
    String text = Base64.getMimeEncoder(64, new byte[] {10}).encodeToString(bytes);
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(kind, text, kind);
  }

  private HttpClient client() throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("a", keys.getCertificate("a"));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(null, trust.getTrustManagers(), null);
    return HttpClient.newBuilder().sslContext(tls).build();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "192.0.2.7", "::"})
  void shouldNotLeaveLoopbackWithoutCertificateAndToken(String bind) {
    for (Path[] half : new Path[][] {{null, null}, {pem, null}, {null, token}}) {
      String line =
          assertThrows(ConfigException.class, () -> Access.from(bind, half[0], half[1]))
              .getMessage();
      assertTrue(line.startsWith("--cockpit-bind " + bind + ": beyond loopback expected"), line);
    }
    assertTrue(Access.from(bind, pem, token).asksForToken());
  }

  @Test
  void shouldRefuseTokensThatCanBeGuessedAndFilesThatAreNone() throws Exception {
    for (String weak : List.of("", "short", "with spaces in between it", "x".repeat(200))) {
      Path file = Files.writeString(dir.resolve("weak"), weak);
      assertThrows(ConfigException.class, () -> Access.from("0.0.0.0", pem, file));
    }
    for (String wrong : List.of("", "no PEM at all", Files.readString(pem).substring(300))) {
      Path file = Files.writeString(dir.resolve("wrong.pem"), wrong);
      String line =
          assertThrows(ConfigException.class, () -> Access.from("0.0.0.0", file, token))
              .getMessage();
      assertTrue(line.startsWith(file + ": expected a private key"), line);
    }
    assertThrows(
        ConfigException.class, () -> Access.from("0.0.0.0", pem, dir.resolve("not there")));
  }

  @Test
  void shouldKnowItsOwnNamesAndNoOthers() {
    Access access = Access.from("0.0.0.0", pem, token);
    assertTrue(access.isOurHost("robot.lan:8090", 8090));
    assertTrue(access.isOurOrigin("https://127.0.0.1:8090", 8090));
    for (String host : new String[] {null, "", "evil.lan:8090", "robot.lan", "robot.lan:80", "x"})
      assertFalse(access.isOurHost(host, 8090), host);
    for (String origin : new String[] {null, "null", "http://robot.lan:8090", "https://robot.lan"})
      assertFalse(access.isOurOrigin(origin, 8090), origin);
    assertFalse(Access.loopback().isOurHost("robot.lan:8090", 8090));
  }

  private static int status(HttpClient client, String url, String cookie) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
    if (cookie != null) request.header("Cookie", cookie);
    return client.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  private static boolean opens(HttpClient client, int port, String origin, String cookie) {
    try {
      WebSocket.Builder builder = client.newWebSocketBuilder().header("Origin", origin);
      if (cookie != null) builder.header("Cookie", cookie);
      URI link = URI.create("wss://127.0.0.1:" + port + "/link");
      builder.buildAsync(link, new WebSocket.Listener() {}).join().abort();
      return true;
    } catch (CompletionException e) {
      return false;
    }
  }

  @Test
  void shouldServeThoseWhoKnowTheTokenOverTlsAndNobodyElse() throws Exception {
    Journal journal = new Journal(dir.resolve("person.jsonl"));
    Cockpit.Options options =
        new Cockpit.Options(
            Access.from("127.0.0.1", pem, token), 0, LinkLoss.HOLD, new Pause(), journal, null);
    try (journal;
        HttpClient client = client();
        Cockpit cockpit = Cockpit.open(Workplace.of(Rigs.simFranka()), new NoPerson(), options)) {
      String page = "https://127.0.0.1:" + cockpit.port();
      for (String path : List.of("/", "/robot.json", "/curves.json", "/cockpit.js", "/?token=x")) {
        assertEquals(403, status(client, page + path, null), path);
        assertEquals(403, status(client, page + path, "reins=" + SECRET.substring(1)), path);
      }
      HttpResponse<Void> entered =
          client.send(
              HttpRequest.newBuilder(URI.create(page + "/?token=" + SECRET)).build(),
              HttpResponse.BodyHandlers.discarding());
      assertEquals(302, entered.statusCode());
      String cookie = entered.headers().firstValue("Set-Cookie").orElseThrow();
      for (String guard : List.of("Secure", "HttpOnly", "SameSite=Strict"))
        assertTrue(cookie.contains(guard), cookie);
      String mine = cookie.substring(0, cookie.indexOf(';'));
      assertEquals(200, status(client, page + "/", mine));
      assertEquals(200, status(client, page + "/robot.json", mine));
      assertTrue(opens(client, cockpit.port(), page, mine));
      assertFalse(opens(client, cockpit.port(), page, null));
      assertFalse(opens(client, cockpit.port(), "https://evil.lan", mine));
      assertFalse(opens(client, cockpit.port(), page.replace("https", "http"), mine));
      assertTrue(cockpit.refused() >= 12);
      assertThrows(
          java.io.IOException.class,
          () -> status(HttpClient.newHttpClient(), page.replace("https", "http"), mine));
    }
  }
}
