package reins.sim.bench.cockpit;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpClient;
import reins.contract.config.TaskConfig;

/**
 * One after the other commands at the same page: whoever leaves has let go before, and the next
 * comes when the seat is free. Somebody watches all the time.
 *
 * <p>Threads: one.
 */
final class Turns implements AutoCloseable {
  private static final long LET_GO_MS = 700; // longer than a take-over outlasts the hand

  private final CockpitStand stand;
  private final HttpClient client;
  private final Page watcher;
  private final long seed;
  private SocketPresser staying;

  Turns(CockpitStand stand, HttpClient client, Page watcher, long seed) {
    this.stand = stand;
    this.client = client;
    this.watcher = watcher;
    this.seed = seed;
  }

  /** Nothing measured yet; the moments are the same for everybody. */
  InputLatency latency() {
    TaskConfig task = stand.rig().config().task();
    return new InputLatency(watcher::state, stand.exchange(), task.episode_steps(), seed);
  }

  /**
   * A page without a browser, in command and at rest for a while: what is held when a page comes
   * must be let go before it counts.
   */
  SocketPresser socket() {
    SocketPresser socket = new SocketPresser(Page.link(client, stand.port()));
    stand.await("the seat", socket::commands);
    letGo();
    return socket;
  }

  /** A round of somebody who is in command, and lets go at its end. */
  void take(InputLatency into, Presser by, int trials, Runnable progress) {
    into.round(by, trials, progress);
    by.hold(false);
    letGo();
    stand.await("a hand at rest", () -> !desk("engaged").asBoolean());
  }

  private JsonNode desk(String what) {
    return watcher.state().path("desk").path(what);
  }

  private static void letGo() {
    try {
      Thread.sleep(LET_GO_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Until nobody commands. */
  void awaitFree() {
    stand.await("a free seat", () -> desk("commander").asInt(-1) == 0);
  }

  /** The hands stay on, moving nothing, so that episodes go on. */
  void stay(SocketPresser hands) {
    staying = hands;
    hands.hold(true);
  }

  /** Steps that the actor's loop has missed so far. */
  long missed() {
    return watcher.state().path("counts").path("missed").asLong();
  }

  CockpitStand stand() {
    return stand;
  }

  int cameras() {
    return stand.rig().config().rig().cockpit().cameras().size();
  }

  int port() {
    return stand.port();
  }

  @Override
  public void close() {
    if (staying != null) staying.close();
  }
}
