package reins.controller.safety;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reins.contract.config.RigConfig;
import reins.contract.exchange.Fault;
import reins.contract.exchange.Mode;
import reins.controller.Rigs;
import reins.controller.port.RobotState;
import reins.controller.safety.Move.Event;
import reins.controller.safety.Move.Guard;

/** Every row of the table is taken once, every other pair of mode and event is refused. */
class ModeTableTest {
  private final RigConfig.Resolved config = Rigs.simFranka();
  private final Panel panel = new Panel(config.rig());
  private final Supervisor supervisor = new Supervisor(config, panel);
  private final RobotState state = new RobotState(config.robot().n());

  record Pair(Mode from, Event on) {}

  static Stream<Move> moves() {
    return ModeTable.MOVES.stream();
  }

  static Stream<Pair> illegal() {
    return Stream.of(Mode.values())
        .flatMap(mode -> Stream.of(Event.values()).map(event -> new Pair(mode, event)))
        .filter(pair -> moves().noneMatch(m -> m.from() == pair.from && m.on() == pair.on));
  }

  /** Makes every guard true, or the one named false. */
  private void world(Guard failing) {
    panel.arm(failing == Guard.NOT_ARMED);
    panel.estop().reset();
    java.util.Arrays.fill(state.dq_rad_s, failing == Guard.AT_REST ? 1 : 0);
    supervisor.look(1e-3, 1e-3, failing == Guard.STATE_FRESH ? Fault.STATE_STALE : 0, state);
  }

  /** The shortest way from BOOT over the table's own rows. */
  private void go(Mode to) {
    Map<Mode, Move> by = new EnumMap<>(Mode.class);
    Deque<Mode> open = new ArrayDeque<>(List.of(Mode.BOOT));
    Set<Mode> seen = EnumSet.of(Mode.BOOT);
    while (!open.isEmpty()) {
      Mode from = open.poll();
      for (Move move : ModeTable.MOVES)
        if (move.from() == from && seen.add(move.to())) {
          by.put(move.to(), move);
          open.add(move.to());
        }
    }
    assertTrue(seen.contains(to), to + " cannot be reached");
    Deque<Move> way = new ArrayDeque<>();
    for (Mode at = to; at != Mode.BOOT; at = by.get(at).from()) way.push(by.get(at));
    world(Guard.NONE);
    for (Move move : way) assertSame(move, supervisor.raise(move.on()));
    assertEquals(to, supervisor.mode());
  }

  @ParameterizedTest
  @MethodSource("moves")
  void shouldTakeEveryLegalMove(Move move) {
    go(move.from());
    world(Guard.NONE);
    assertSame(move, supervisor.raise(move.on()));
    assertEquals(move.to(), supervisor.mode());
  }

  @ParameterizedTest
  @MethodSource("moves")
  void shouldRefuseAMoveWhoseGuardDoesNotHold(Move move) {
    if (move.guard() == Guard.NONE) return;
    go(move.from());
    world(move.guard());
    assertNull(supervisor.raise(move.on()));
    assertEquals(move.from(), supervisor.mode());
  }

  @ParameterizedTest
  @MethodSource("illegal")
  void shouldRefuseEveryOtherPair(Pair pair) {
    go(pair.from);
    assertNull(supervisor.raise(pair.on));
    assertEquals(pair.from, supervisor.mode());
  }

  @Test
  void shouldHaveNoWayOutOfAStopButAPersons() {
    for (Move move : ModeTable.MOVES) {
      if (move.from() == Mode.ESTOP) assertEquals(Event.RESET, move.on());
      if (move.from() == Mode.SAFE_STOP)
        assertTrue(move.on() == Event.RECOVER || move.on() == Event.TRIPPED, move.toString());
    }
  }

  @Test
  void shouldReachMotionOnlyThroughThePayloadCheck() {
    for (Move move : ModeTable.MOVES)
      if (move.to().following() && !move.from().following())
        assertEquals(Mode.ARMING, move.from(), move.toString());
  }

  @Test
  void shouldStopFromEverywhere() {
    for (Mode mode : Mode.values()) {
      if (mode != Mode.ESTOP) assertEquals(Mode.ESTOP, ModeTable.find(mode, Event.TRIPPED).to());
      if (!mode.stopped()) assertEquals(Mode.SAFE_STOP, ModeTable.find(mode, Event.FAULT).to());
    }
  }

  @Test
  void shouldTellItsModesApart() {
    for (Mode mode : Mode.values()) {
      assertFalse(mode.following() && mode.braking(), mode.name());
      assertSame(mode, Mode.of(mode.ordinal()));
    }
  }
}
