package reins.sim.lockstep;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import reins.contract.config.Deployment;
import reins.contract.config.DeviceConfig;
import reins.contract.config.Workplace;
import reins.contract.data.PolicySpec;
import reins.contract.data.Transition;
import reins.contract.exchange.Mode;
import reins.contract.exchange.Source;
import reins.contract.exchange.StateFrame;
import reins.controller.quad.FlightMode;
import reins.policy.device.Hands;
import reins.policy.device.StickHand;
import reins.policy.episode.Episode;
import reins.policy.episode.EpisodeResult;
import reins.policy.episode.Outcome;
import reins.policy.episode.Phase;
import reins.policy.human.Device;
import reins.policy.human.Engagement;
import reins.policy.human.Intent;
import reins.policy.human.Journal;
import reins.policy.human.LinkLoss;
import reins.policy.human.NoPerson;
import reins.policy.human.Pause;
import reins.policy.human.Person;
import reins.policy.human.PersonAction;
import reins.policy.human.ScriptedOperator;
import reins.policy.infer.Exploration;
import reins.policy.infer.PolicyStore;
import reins.policy.observe.Objects;
import reins.sim.mujoco.MujocoRequired;

/** The actor's loop over a quadrotor: the operator, a person at the sticks, what fails. */
@ExtendWith(MujocoRequired.class)
class FlightTaskTest {
  private static final Deployment CONFIG =
      Deployment.load(
          Path.of(System.getProperty("reins.root"), "hardware-configs"), null, "quad-gate");

  private final List<Transition> transitions = new ArrayList<>();
  private final List<EpisodeResult> results = new ArrayList<>();

  /** A person whose sticks the test holds, through what every device goes through. */
  private static final class Sticks implements Person {
    final double[] axes = new double[PersonAction.AXES];
    private final double[] read = new double[PersonAction.AXES];
    private final Engagement engagement = new Engagement();
    private final PersonAction action = new PersonAction(CONFIG.task().action());
    private final Intent intent = new Intent();

    @Override
    public Intent poll(long now_ns, StateFrame state, Objects objects, Episode episode) {
      System.arraycopy(axes, 0, read, 0, axes.length);
      intent.engaged = engagement.read(now_ns, Device.STICKS, read, false, false);
      if (intent.engaged) action.write(read, 0, intent.action);
      return intent;
    }
  }

  /** A pad beside the page: the real hand behind readings that the test makes up. */
  private static final class Pad implements Person {
    private static final Path RIG =
        Path.of(System.getProperty("reins.root"), "hardware-configs/rigs/sim-quad-gate.yaml");

    final double[] axes = {0, 0, 1, 0, 0, 1, 0, 0};
    boolean dead;
    private final StickHand hand =
        new StickHand((DeviceConfig.Sticks) DeviceConfig.load(RIG, "xbox"), CONFIG);
    final Hands hands;

    Pad(Journal journal) {
      LinkLoss land = LinkLoss.valueOf(Workplace.load(RIG).cockpit().link_lost().toUpperCase());
      Hands.Setup setup = new Hands.Setup(new NoPerson(), land, new Pause(), journal);
      hands = new Hands(CONFIG, setup, List.of(hand));
    }

    @Override
    public Intent poll(long now_ns, StateFrame state, Objects objects, Episode episode) {
      for (int i = 0; i < 3 && !dead; i++) hand.accept(now_ns, axes.clone(), new boolean[11]);
      return hands.poll(now_ns, state, objects, episode);
    }
  }

  @Test
  void shouldFlyByAPadAndLandWhereItDies(@TempDir Path dir) {
    try (Journal journal = new Journal(dir.resolve("person.jsonl"));
        PolicyStore store = store()) {
      Pad pad = new Pad(journal);
      try (Lockstep lockstep = lockstep(pad, store, 5, 0)) {
        until(lockstep, Phase.SETTLING);
        pad.axes[0] = 0.5;
        until(lockstep, Phase.RUNNING);
        for (int i = 0; i < 4; i++) lockstep.step();
        assertEquals(FlightMode.INTERVENTION, lockstep.flight().loop(0).mode());
        assertEquals(Source.PERSON, transitions.getLast().source());
        assertTrue(transitions.getLast().action()[1] > 0.3);
        pad.dead = true;
        // 200 ms after the last reading it hovers, a second after it lands.
        for (int i = 0; i < 5; i++) lockstep.step();
        assertEquals(FlightMode.HOVER, lockstep.flight().loop(0).mode());
        for (int i = 0; i < 18; i++) lockstep.step();
        assertEquals(FlightMode.LANDING, lockstep.flight().loop(0).mode());
        assertEquals(1, pad.hands.linkLosses());
        assertEquals(Outcome.ABORTED, results.getLast().outcome());
      }
    }
  }

  private static PolicyStore store() {
    return new PolicyStore(PolicySpec.of(CONFIG.task()), Long.MAX_VALUE, Exploration.none());
  }

  private Lockstep lockstep(Person person, PolicyStore store, long seed, int demonstrations) {
    return Lockstep.learning(
        CONFIG,
        new Lockstep.Setup(seed, 1, demonstrations, person, store, transitions::add, results::add));
  }

  private static void until(Lockstep lockstep, Phase phase) {
    for (int i = 0; i < 600 && lockstep.actor().episode().phase() != phase; i++) lockstep.step();
    assertEquals(phase, lockstep.actor().episode().phase());
  }

  @Test
  void shouldShowTheCourseAndRepeatFromTheSeed() {
    List<Transition> first = new ArrayList<>();
    for (int round = 0; round < 2; round++) {
      transitions.clear();
      results.clear();
      try (PolicyStore store = store();
          Lockstep lockstep = lockstep(new ScriptedOperator(CONFIG, 3), store, 3, 4)) {
        while (results.size() < 4) lockstep.step();
        for (EpisodeResult result : results) assertEquals(Outcome.SUCCESS, result.outcome());
        lockstep.step();
      }
      if (round == 0) first.addAll(transitions);
    }
    assertEquals(4, transitions.stream().filter(Transition::success).count());
    for (Transition t : transitions) {
      assertEquals(Source.SCRIPT, t.source());
      assertEquals(t.success() ? 1f : 0f, t.reward());
      for (float o : t.nextObs()) assertTrue(Float.isFinite(o) && Math.abs(o) < 5);
    }
    assertEquals(first.size(), transitions.size());
    for (int i = 0; i < first.size(); i++) {
      assertArrayEquals(first.get(i).obs(), transitions.get(i).obs());
      assertArrayEquals(first.get(i).action(), transitions.get(i).action());
    }
  }

  @Test
  void shouldGiveTheVehicleToThePersonAtTheSticksAndRecordWhoFlew() {
    Sticks sticks = new Sticks();
    try (PolicyStore store = store();
        Lockstep lockstep = lockstep(sticks, store, 5, 0)) {
      until(lockstep, Phase.SETTLING);
      sticks.axes[2] = 0.5;
      until(lockstep, Phase.RUNNING);
      sticks.axes[2] = 0;
      sticks.axes[1] = 1;
      sticks.axes[5] = 0.5;
      double y_m = lockstep.actor().state().p_base_tool_m[1];
      for (int i = 0; i < 12; i++) lockstep.step();
      assertEquals(FlightMode.INTERVENTION, lockstep.flight().loop(0).mode());
      assertEquals(Mode.INTERVENTION.ordinal(), lockstep.actor().state().mode);
      assertTrue(lockstep.actor().state().p_base_tool_m[1] > y_m + 0.3);
      Transition steered = transitions.getLast();
      assertEquals(Source.PERSON, steered.source());
      assertTrue(steered.intervention());
      assertEquals(1, steered.action()[1], 1e-6);
      assertEquals((0.5 - 0.08) / 0.92, steered.action()[3], 1e-6);
      assertArrayEquals(new float[4], steered.proposed());

      sticks.axes[1] = sticks.axes[5] = 0;
      for (int i = 0; i < 12; i++) lockstep.step();
      assertEquals(FlightMode.POLICY, lockstep.flight().loop(0).mode());
      assertEquals(Source.POLICY, transitions.getLast().source());
    }
  }

  @Test
  void shouldFailAnEpisodeThatLeavesTheBoxAndFlyBackToTheNextStart() {
    Sticks sticks = new Sticks();
    try (PolicyStore store = store();
        Lockstep lockstep = lockstep(sticks, store, 7, 0)) {
      until(lockstep, Phase.SETTLING);
      sticks.axes[1] = -1;
      until(lockstep, Phase.RUNNING);
      until(lockstep, Phase.HOMING);
      assertEquals(Outcome.FAILURE, results.getFirst().outcome());
      assertEquals(0, transitions.getLast().mask());
      assertTrue(transitions.getLast().done());
      sticks.axes[1] = 0;
      until(lockstep, Phase.SETTLING);
      double[] p_m = new double[3];
      lockstep.flight().position(0, p_m);
      assertTrue(p_m[0] > -3 && p_m[0] < -1.8 && p_m[1] > -2 && p_m[1] < 0.4, "at " + p_m[1]);
    }
  }

  @Test
  void shouldSendUpAVehicleThatCameDownAndGoOn() {
    try (PolicyStore store = store();
        Lockstep lockstep = lockstep(new ScriptedOperator(CONFIG, 1), store, 1, 9)) {
      until(lockstep, Phase.RUNNING);
      for (int i = 0; i < 5; i++) lockstep.step();
      lockstep.flight().loop(0).panel().land();
      lockstep.step();
      for (int i = 0; i < 60; i++) lockstep.step();
      assertNotEquals(Phase.RUNNING, lockstep.actor().episode().phase());
      assertEquals(Outcome.ABORTED, results.getFirst().outcome());
      until(lockstep, Phase.RUNNING);
      while (results.size() < 2) lockstep.step();
      assertEquals(Outcome.SUCCESS, results.get(1).outcome());
    }
  }
}
