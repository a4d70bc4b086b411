package reins.sim.lockstep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reins.contract.config.DeviceConfig;
import reins.contract.config.RigConfig;
import reins.contract.data.PolicySpec;
import reins.contract.exchange.Exchange;
import reins.contract.exchange.Mode;
import reins.contract.exchange.Source;
import reins.contract.exchange.StateFrame;
import reins.controller.loop.ControlLoop;
import reins.policy.ActorLoop;
import reins.policy.device.Hand;
import reins.policy.device.Hands;
import reins.policy.device.LeaderHand;
import reins.policy.device.StickHand;
import reins.policy.episode.Phase;
import reins.policy.episode.StartPlaces;
import reins.policy.human.Intent;
import reins.policy.human.Journal;
import reins.policy.human.LinkLoss;
import reins.policy.human.Pause;
import reins.policy.human.Person;
import reins.policy.infer.Exploration;
import reins.policy.infer.PolicyStore;
import reins.policy.observe.Objects;
import reins.policy.record.TransitionSink;
import reins.sim.mujoco.MujocoRequired;
import reins.sim.world.ArmWorld;
import reins.sim.world.TableScene;

/**
 * Taking over and handing back jerk the arm no more than the policy's own reversals do, by every
 * kind of device, with the leader's pose far from the robot's.
 */
@ExtendWith(MujocoRequired.class)
class HandOverTest {
  private static final Path RIG =
      Path.of(System.getProperty("reins.root"), "hardware-configs/rigs/sim-franka.yaml");
  private static final int EPISODES = 2;
  private static final int WARM_STEPS = 5;

  /** A hand takes over in the middle of each of so many steps, pushes, and lets go. */
  private static final int ROUND_STEPS = 24;

  private static final int ROUNDS = 4;
  private static final int ONSET_STEP = 10;
  private static final int RELEASE_STEP = 14;

  /** The latch holds the robot for four steps, then the policy has it back. */
  private static final int BACK_STEP = 22;

  private static final int READING_TICKS = 16;

  /** News of a hand changes the step that runs, as often and as late as in the policy process. */
  private static final int REVISE_TICKS = 10;

  private static final int LAST_CALL_TICK = 95;
  private static final long TICK_NS = 1_000_000;
  private static final double TICK_S = 1e-3;

  /** What a person pushes, and the task they push it in. */
  enum Kind {
    JOY("xbox", "franka-pick-cube", 1),
    SPACENAV("spacenav", "franka-pick-cube", 1),
    SPACEMOUSE("spacemouse", "franka-pick-cube", 1),
    LEADER_TOOL("leader-panda", "franka-pick-cube", 1),
    LEADER_JOINTS("leader-panda", "franka-joint-reach", 0);

    final String device;
    final String task;
    final int axis;

    Kind(String device, String task, int axis) {
      this.device = device;
      this.task = task;
      this.axis = axis;
    }
  }

  /** In the policy's place: to and fro as fast as an action may ask. */
  private static final class Restless implements Person {
    private final Intent intent = new Intent();
    private final SplittableRandom random = new SplittableRandom(1);
    private final int axis;
    private double way = 1;
    private int left;

    Restless(int axis) {
      this.axis = axis;
      intent.engaged = true;
      intent.source = Source.SCRIPT;
    }

    @Override
    public Intent poll(
        long now_ns, StateFrame state, Objects objects, reins.policy.episode.Episode episode) {
      if (left-- == 0) {
        way = -way;
        left = random.nextInt(1, 6);
      }
      intent.action[axis] = way;
      return intent;
    }
  }

  @TempDir Path dir;

  @ParameterizedTest
  @EnumSource(Kind.class)
  void shouldJerkNoMoreThanThePolicyDoes(Kind kind) {
    RigConfig.Resolved config = RigConfig.load(RIG, kind.task);
    try (Run run = new Run(kind, config)) {
      while (run.episodes < EPISODES) run.step();
      System.out.printf(
          "%s: largest jerk of the tool %.0f m/s3 by the policy, %.0f taking over, %.0f handing"
              + " back; of a torque %.0f, %.0f, %.0f Nm/s%n",
          kind,
          run.policy.jerk_m_s3,
          run.onset.jerk_m_s3,
          run.release.jerk_m_s3,
          run.policy.rate_Nm_s,
          run.onset.rate_Nm_s,
          run.release.rate_Nm_s);
      assertEquals(EPISODES * ROUNDS, run.hands.takeOvers());
      assertEquals(EPISODES * ROUNDS, run.hands.releases());
      boolean revised = !kind.device.startsWith("leader");
      assertEquals(revised ? EPISODES * ROUNDS : 0, run.within, "take-overs within a step");
      assertTrue(run.policy.jerk_m_s3 > 1, "nothing moved");
      for (Worst of : List.of(run.onset, run.release)) {
        assertTrue(of.jerk_m_s3 <= 1.1 * run.policy.jerk_m_s3, kind + " jerks");
        assertTrue(of.rate_Nm_s <= 1.1 * run.policy.rate_Nm_s, kind + " pulls");
      }
    }
  }

  /** The most of what was seen. */
  private static final class Worst {
    double jerk_m_s3;
    double rate_Nm_s;
  }

  /** The two loops over the arm, looked at in every tick. */
  private final class Run implements AutoCloseable {
    final Worst policy = new Worst();
    final Worst onset = new Worst();
    final Worst release = new Worst();
    final Hands hands;
    int episodes;
    private int round;
    private final Kind kind;
    private final ArmWorld world;
    private final Exchange exchange = Exchange.inProcess();
    private final ControlLoop control;
    private final ActorLoop actor;
    private final PolicyStore policies;
    private final Journal journal = new Journal(dir.resolve("person.jsonl"));
    private final StateFrame frame = new StateFrame();
    private final List<Runnable> readings = new ArrayList<>();
    private final double[] v_m_s = new double[3];
    private final double[] a_m_s2 = new double[3];
    private final double[] tau_Nm = new double[7];
    private final double[] q_rad = {0.9, 0.2, -0.3, -1.9, 0.2, 2.4, 0.1};
    int within;
    private boolean pushing;
    private boolean news;
    private long takeOvers;
    private long now_ns;

    Run(Kind kind, RigConfig.Resolved config) {
      this.kind = kind;
      world = new ArmWorld(config.robot(), TableScene.of(config.task()));
      control = ControlLoop.of(config, new WorldPort(world), exchange);
      hands =
          new Hands(
              config,
              new Hands.Setup(new Restless(kind.axis), LinkLoss.HOLD, new Pause(), journal),
              List.of(hand(config)));
      policies = new PolicyStore(PolicySpec.of(config.task()), 50_000_000, Exploration.none());
      StartPlaces starts = new StartPlaces(config.task(), 1);
      double[] place_m = new double[3];
      actor =
          ActorLoop.learning(
              new ActorLoop.Parts(
                  config,
                  exchange,
                  objects -> {
                    world.p_base_object_m(objects.p_base_object_m);
                    objects.stamp_ns = now_ns;
                  },
                  hands,
                  episode -> {
                    starts.at(episode, place_m);
                    world.placeObject(place_m[0], place_m[1], place_m[2], 0);
                  },
                  TransitionSink.NONE,
                  policies,
                  _ -> episodes++),
              1,
              Integer.MAX_VALUE);
      tick();
    }

    private Hand hand(RigConfig.Resolved config) {
      DeviceConfig device = DeviceConfig.load(RIG, kind.device);
      if (device instanceof DeviceConfig.LeaderArm arm) {
        LeaderHand leader = new LeaderHand(arm, arm.kinematics(RIG), config);
        readings.add(() -> lead(leader));
        return leader;
      }
      StickHand stick = new StickHand((DeviceConfig.Sticks) device, config);
      stick.onNews(() -> news = true);
      readings.add(() -> stick.accept(now_ns, deflection(), new boolean[13]));
      return stick;
    }

    /** Pushed to the stop at once, against the policy's way or with it, and let go at once. */
    private double[] deflection() {
      double push = pushing ? (round % 2 == 0 ? 1 : -1) : 0.02;
      return switch (kind) {
        case JOY -> new double[] {push, 0, 1, 0, 0, 1, 0, 0};
        case SPACENAV -> new double[] {0, 0.68 * push, 0, 0, 0, 0};
        default -> new double[] {-push, 0, 0, 0, 0, 0};
      };
    }

    private void lead(LeaderHand leader) {
      if (pushing) q_rad[0] += (round % 2 == 0 ? 1 : -1) * READING_TICKS * TICK_S;
      leader.accept(now_ns, q_rad, Double.NaN);
    }

    void step() {
      actor.step(now_ns);
      int steps = actor.episode().phase() == Phase.RUNNING ? actor.episode().steps() : 0;
      int at = steps % ROUND_STEPS;
      pushing = at >= ONSET_STEP && at < RELEASE_STEP;
      round = steps / ROUND_STEPS;
      Worst of = policy;
      if (at >= ONSET_STEP) of = at < RELEASE_STEP ? onset : at < BACK_STEP ? release : policy;
      if (steps < WARM_STEPS) of = null;
      for (int i = 0; i < 100; i++) {
        world.step();
        tick();
        look(of);
        if (i % READING_TICKS == 0) readings.forEach(Runnable::run);
        if (news && i % REVISE_TICKS == 0 && i < LAST_CALL_TICK) revise();
      }
      news = false;
    }

    private void revise() {
      news = false;
      actor.revise(now_ns);
      if (hands.takeOvers() > takeOvers) within++;
      takeOvers = hands.takeOvers();
    }

    private void tick() {
      now_ns += TICK_NS;
      control.tick(now_ns, TICK_S);
    }

    private void look(Worst of) {
      exchange.latestState(frame);
      double jerk2 = 0;
      for (int k = 0; k < 3; k++) {
        double a = (frame.v_base_tool[k] - v_m_s[k]) / TICK_S;
        jerk2 += Math.pow((a - a_m_s2[k]) / TICK_S, 2);
        a_m_s2[k] = a;
        v_m_s[k] = frame.v_base_tool[k];
      }
      double rate_Nm_s = 0;
      for (int i = 0; i < tau_Nm.length; i++) {
        rate_Nm_s = Math.max(rate_Nm_s, Math.abs(frame.tau_cmd_Nm[i] - tau_Nm[i]) / TICK_S);
        tau_Nm[i] = frame.tau_cmd_Nm[i];
      }
      if (of == null || !Mode.of(frame.mode).acting()) return;
      of.jerk_m_s3 = Math.max(of.jerk_m_s3, Math.sqrt(jerk2));
      of.rate_Nm_s = Math.max(of.rate_Nm_s, rate_Nm_s);
    }

    @Override
    public void close() {
      policies.close();
      journal.close();
      exchange.close();
      world.close();
    }
  }
}
