package reins.learner.health;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import reins.contract.config.LearningConfig;
import reins.contract.config.Task;

/**
 * The numbers of a task's {@code learning} that may be to blame, each with what the published runs
 * use: one outside of that is named first.
 *
 * <p>Source: the published configurations of SERL, HIL-SERL, RLPD, RLIF, Cal-QL and LeRobot; the
 * margins around them are ours.
 */
final class Suspects {
  private final String file;
  private final Map<String, Suspect> byKey = new LinkedHashMap<>();

  /**
   * One number.
   *
   * @param usual what was published, in words
   */
  private record Suspect(double value, double low, double high, String usual) {
    /** Whether it lies where the advice would bring it back from. */
    boolean wrong(String verb) {
      return verb.equals("lower") ? value > high : value < low;
    }
  }

  Suspects(Task task) {
    file = task.file();
    LearningConfig c = task.learning();
    put("discount", c.discount(), 0.9, 0.999, "0.96 to 0.985 HIL-SERL, 0.99 RLPD");
    put("critic_lr", c.critic_lr(), 1e-5, 1e-3, "3e-4 SERL, HIL-SERL, RLPD");
    put("actor_lr", c.actor_lr(), 1e-5, 1e-3, "3e-4 SERL, HIL-SERL, RLPD; 1e-4 Cal-QL");
    put("temperature_lr", c.temperature_lr(), 1e-5, 1e-3, "3e-4 SERL, HIL-SERL, RLPD");
    put("temperature_init", c.temperature_init(), 1e-3, 1, "0.01 HIL-SERL, 0.1 to 1 RLPD");
    int dim = task.action().dim();
    put("target_entropy", c.target_entropy(), -dim, 0, "minus half the action's numbers");
    put("tau", c.tau(), 1e-3, 0.02, "0.005 SERL, HIL-SERL, RLPD");
    put("batch", c.batch(), 64, 1024, "256 SERL, HIL-SERL, RLPD");
    put("utd", c.utd(), 1, 20, "2 HIL-SERL, 4 SERL, 20 RLPD");
    put("critics_min", c.critics_min(), 1, 2, "1 or 2 RLPD, 2 HIL-SERL");
    put("demonstrations", c.demonstrations(), 5, 200, "20 SERL, HIL-SERL");
    put("start_transitions", c.start_transitions(), 20, 10_000, "100 HIL-SERL, 5000 RLPD");
  }

  private void put(String key, double value, double low, double high, String usual) {
    byKey.put(key, new Suspect(value, low, high, usual));
  }

  /**
   * Which numbers to change, in words.
   *
   * @param advice a verb and a key each, the likeliest first: "lower critic_lr"
   */
  String blame(String... advice) {
    List<String> unusual = new ArrayList<>();
    List<String> usual = new ArrayList<>();
    for (String one : advice) {
      String verb = one.substring(0, one.indexOf(' '));
      String key = one.substring(one.indexOf(' ') + 1);
      Suspect s = byKey.get(key);
      if (s.wrong(verb))
        unusual.add(
            "learning.%s is %s, expected %s to %s (%s)"
                .formatted(key, number(s.value), number(s.low), number(s.high), s.usual));
      else usual.add("%s learning.%s, now %s".formatted(verb, key, number(s.value)));
    }
    return file
        + ": "
        + String.join(unusual.isEmpty() ? ", or " : "; ", unusual.isEmpty() ? usual : unusual);
  }

  /** Where the numbers are. */
  String file() {
    return file;
  }

  static String number(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e6) return Long.toString((long) value);
    return String.format(Locale.ROOT, "%.3g", value);
  }
}
