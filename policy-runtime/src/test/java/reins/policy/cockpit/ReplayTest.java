package reins.policy.cockpit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reins.contract.config.ConfigException;
import reins.contract.config.Workplace;
import reins.policy.Rigs;

/** The page over recorded episodes, as a browser asks for it. */
@Timeout(60)
class ReplayTest {
  private static final byte[] PNG = {1, 2, 3};

  private final HttpClient client = HttpClient.newHttpClient();
  private Replay replay;

  /** Two episodes of one step; what was not recorded is null. */
  private record Two() implements Replay.Archive {
    @Override
    public String name() {
      return "shown";
    }

    @Override
    public int episodes() {
      return 2;
    }

    @Override
    public double fps() {
      return 10;
    }

    @Override
    public List<String> cameras() {
      return List.of("front");
    }

    @Override
    public Film film(int episode) {
      Film.Body body = new Film.Body(null, new double[] {0.4, 0, episode}, null, null);
      Film.Shot shot =
          new Film.Shot(body, null, new float[] {0.5f}, new float[] {-1}, "person", 3, 0);
      return new Film(
          false,
          "SUCCESS",
          List.of(shot, shot),
          List.of(new Film.Note(0, "onset", "gamepad", null)));
    }

    @Override
    public byte[] image(int episode, int step, int camera) {
      return step == 0 ? PNG : null;
    }
  }

  @BeforeEach
  void open() {
    replay = Replay.open(Workplace.of(Rigs.simFranka()), new Two(), 1, Access.loopback(), 0);
  }

  @AfterEach
  void close() {
    replay.close();
    client.close();
  }

  private HttpResponse<byte[]> get(String path) throws Exception {
    URI uri = URI.create(replay.address() + path);
    return client.send(
        HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private JsonNode json(String path) throws Exception {
    return new ObjectMapper().readTree(get(path).body());
  }

  @Test
  void shouldServeTheCockpitsPageOverEpisodes() throws Exception {
    assertEquals(200, get("/").statusCode());
    JsonNode robot = json("/robot.json");
    assertEquals("panda", robot.path("robot").asText());
    assertEquals(2, robot.path("recorded").path("episodes").asInt());
    assertEquals(1, robot.path("recorded").path("first").asInt());
    assertEquals("front", robot.path("cameras").path(0).asText());
    JsonNode film = json("/episodes/1");
    JsonNode shot = film.path("shots").path(0);
    assertEquals(1, shot.path("body").path("p_m").path(2).asDouble());
    assertTrue(shot.path("body").get("q_rad").isNull(), "not recorded, not drawn");
    assertEquals("person", shot.path("driver").asText());
    assertEquals("gamepad", film.path("notes").path(0).path("device").asText());
    assertArrayEquals(PNG, get("/episodes/0/0/0").body());
  }

  @Test
  void shouldHaveNothingElseAndNoLineToCommandBy() throws Exception {
    for (String path :
        List.of(
            "/episodes/2",
            "/episodes/-1",
            "/episodes/x",
            "/episodes/99999999999",
            "/episodes/0/1/0",
            "/episodes/0/0/1")) assertEquals(404, get(path).statusCode(), path);
    for (String line : List.of("/link", "/cameras"))
      assertThrows(
          CompletionException.class,
          () ->
              client
                  .newWebSocketBuilder()
                  .header("Origin", replay.address())
                  .buildAsync(
                      URI.create(replay.address().replace("http", "ws") + line),
                      new java.net.http.WebSocket.Listener() {})
                  .join(),
          line);
  }

  @Test
  void shouldNameATakenPort() {
    int port = URI.create(replay.address()).getPort();
    String message =
        assertThrows(
                ConfigException.class,
                () ->
                    Replay.open(
                        Workplace.of(Rigs.simFranka()), new Two(), 0, Access.loopback(), port))
            .getMessage();
    assertTrue(message.startsWith("--cockpit " + port + ": the port is taken"), message);
  }
}
