package reins.sim.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import reins.contract.data.Transition;

class CollectionTest {
  private static final int LAST = 30;

  private static void show(Collection into, int episode, int from, int to) {
    for (int step = from; step <= to; step++)
      into.add(PolicyProcess.step(3, 1, episode, step, step == LAST));
  }

  private static List<Long> numbers(Collection of) {
    return of.episodes().stream().map(e -> e.getFirst().episode()).toList();
  }

  @Test
  void shouldLeaveOutAnEpisodeWhoseBeginningIsNotThere() {
    Collection collection = new Collection(2, true);
    show(collection, 7, 12, LAST);
    assertEquals(0, collection.share());
    show(collection, 8, 0, LAST);
    show(collection, 9, 0, 4);
    show(collection, 9, 6, LAST);
    show(collection, 10, 0, LAST);
    assertTrue(collection.complete());
    assertEquals(List.of(8L, 10L), numbers(collection));
    for (List<Transition> episode : collection.episodes())
      for (int i = 0; i <= LAST; i++) assertEquals(i, episode.get(i).step());
  }

  /** A policy process whose spool was deleted counts its episodes from one again. */
  @Test
  void shouldNotTakeTwoEpisodesWithOneNumberForOne() {
    Collection collection = new Collection(1, false);
    show(collection, 1, 0, 11);
    show(collection, 1, 0, LAST);
    assertEquals(LAST + 1, collection.episodes().getFirst().size());
  }

  @Test
  void shouldCountWhatIsDoneWithAndTakeNoMoreThanEnough() {
    Collection collection = new Collection(1, false);
    show(collection, 1, 0, 5);
    show(collection, 2, 0, 8);
    assertEquals(6, collection.taken(), "the running one may still become whole");
    show(collection, 2, 9, LAST);
    show(collection, 3, 0, LAST);
    assertEquals(6 + LAST + 1, collection.taken());
    assertEquals(List.of(2L), numbers(collection));
  }
}
