package reins.learner.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import reins.contract.data.Transition;
import reins.contract.exchange.Source;

class DatasetReportTest {
  /** Who acts by the state, and who by nothing. */
  private static Dataset of(double solved, Source second, boolean whim) {
    Random random = new Random(3);
    List<List<Transition>> episodes = new ArrayList<>();
    for (int e = 0; e < 20; e++) {
      Source source = e % 2 == 0 ? Source.SCRIPT : second;
      List<Transition> steps = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        boolean last = i == 19;
        boolean success = last && e < 20 * solved;
        float[] obs = {random.nextFloat() * 2 - 1};
        float[] action = {whim && e % 2 == 1 ? random.nextFloat() * 2 - 1 : -obs[0]};
        steps.add(
            new Transition(
                obs,
                action,
                action,
                success ? 1 : 0,
                1,
                last,
                obs,
                source,
                0,
                e,
                i,
                true,
                success,
                0,
                false));
      }
      episodes.add(steps);
    }
    return new Dataset("t", "r", "", 10, List.of("x"), List.of("a"), episodes);
  }

  @Test
  void shouldTellAgreementFromWhim() {
    DatasetReport alike = DatasetReport.of(of(1, Source.PERSON, false));
    DatasetReport whim = DatasetReport.of(of(1, Source.PERSON, true));
    String pair = "person demonstration / script demonstration";
    assertTrue(alike.divergence().get(pair) < 0.05, alike.divergence().toString());
    assertTrue(whim.divergence().get(pair) > 0.7, whim.divergence().toString());
    assertEquals("hil_serl", alike.recommended());
    assertEquals("iql", whim.recommended());
  }

  @Test
  void shouldCountReturnsAndCoverage() {
    DatasetReport half = DatasetReport.of(of(0.5, Source.SCRIPT, false));
    assertEquals(20, half.episodes());
    assertEquals(400, half.steps());
    assertEquals(0.5, half.successRatio());
    assertEquals(0.5, half.returnMean());
    assertEquals(1, half.coverage());
    assertEquals("cal_ql", half.recommended());
    assertEquals("sac", DatasetReport.of(of(0, Source.SCRIPT, false)).recommended());
    assertEquals(400, half.stepsBySource().get("script demonstration"));
  }
}
