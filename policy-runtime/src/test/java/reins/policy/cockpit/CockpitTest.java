package reins.policy.cockpit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import reins.contract.config.ConfigException;
import reins.contract.config.RigConfig;
import reins.contract.config.Workplace;
import reins.contract.exchange.Source;
import reins.contract.exchange.StateFrame;
import reins.policy.FakeArm;
import reins.policy.Rigs;
import reins.policy.episode.Episode;
import reins.policy.episode.Phase;
import reins.policy.human.Intent;
import reins.policy.human.Journal;
import reins.policy.human.LinkLoss;
import reins.policy.human.NoPerson;
import reins.policy.human.Pause;
import reins.policy.link.LearnerView;
import reins.policy.observe.Objects;

/** The cockpit over real sockets, with pages that are kind and pages that are not. */
@Timeout(60)
class CockpitTest {
  private static final long PATIENCE_NS = 20_000_000_000L;
  private static final Pattern NUMBER = Pattern.compile("^\\{\"n\":(\\d+),\"you\":(\\d+),");

  @TempDir Path dir;
  private final RigConfig.Resolved config = Rigs.simFranka();
  private final FakeArm arm = new FakeArm(config, 1);
  private final Episode episode = new Episode(config.task(), arm, 1, 0, _ -> {});
  private final StateFrame state = new StateFrame();
  private final HttpClient client = HttpClient.newHttpClient();
  private Journal journal;
  private Cockpit cockpit;

  @BeforeEach
  void open() {
    journal = new Journal(dir.resolve("person.jsonl"));
    cockpit = Cockpit.open(Workplace.of(config), new NoPerson(), options(0));
    cockpit.use(arm.exchange);
    cockpit.show(
        new Moment(
            Phase.RUNNING,
            1,
            0,
            false,
            Source.POLICY,
            7,
            new float[4],
            new double[] {0.4, 0, Double.NaN},
            episode.stats(),
            0,
            0,
            0,
            false,
            LearnerView.NONE));
  }

  private Cockpit.Options options(int port) {
    return new Cockpit.Options(Access.loopback(), port, LinkLoss.HOLD, new Pause(), journal, null);
  }

  @AfterEach
  void close() {
    cockpit.close();
    journal.close();
    client.close();
  }

  /** A page: remembers the newest picture and answers as told. */
  private final class Page implements WebSocket.Listener {
    private final StringBuilder part = new StringBuilder();
    private volatile String picture = "";
    private volatile boolean closed;
    private final WebSocket socket;
    private long seq;

    Page(String origin) {
      socket =
          client
              .newWebSocketBuilder()
              .header("Origin", origin)
              .buildAsync(URI.create("ws://127.0.0.1:" + cockpit.port() + "/link"), this)
              .join();
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
      part.append(text);
      if (last) {
        picture = part.toString();
        part.setLength(0);
      }
      from.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      closed = true;
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      closed = true;
    }

    long number() {
      Matcher matcher = NUMBER.matcher(picture);
      return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
    }

    void push(double y) {
      send(
          "{\"seq\":%d,\"ack\":%d,\"axes\":[0,%s,0,0,0,0],\"grip\":0,\"hold\":false,\"device\":\"keyboard\"}"
              .formatted(++seq, number(), y));
    }

    void send(String text) {
      socket.sendText(text, true).join();
    }
  }

  private Page page() throws InterruptedException {
    Page page = new Page(cockpit.address());
    await(() -> page.number() > 0);
    return page;
  }

  private static void await(BooleanSupplier what) throws InterruptedException {
    long end_ns = System.nanoTime() + PATIENCE_NS;
    while (!what.getAsBoolean() && System.nanoTime() < end_ns) Thread.sleep(5);
    assertTrue(what.getAsBoolean(), "did not happen in time");
  }

  private Intent poll() {
    return cockpit.person().poll(System.nanoTime(), state, new Objects(), episode);
  }

  private HttpResponse<String> get(String path) throws Exception {
    URI uri = URI.create(cockpit.address() + path);
    return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void shouldServeThePageAndNothingFromElsewhere() throws Exception {
    for (String file :
        new String[] {"/", "/cockpit.js", "/robot.js", "/hands.js", "/cockpit.css"}) {
      HttpResponse<String> response = get(file);
      assertEquals(200, response.statusCode(), file);
      String policy = response.headers().firstValue("Content-Security-Policy").orElse("");
      assertTrue(policy.startsWith("default-src 'self'"), file);
      assertFalse(Pattern.compile("(https?:)?//[a-z]+\\.").matcher(response.body()).find(), file);
    }
    assertTrue(get("/robot.json").body().contains("\"robot\":\"panda\""));
    assertTrue(get("/../log4j2.xml").statusCode() >= 400);
    assertEquals(404, get("/reins/policy/PolicyMain.class").statusCode());
  }

  @Test
  void shouldLetAPagePushAndTakeTheRobotBackWhenItsSocketDies() throws Exception {
    Page page = page();
    assertTrue(page.picture.contains("\"policy\":7"), page.picture);
    await(
        () -> {
          page.push(1);
          return poll().engaged;
        });
    Intent intent = poll();
    assertEquals(Source.PERSON, intent.source);
    assertTrue(intent.action[1] > 0.5);
    page.socket.abort();
    await(() -> !poll().engaged);
    assertTrue(poll().paused);
  }

  @Test
  void shouldCountWhatIsHostileAndGoOn() throws Exception {
    Page page = page();
    Random random = new Random(1);
    for (int i = 0; i < 150; i++) {
      byte[] noise = new byte[random.nextInt(200)];
      random.nextBytes(noise);
      page.send(new String(noise, java.nio.charset.StandardCharsets.ISO_8859_1));
    }
    await(() -> cockpit.refused() >= 150);
    for (int i = 0; i < 2000; i++) page.push(0);
    await(() -> cockpit.refused() > 1000);
    assertFalse(poll().engaged);
    page.send("x".repeat(5000));
    await(() -> page.closed);
    Page next = page();
    next.socket.sendBinary(ByteBuffer.wrap(new byte[100]), true).join();
    await(() -> next.closed);
    Page last = page();
    await(
        () -> {
          last.push(0);
          last.push(1);
          return poll().engaged;
        });
  }

  /** Behind a stall come hundreds of messages at once, and the stop is not among the first. */
  @Test
  void shouldHearAPauseAndAStopInAFlood() throws Exception {
    Page page = page();
    for (int i = 0; i < 400; i++) page.push(0);
    for (String word : new String[] {"pause", "estop"})
      page.send(
          "{\"seq\":%d,\"ack\":0,\"axes\":[0,0,0,0,0,0],\"grip\":0,\"hold\":false,\"device\":\"keyboard\",\"word\":\"%s\",\"by\":\"button\"}"
              .formatted(++page.seq, word));
    boolean[] stopped = new boolean[1];
    await(() -> stopped[0] |= poll().estop);
    assertTrue(cockpit.refused() > 100);
    journal.settle();
    String lines = Files.readString(dir.resolve("person.jsonl"));
    assertTrue(lines.contains("\"pause\", \"device\": \"button\""), lines);
    assertTrue(lines.contains("\"estop\", \"device\": \"button\""), lines);
  }

  /** Each page is shown which of its own words were heard. */
  @Test
  void shouldShowAPageThatItWasHeard() throws Exception {
    Page page = page(), other = page();
    page.send(
        "{\"seq\":%d,\"ack\":%d,\"axes\":[0,0,0,0,0,0],\"grip\":0,\"hold\":false,\"device\":\"keyboard\",\"word\":\"success\",\"said\":3}"
            .formatted(++page.seq, page.number()));
    await(() -> page.picture.contains("\"heard\":3,"));
    assertTrue(poll().markedSuccess);
    assertTrue(other.picture.contains("\"heard\":0,"), other.picture);
  }

  @Test
  void shouldNotDrawWhatWasNeverSeen() throws Exception {
    Page page = page();
    assertTrue(page.picture.contains("\"object_m\":[0.4,0.0,null]"), page.picture);
  }

  @Test
  void shouldTurnAwayOtherOriginsHostsAndCrowds() throws Exception {
    for (String origin : new String[] {"http://evil.example", "null", "https://127.0.0.1"})
      assertThrows(CompletionException.class, () -> new Page(origin), origin);
    String port = ":" + cockpit.port();
    assertThrows(
        CompletionException.class, () -> new Page("http://127.0.0.1" + port + ".evil.example"));
    assertEquals(4, cockpit.refused());
    for (int i = 0; i < Seat.MAX_VIEWERS; i++) page();
    Page tooMany = new Page(cockpit.address());
    await(() -> tooMany.closed);
  }

  @Test
  void shouldNameATakenPort() {
    String message =
        assertThrows(
                ConfigException.class,
                () -> Cockpit.open(Workplace.of(config), new NoPerson(), options(cockpit.port())))
            .getMessage();
    assertTrue(message.startsWith("--cockpit " + cockpit.port() + ": "), message);
  }
}
