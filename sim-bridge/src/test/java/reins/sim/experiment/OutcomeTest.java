package reins.sim.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reins.sim.demo.Curve;

class OutcomeTest {
  /** Checks every 500 steps, 60 s apart. */
  static Outcome outcome(
      String task, String contender, long seed, long human, double last, double... checked) {
    List<Curve.Check> checks = new ArrayList<>();
    for (double share : checked)
      checks.add(new Curve.Check(500 * (checks.size() + 1), 60 * (checks.size() + 1), share));
    return new Outcome(
        "",
        "abc",
        task,
        contender,
        seed,
        500L * checked.length,
        0,
        human,
        2,
        0,
        0,
        0,
        last,
        100,
        1,
        2,
        checks,
        List.of(new Curve.Help(100, 0.5), new Curve.Help(300, 0.25)));
  }

  @Test
  void shouldNotTakeOneLuckyCheckForTheShare() {
    Outcome run = outcome("t", "c", 1, 0, 0.9, 0.2, 0.82, 0.7, 0.8, 0.96, 0.9);
    assertEquals(2000, run.stepsTo(0.8));
    assertEquals(4, run.minutesTo(0.8));
    assertEquals(Double.POSITIVE_INFINITY, run.stepsTo(0.95));
  }

  @Test
  void shouldSayThatThePersonChoseAllDemonstrationsAndStaysAsItWasAtTheEnd() {
    Outcome run = outcome("t", "c", 1, 0, 0.9, 0.2);
    assertEquals(1, run.helpAt(50));
    assertEquals(0.5, run.helpAt(299));
    assertEquals(0.25, run.helpAt(300));
    assertEquals(0.25, run.helpAt(9000));
  }

  private static Summary summary(String task, String contender, long human, double... shares) {
    List<Outcome> runs = new ArrayList<>();
    for (double share : shares) runs.add(outcome(task, contender, runs.size(), human, share));
    return new Summary(
        task, Contender.named(Contender.ALGORITHMS, List.of(contender), "--").getFirst(), runs);
  }

  @Test
  void shouldSayWhoBeatsWhomTaskByTask() {
    List<String> lines =
        Verdict.of(
            List.of(
                List.of(
                    summary("a", "hil_serl", 100, 0.9, 0.95, 0.92, 1),
                    summary("a", "bc", 110, 0.4, 0.5, 0.45, 0.3)),
                List.of(
                    summary("b", "hil_serl", 300, 0.1, 0.2, 0.3, 0.2),
                    summary("b", "bc", 310, 0.98, 1, 0.99, 1)),
                List.of(
                    summary("c", "hil_serl", 200, 1, 0.98, 0.99, 1),
                    summary("c", "bc", 210, 1, 0.98, 0.99, 1))),
            "bc");
    assertTrue(lines.get(0).startsWith("a: hil_serl beats bc: 0.9"), lines.get(0));
    assertTrue(lines.get(0).contains("with 100 human steps against"), lines.get(0));
    assertTrue(lines.get(1).startsWith("b: bc beats hil_serl: 0.2"), lines.get(1));
    assertTrue(
        lines.get(2).startsWith("c: these seeds do not tell hil_serl from bc, which leaves little"),
        lines.get(2));
    assertTrue(lines.get(3).startsWith("all tasks: these seeds do not tell"), lines.get(3));
    assertEquals(4, lines.size());
    assertTrue(lines.get(0).contains("; its solved episodes take "), lines.get(0));
    for (int i = 1; i < 4; i++) assertFalse(lines.get(i).contains("rising"), lines.get(i));
  }

  /** Who has not come to the end of its learning is not known yet, and the page says so. */
  @Test
  void shouldSayThatATrainingWasCutOffWhileItRose() {
    List<String> lines =
        Verdict.of(
            List.of(
                List.of(
                    new Summary(
                        "a",
                        Contender.named(Contender.ALGORITHMS, List.of("hil_serl"), "--").getFirst(),
                        List.of(
                            outcome("a", "hil_serl", 1, 100, 0.8, 0.2, 0.5, 0.8),
                            outcome("a", "hil_serl", 2, 100, 0.7, 0.3, 0.6, 0.7))),
                    summary("a", "bc", 110, 0.75, 0.7, 0.8, 0.76))),
            "bc");
    assertTrue(lines.getFirst().contains("hil_serl was still rising"), lines.getFirst());
  }

  @Test
  void shouldHaveNoCycleToCompareWhereNobodyDemonstrated() {
    Outcome run = outcome("t", "sac", 1, 0, 1, 1, 1);
    Outcome alone =
        new Outcome(
            "",
            "abc",
            "t",
            "sac",
            1,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            1,
            100,
            1.5,
            Double.NaN,
            List.of(),
            List.of());
    Summary with = new Summary("t", Contender.ALGORITHMS.getFirst(), List.of(run));
    Summary without = new Summary("t", Contender.ALGORITHMS.getFirst(), List.of(alone));
    assertEquals(0.5, with.cycleOverDemonstration());
    assertEquals(Double.POSITIVE_INFINITY, without.cycleOverDemonstration());
  }
}
