package reins.policy.episode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import reins.contract.config.TaskConfig;
import reins.policy.Rigs;

class StartPlacesTest {
  private final TaskConfig task = Rigs.simFranka().task();

  @Property(tries = 300)
  void shouldStayInTheResetBox(@ForAll long seed, @ForAll long episode) {
    double[] p_m = new double[3];
    new StartPlaces(task, seed).at(episode, p_m);
    for (int i = 0; i < 3; i++)
      assertTrue(
          p_m[i] >= task.reset().object_low_m()[i] && p_m[i] <= task.reset().object_high_m()[i]);
  }

  @Test
  void shouldRepeatFromSeedAndEpisodeAlone() {
    StartPlaces one = new StartPlaces(task, 3), same = new StartPlaces(task, 3);
    double[] first = new double[3], again = new double[3];
    one.at(1, again);
    one.at(42, first);
    same.at(42, again);
    assertArrayEquals(first, again);
  }

  @Test
  void shouldShareNoDrawBetweenNeighbouringSeeds() {
    double[] low_m = task.reset().object_low_m(), high_m = task.reset().object_high_m();
    double[] p_m = new double[3];
    Set<Long> draws = new HashSet<>();
    int drawn = 0;
    for (long seed = 1; seed <= 5; seed++)
      for (long episode = 1; episode <= 100; episode++) {
        new StartPlaces(task, seed).at(episode, p_m);
        for (int i = 0; i < 3; i++) {
          if (high_m[i] == low_m[i]) continue;
          draws.add(Math.round(1e9 * (p_m[i] - low_m[i]) / (high_m[i] - low_m[i])));
          drawn++;
        }
      }
    assertEquals(drawn, draws.size());
  }

  @Test
  void shouldSpreadOverEpisodesAndSeeds() {
    Set<Double> xs = new HashSet<>();
    double[] p_m = new double[3];
    double sum = 0;
    for (int seed = 0; seed < 10; seed++)
      for (int episode = 0; episode < 100; episode++) {
        new StartPlaces(task, seed).at(episode, p_m);
        xs.add(p_m[0]);
        sum += p_m[0];
      }
    assertEquals(1000, xs.size());
    double middle_m = (task.reset().object_low_m()[0] + task.reset().object_high_m()[0]) / 2;
    assertEquals(middle_m, sum / 1000, 0.01);
  }
}
