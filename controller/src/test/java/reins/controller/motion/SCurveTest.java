package reins.controller.motion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class SCurveTest {
  private static final double V = 0.4;
  private static final double A = 3;
  private static final double J = 60;

  /** Judged by what it does, differences of what it wrote, not by what it says of itself. */
  private static final class Judge {
    final double dt_s;
    double p;
    double v;
    double a;

    Judge(double dt_s, SCurve curve) {
      this.dt_s = dt_s;
      p = curve.p();
      v = curve.v();
      a = curve.a();
    }

    void look(SCurve curve, String when) {
      // Mean velocity of a tick, mean acceleration of a tick, difference of accelerations.
      double mean = (curve.p() - p) / dt_s;
      assertTrue(Math.abs(mean) <= V * (1 + 1e-9) + 1e-9, "speed " + mean + when);
      assertTrue(Math.abs(curve.v()) <= V * (1 + 1e-9) + 1e-9, "speed " + curve.v() + when);
      double dv = (curve.v() - v) / dt_s;
      assertTrue(Math.abs(dv) <= A * (1 + 1e-6) + 1e-6, "acceleration " + dv + when);
      double da = (curve.a() - a) / dt_s;
      assertTrue(Math.abs(da) <= J * (1 + 1e-6) + 1e-4, "jerk " + da + when);
      // p moves as v and a say.
      double moved = dt_s * (v + curve.v()) / 2 - dt_s * dt_s * (curve.a() - a) / 12;
      assertEquals(moved, curve.p() - p, J * dt_s * dt_s * dt_s, "way" + when);
      p = curve.p();
      v = curve.v();
      a = curve.a();
    }
  }

  /** A state from which neither limit has to be broken. */
  private static void anyState(Random random, SCurve curve) {
    double a = A * random.nextDouble(-1, 1);
    double room = V - a * a / (2 * J);
    curve.place(random.nextGaussian(), room * random.nextDouble(-1, 1), a);
  }

  @Property(tries = 300)
  void shouldReachAnyTargetFromAnyStateWithinItsLimits(@ForAll long seed) {
    Random random = new Random(seed);
    SCurve curve = new SCurve(V, A, J);
    anyState(random, curve);
    double target = curve.p() + Math.pow(10, random.nextDouble(-6, 0.3)) * random.nextGaussian();
    double dt_s = Math.pow(10, random.nextDouble(-3.5, -2));
    // It comes from the side on which an immediate stop would leave it; once there, it does not
    // pass.
    boolean there = false;
    double start = curve.p(), side = target >= curve.stop() ? 1 : -1;
    double turn = V * V / A + V * A / J;
    // Where the acceleration turns it round although it is to stop, it cannot help passing.
    boolean turns = curve.v() * (curve.v() + curve.a() * Math.abs(curve.a()) / (2 * J)) < 0;
    curve.aim(target, V);
    Judge judge = new Judge(dt_s, curve);
    double most_s = 3 * V / A + 4 * A / J + (Math.abs(target - start) + 2 * turn) / V;
    for (double t = 0; t < most_s && !curve.done(); t += dt_s) {
      curve.advance(dt_s);
      judge.look(curve, " at " + t);
      there |= side * (curve.p() - target) < 0;
      boolean past = side * (curve.p() - target) > 1e-9;
      assertTrue(turns || !there || !past, "passes its target");
      assertTrue(Math.abs(curve.p() - start) <= Math.abs(target - start) + turn, "far out");
    }
    assertTrue(curve.done(), "arrives");
    assertEquals(target, curve.p());
    assertEquals(0, curve.v());
  }

  /** From rest the target is never passed, and the way there is a straight rise. */
  @Property(tries = 200)
  void shouldNotOvershootFromRest(@ForAll long seed) {
    Random random = new Random(seed);
    SCurve curve = new SCurve(V, A, J);
    double target = Math.pow(10, random.nextDouble(-7, 1));
    curve.place(0);
    curve.aim(target, V);
    double last = 0;
    for (int t = 0; t < 40_000 && !curve.done(); t++) {
      curve.advance(1e-3);
      assertTrue(
          curve.p() >= last - 1e-12 && curve.p() <= target + 1e-12, "at " + t + ": " + curve.p());
      last = curve.p();
    }
    assertTrue(curve.done());
  }

  /** A target that comes in while it is on its way to another, again and again, at any tick. */
  @Property(tries = 100)
  void shouldFollowATargetThatMovesWithinItsLimits(@ForAll long seed) {
    Random random = new Random(seed);
    SCurve curve = new SCurve(V, A, J);
    Judge judge = new Judge(1e-3, curve);
    for (int t = 0; t < 3000; t++) {
      if (random.nextInt(40) == 0) curve.aimWithin(0.05 * random.nextGaussian(), 0.1);
      if (random.nextInt(40) == 0) curve.aim(curve.target(), V * random.nextDouble());
      if (random.nextInt(200) == 0) curve.rest();
      curve.advance(1e-3);
      judge.look(curve, " at " + t);
    }
    double target = 0.3;
    curve.aim(target, V);
    for (int t = 0; t < 4000 && !curve.done(); t++) curve.advance(1e-3);
    assertEquals(target, curve.p());
  }

  /** The textbook's time of a long way: d / v + v / a + a / j. */
  @Test
  void shouldTakeTheShortestTime() {
    SCurve curve = new SCurve(V, A, J);
    curve.place(0);
    curve.aim(1, V);
    double expected_s = 1 / V + V / A + A / J, t = 0;
    for (; !curve.done(); t += 1e-5) curve.advance(1e-5);
    assertEquals(expected_s, t, 5e-5);
    // A short one, of jerk alone: t = 4 (d / 2j)^(1/3).
    curve.place(0);
    curve.aim(1e-3, V);
    for (t = 0; !curve.done(); t += 1e-5) curve.advance(1e-5);
    assertEquals(4 * Math.cbrt(1e-3 / (2 * J)), t, 5e-5);
  }

  /** The same way in ticks of any length. */
  @Test
  void shouldNotCareForTheLengthOfATick() {
    SCurve coarse = new SCurve(V, A, J), fine = new SCurve(V, A, J);
    coarse.place(0, 0.2, -1);
    fine.place(0, 0.2, -1);
    coarse.aim(-0.3, V);
    fine.aim(-0.3, V);
    for (int t = 0; t < 200; t++) {
      coarse.advance(0.01);
      for (int k = 0; k < 10; k++) fine.advance(0.001);
      assertEquals(fine.p(), coarse.p(), 1e-12);
      assertEquals(fine.v(), coarse.v(), 1e-12);
    }
    assertTrue(coarse.done());
  }

  /** Planning anew from where it is changes nothing: it was the shortest way already. */
  @Test
  void shouldKeepToItsPlanWhenItPlansAnew() {
    SCurve once = new SCurve(V, A, J), again = new SCurve(V, A, J);
    once.place(0);
    again.place(0);
    once.aim(0.2, V);
    for (int t = 0; t < 1500; t++) {
      again.aim(0.2, V - 1e-15 * (t % 2));
      once.advance(1e-3);
      again.advance(1e-3);
      assertEquals(once.p(), again.p(), 1e-9, "at " + t);
    }
    assertTrue(again.done());
  }

  /** Targets that come in at a pace: an even speed in between, as straight interpolation has it. */
  @Test
  void shouldMoveEvenlyFromTargetToTarget() {
    SCurve curve = new SCurve(1, 7.5, 3750);
    curve.place(0);
    double fastest = 0, slowest = 1;
    for (int step = 1; step <= 20; step++) {
      curve.aimWithin(0.025 * step, 0.1);
      for (int t = 0; t < 100; t++) {
        curve.advance(1e-3);
        if (step < 5) continue;
        fastest = Math.max(fastest, curve.v());
        slowest = Math.min(slowest, curve.v());
      }
    }
    assertEquals(0.25, fastest, 0.005);
    assertEquals(0.25, slowest, 0.005);
    // Behind straight interpolation by half the braking time, v / 2a = 17 ms: a sixth of a period.
    double lag_s = (0.025 * 20 - curve.p()) / 0.25;
    assertEquals(0.25 / 15, lag_s, 0.002);
  }

  @Test
  void shouldStandWhileItsCapIsZeroAndGoOnAfterwards() {
    SCurve curve = new SCurve(V, A, J);
    curve.place(0);
    curve.aim(1, V);
    for (int t = 0; t < 500; t++) curve.advance(1e-3);
    double stop = curve.stop();
    curve.aim(1, 0);
    for (int t = 0; t < 1000; t++) curve.advance(1e-3);
    assertEquals(stop, curve.p(), 1e-12);
    assertTrue(!curve.done());
    curve.aim(1, V);
    for (int t = 0; t < 4000; t++) curve.advance(1e-3);
    assertTrue(curve.done());
  }
}
