package reins.sim.lockstep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reins.contract.config.CameraTerm;
import reins.contract.config.ConfigException;
import reins.contract.config.Deployment;
import reins.contract.data.PolicySpec;
import reins.learner.LearnerState;
import reins.learner.export.RedSeeker;
import reins.policy.episode.EpisodeResult;
import reins.policy.episode.Outcome;
import reins.policy.episode.Phase;
import reins.policy.human.NoPerson;
import reins.policy.infer.Exploration;
import reins.policy.infer.PolicyStore;
import reins.policy.infer.Verdict;
import reins.policy.record.TransitionSink;
import reins.sim.mujoco.MujocoMissing;
import reins.sim.mujoco.MujocoRequired;

/** From the camera on a vehicle's nose through the policy's contract to where it flies. */
@ExtendWith(MujocoRequired.class)
class FlightCameraTest {
  private static final RedSeeker SEEKER = new RedSeeker(0.5, 0.6);

  private final Deployment config = load();
  private final PolicySpec spec = PolicySpec.of(config.task());
  private final List<EpisodeResult> results = new ArrayList<>();

  private static Deployment load() {
    return Deployment.load(
        Path.of(System.getProperty("reins.root"), "hardware-configs"), null, "quad-look");
  }

  @BeforeEach
  void needsOpenGl() {
    try (PolicyStore store = store();
        Lockstep _ = lockstep(store)) {
      return;
    } catch (MujocoMissing e) {
      if ("true".equals(System.getenv("CI"))) throw e;
      System.err.println("LEFT OUT FlightCameraTest: " + e.getMessage());
      Assumptions.abort(e.getMessage());
    }
  }

  private PolicyStore store() {
    return new PolicyStore(spec, Long.MAX_VALUE, Exploration.none());
  }

  private Lockstep lockstep(PolicyStore store) {
    return Lockstep.evaluating(
        config,
        new Lockstep.Setup(1, 1, 0, new NoPerson(), store, TransitionSink.NONE, results::add));
  }

  @Test
  void shouldFlyThroughTheGateThatItSees() {
    try (PolicyStore store = store();
        Lockstep lockstep = lockstep(store)) {
      Verdict verdict = store.offer(1, SEEKER.export(spec, 1).onnx());
      assertTrue(verdict.accepted(), verdict.reason());
      while (results.size() < 4) lockstep.step();
    }
    for (EpisodeResult result : results) assertEquals(Outcome.SUCCESS, result.outcome());
  }

  @Test
  void shouldTakeThirtyPicturesASecondAndSeeTheGateWhereItIs() {
    try (PolicyStore store = store();
        Lockstep lockstep = lockstep(store)) {
      store.offer(1, SEEKER.export(spec, 1).onnx());
      while (lockstep.actor().episode().phase() != Phase.RUNNING) lockstep.step();
      lockstep.step();
      long seen_ns = lockstep.actor().images().stamp_ns, from_ns = lockstep.now_ns();
      assertTrue(from_ns - seen_ns < 100_000_000L);
      double[] side = red(lockstep.actor().images().rgb);
      // The gate is to the left of a vehicle that is to its right.
      double y_m = lockstep.actor().state().p_base_tool_m[1];
      assertTrue(side[2] > 20, "red pixels: " + side[2]);
      assertEquals(Math.signum(y_m), Math.signum(side[0]), "y " + y_m + ", red at " + side[0]);
      for (int i = 0; i < 6; i++) lockstep.step();
      long later_ns = lockstep.actor().images().stamp_ns;
      assertEquals(0, (later_ns - seen_ns) % (1_000_000_000L / 30));
      assertEquals(9, Math.round((later_ns - seen_ns) * 30e-9), 1);
    }
  }

  /** Mean place of red pixels, right and down positive, and how many. */
  private double[] red(byte[] rgb) {
    double x = 0, y = 0, n = 0;
    int w = spec.imageWidth();
    for (int i = 0; i < rgb.length / 3; i++) {
      int r = rgb[3 * i] & 255, g = rgb[3 * i + 1] & 255, b = rgb[3 * i + 2] & 255;
      if (r < g + 60 || r < b + 60) continue;
      x += i % w - w / 2 + 0.5;
      y += i / w - spec.imageHeight() / 2 + 0.5;
      n++;
    }
    return new double[] {x / n, y / n, n};
  }

  @Test
  void shouldRefusePoliciesOfAnotherPictureAndThoseTooSlow() {
    CameraTerm wider = new CameraTerm("eye", 96, 48, 127.5, 127.5, 0.15);
    PolicySpec other = PolicySpec.of(config.with(Map.of("cameras", List.of(wider))).task());
    try (PolicyStore store = store();
        PolicyStore hurried = new PolicyStore(spec, 1, Exploration.none())) {
      Verdict shape = store.offer(1, SEEKER.export(other, 1).onnx());
      assertFalse(shape.accepted());
      assertTrue(shape.reason().contains("image"), shape.reason());
      PolicySpec sameShape = new PolicySpec(6, 4, spec.camera(), other.fingerprint());
      assertTrue(
          store.offer(1, SEEKER.export(sameShape, 1).onnx()).reason().contains("fingerprint"));
      Verdict slow = hurried.offer(1, SEEKER.export(spec, 1).onnx());
      assertTrue(slow.reason().contains("budget"), slow.reason());
    }
  }

  @Test
  void shouldSayWhichAlgorithmsDoNotSee() {
    Deployment iql = config.with(Map.of("learning", Map.of("algorithm", "iql")));
    String said =
        assertThrows(ConfigException.class, () -> LearnerState.open(iql.task(), 1, 1, null))
            .getMessage();
    assertTrue(said.contains("learning.algorithm: iql sees measured numbers only"), said);
  }
}
