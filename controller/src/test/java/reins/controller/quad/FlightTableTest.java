package reins.controller.quad;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reins.contract.config.FlightConfig;
import reins.contract.exchange.ActionFrame;
import reins.contract.exchange.Fault;
import reins.controller.quad.FlightMove.Event;
import reins.controller.quad.FlightMove.Guard;
import reins.controller.safety.EstopLatch;

/** Every row of the table is taken once, every other pair of mode and event is refused. */
class FlightTableTest {
  private static final long NOW_ns = 1_000_000_000L;

  private final FlightConfig.Resolved config = Flights.resolved("crazyflie");
  private final FlightPanel panel = new FlightPanel(true);
  private final FlightSupervisor supervisor =
      new FlightSupervisor(config, panel, new FlightInbox(config.flight().ladder()));
  private final FlightState state = new FlightState();

  record Pair(FlightMode from, Event on) {}

  static Stream<FlightMove> moves() {
    return FlightTable.MOVES.stream();
  }

  static Stream<Pair> illegal() {
    return Stream.of(FlightMode.values())
        .flatMap(mode -> Stream.of(Event.values()).map(event -> new Pair(mode, event)))
        .filter(pair -> moves().noneMatch(m -> m.from() == pair.from && m.on() == pair.on));
  }

  /** Makes every guard true, or false. */
  private void world(boolean good) {
    state.onGround = true;
    state.ground_ns = NOW_ns;
    state.accepting = true;
    state.battery_V = 100;
    panel.arm(true);
    if (!good) panel.estop().trip(EstopLatch.Cause.PERSON);
    supervisor.update(NOW_ns, 0.002, good ? 0 : Fault.ESTOP, state, new ActionFrame());
  }

  /** The shortest way from OFF over the table's own rows. */
  private void go(FlightMode to) {
    Map<FlightMode, FlightMove> by = new EnumMap<>(FlightMode.class);
    Deque<FlightMode> open = new ArrayDeque<>();
    open.add(FlightMode.OFF);
    while (!open.isEmpty()) {
      FlightMode from = open.poll();
      for (FlightMove move : FlightTable.MOVES)
        if (move.from() == from && move.to() != FlightMode.OFF && !by.containsKey(move.to())) {
          by.put(move.to(), move);
          open.add(move.to());
        }
    }
    Deque<FlightMove> way = new ArrayDeque<>();
    for (FlightMode at = to; at != FlightMode.OFF; at = by.get(at).from()) way.push(by.get(at));
    world(true);
    for (FlightMove move : way) assertTrue(supervisor.raise(NOW_ns, move.on()), move.toString());
    assertEquals(to, supervisor.mode());
  }

  @ParameterizedTest
  @MethodSource("moves")
  void shouldTakeEveryLegalMove(FlightMove move) {
    go(move.from());
    assertTrue(supervisor.raise(NOW_ns, move.on()));
    assertEquals(move.to(), supervisor.mode());
    assertEquals(move.action() != FlightMove.Action.DISARM, panel.armed());
  }

  @ParameterizedTest
  @MethodSource("moves")
  void shouldRefuseAMoveWhoseGuardDoesNotHold(FlightMove move) {
    if (move.guard() == Guard.NONE) return;
    go(move.from());
    // What breaks the guard may itself move a vehicle on: down, never where the row leads.
    world(false);
    assertFalse(supervisor.raise(NOW_ns, move.on()), move.toString());
    assertNotEquals(move.to(), supervisor.mode());
  }

  @ParameterizedTest
  @MethodSource("illegal")
  void shouldRefuseEveryOtherPair(Pair pair) {
    go(pair.from);
    assertFalse(supervisor.raise(NOW_ns, pair.on));
    assertEquals(pair.from, supervisor.mode());
  }

  @Test
  void shouldComeDownBlindFromEverywhereInTheAir() {
    for (FlightMode mode : FlightMode.values())
      if (mode.steering()) {
        assertSame(FlightMode.EMERGENCY_DESCENT, FlightTable.find(mode, Event.BLIND).to());
        if (mode != FlightMode.LANDING)
          assertSame(FlightMode.LANDING, FlightTable.find(mode, Event.LAND).to());
      }
  }

  @Test
  void shouldLeaveTheGroundOnlyByTakeOff() {
    for (FlightMove move : FlightTable.MOVES)
      if (move.from() == FlightMode.OFF && move.on() != Event.ALOFT)
        assertSame(FlightMode.TAKE_OFF, move.to());
    assertNotNull(FlightTable.find(FlightMode.OFF, Event.TAKE_OFF));
    assertNull(FlightTable.find(FlightMode.EMERGENCY_DESCENT, Event.POLICY));
  }
}
