package reins.learner;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reins.contract.config.TaskConfig;
import reins.contract.data.Transition;
import reins.contract.exchange.Source;
import reins.learner.PointMass.Kind;
import reins.learner.algo.UpdateStats;
import reins.learner.health.Health;
import reins.learner.health.HealthServer;
import reins.learner.health.Sign;
import reins.learner.health.Sign.Verdict;
import reins.learner.replay.SeededRandom;
import reins.learner.serve.LocalActors;

/** Trainings that are well and trainings that are broken on purpose: does the page know why? */
class HealthTest {
  @TempDir Path dir;

  private static TaskConfig task(Map<String, Object> changes) {
    TaskConfig small = TestTasks.task(PointMass.TERMS, 3, TestTasks.small("rlpd", 4, 4, 100));
    return small.with(Map.of("learning", changes));
  }

  /** Trains on the point mass and returns what the page says at the end. */
  private List<Sign> train(TaskConfig task, int onlineSteps) {
    try (LearnerState state = LearnerState.open(task, 1, 2, dir.resolve("run"));
        TestPolicy policy = new TestPolicy();
        LearnerLoop loop =
            new LearnerLoop(state, new LocalActors(state.inbox(), p -> policy.swap(p.onnx())))) {
      LocalActors actors = new LocalActors(state.inbox(), p -> {});
      SeededRandom random = new SeededRandom(11);
      PointMass world = new PointMass(random, Kind.REACH);
      for (int episode = 0; episode < 20; episode++) {
        world.reset();
        Transition t;
        do {
          t = world.step(world.expert(), Source.SCRIPT, true, -1 - episode);
          actors.offer(t);
        } while (!t.done());
      }
      world.reset();
      for (int step = 0, episode = 0; step < onlineSteps; step++) {
        Transition t = world.step(policy.draw(world.obs(), random), Source.POLICY, false, episode);
        actors.offer(t);
        if (t.done()) {
          world.reset();
          episode++;
        }
        while (loop.ready()) loop.step();
      }
      return state.health().signs();
    }
  }

  private static Sign named(List<Sign> signs, String name) {
    return signs.stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
  }

  private static String remedies(List<Sign> signs) {
    return String.join("\n", signs.stream().map(Sign::remedy).toList());
  }

  @Test
  void shouldFindNothingWrongWithASaneRun() throws Exception {
    List<Sign> signs = train(task(Map.of()), 700);
    for (Sign sign : signs)
      assertEquals(
          sign.name().startsWith("classifier") ? Verdict.NONE : Verdict.OK,
          sign.verdict(),
          sign.toString());
    String page = Files.readString(dir.resolve("run/health.html"));
    assertTrue(page.contains("nothing is off"), page);
    assertTrue(Files.readString(dir.resolve("run/health.json")).contains("\"signs\":[{"));
  }

  @Test
  void shouldNameALearningRateThatIsTooHigh() {
    List<Sign> signs = train(task(Map.of("critic_lr", 3.0)), 500);
    String expected =
        "hardware-configs/tasks/franka-pick-cube.yaml: learning.critic_lr is 3, expected 1.00e-05 to 0.00100";
    assertEquals(Verdict.OFF, named(signs, "losses").verdict(), signs.toString());
    assertTrue(named(signs, "losses").remedy().startsWith(expected), remedies(signs));
  }

  @Test
  void shouldNameAnActorsRateThatIsTooHigh() {
    List<Sign> signs = train(task(Map.of("actor_lr", 3.0)), 500);
    assertEquals(Verdict.OFF, named(signs, "policy entropy").verdict(), signs.toString());
    assertTrue(
        named(signs, "policy entropy").remedy().contains("learning.actor_lr is 3, expected"),
        remedies(signs));
  }

  @Test
  void shouldNameADiscountThatSeesNothing() {
    List<Sign> signs = train(task(Map.of("discount", 0.2)), 300);
    assertEquals(Verdict.OFF, named(signs, "horizon").verdict(), signs.toString());
    assertTrue(
        named(signs, "horizon").remedy().contains("learning.discount is 0.200, expected 0.900"),
        remedies(signs));
  }

  @Test
  void shouldNameADiscountThatNeverForgets() {
    List<Sign> signs = train(task(Map.of("discount", 1.0)), 300);
    assertTrue(
        named(signs, "horizon").remedy().contains("learning.discount is 1, expected"),
        remedies(signs));
  }

  /** A health by a clock of ours, over buffers that nobody trains from unless told to. */
  @Test
  void shouldSayThatNobodyActsAndThatUpdatesDoNotKeepUp() {
    TaskConfig task = TestTasks.tiny("rlpd");
    AtomicLong now_ns = new AtomicLong();
    try (Lockstep lockstep = Lockstep.open(task, null)) {
      LearnerState state = lockstep.state();
      Health health = new Health(task, state.run, now_ns::get);
      health.watch(state.agent, state.inbox, state.replay, state.sampler);
      lockstep.run(0, 100);
      health.refresh();
      assertEquals(Verdict.OK, named(health.signs(), "actors").verdict());
      now_ns.addAndGet(59_000_000_000L);
      assertEquals(Verdict.OK, named(health.signs(), "actors").verdict());
      now_ns.addAndGet(2_000_000_000L);
      Sign actors = named(health.signs(), "actors");
      assertEquals(Verdict.OFF, actors.verdict());
      assertTrue(
          actors.remedy().contains("./reins policy") && actors.remedy().contains("link.port"));

      UpdateStats stats = new UpdateStats(200, Map.of("critic_loss", 0.1));
      health.look(stats);
      for (int i = 100; i < 500; i++) lockstep.actors().offer(Lockstep.step(i));
      for (int i = 0; i < 20; i++) lockstep.loop().step();
      health.look(stats);
      Sign ratio = named(health.signs(), "updates for data");
      assertEquals(Verdict.OFF, ratio.verdict(), ratio.toString());
      assertTrue(ratio.remedy().contains("lower learning.utd, now 2"), ratio.remedy());
      assertEquals(Verdict.OK, named(health.signs(), "actors").verdict());
    }
  }

  @Test
  void shouldSayWhichNumberIsNone() {
    TaskConfig task = TestTasks.tiny("rlpd");
    try (Lockstep lockstep = Lockstep.open(task, dir.resolve("run"))) {
      UpdateStats.NotFinite broken =
          assertThrows(
              UpdateStats.NotFinite.class,
              () -> new UpdateStats(7, Map.of("critic_loss", Double.NaN)));
      lockstep.state().health().broke(broken);
      Sign losses = named(lockstep.state().health().signs(), "losses");
      assertEquals(Verdict.OFF, losses.verdict());
      assertEquals("critic_loss is NaN at update 7", losses.figure());
    }
  }

  @Test
  void shouldChangeNoBitOfATraining() {
    TaskConfig task = TestTasks.tiny("hil_serl");
    byte[] watched;
    byte[] alone;
    try (Lockstep lockstep = Lockstep.open(task, dir.resolve("watched"))) {
      lockstep.run(0, 200);
      assertTrue(Files.exists(dir.resolve("watched/health.html")));
      watched = lockstep.bytes();
    }
    try (Lockstep lockstep = Lockstep.open(task, null)) { // no folder: nothing looks
      lockstep.run(0, 200);
      alone = lockstep.bytes();
    }
    assertArrayEquals(alone, watched);
  }

  @Test
  void shouldServeThePageToThisMachineOnly() throws Exception {
    TaskConfig task = TestTasks.tiny("rlpd");
    try (Lockstep lockstep = Lockstep.open(task, null);
        HealthServer server = new HealthServer(0, lockstep.state().health());
        HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> page = get(client, server.address() + "/");
      assertEquals(200, page.statusCode());
      assertTrue(page.body().contains("health of the training"), page.body());
      assertTrue(get(client, server.address() + "/health.json").body().startsWith("{\"task\":"));
      assertEquals(404, get(client, server.address() + "/journal.bin").statusCode());
      String elsewhere = server.address().replace("127.0.0.1", "127.0.0.2");
      assertThrows(java.io.IOException.class, () -> get(client, elsewhere + "/"));
      try (var raw = new java.net.Socket("127.0.0.1", URI.create(server.address()).getPort())) {
        raw.getOutputStream()
            .write(
                "GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n"
                    .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        byte[] start = raw.getInputStream().readNBytes(12);
        assertEquals("HTTP/1.1 403", new String(start, java.nio.charset.StandardCharsets.US_ASCII));
      }
    }
  }

  private static HttpResponse<String> get(HttpClient client, String uri) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(uri)).build(), HttpResponse.BodyHandlers.ofString());
  }
}
