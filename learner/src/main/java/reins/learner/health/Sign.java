package reins.learner.health;

/**
 * One thing that can be wrong with a training.
 *
 * @param figure what was measured, in words
 * @param normal what it should be
 * @param source of what is normal
 * @param remedy which number in which file to change; empty unless the sign is {@link Verdict#OFF}
 */
public record Sign(
    String name, String figure, String normal, String source, Verdict verdict, String remedy) {

  /** What to think of it. */
  public enum Verdict {
    /** As it should be. */
    OK("ok"),
    /** Wrong. */
    OFF("OFF"),
    /** Too early to say. */
    WAITING("waiting"),
    /** This run has nothing of the kind. */
    NONE("none");

    private final String word;

    Verdict(String word) {
      this.word = word;
    }

    /** As the page says it. */
    public String word() {
      return word;
    }
  }

  /** Measured: off or not. */
  static Sign judged(
      String name, String figure, String normal, String source, boolean off, String remedy) {
    return new Sign(
        name, figure, normal, source, off ? Verdict.OFF : Verdict.OK, off ? remedy : "");
  }

  /** Not measured yet. */
  static Sign waiting(String name, String why, String normal, String source) {
    return new Sign(name, why, normal, source, Verdict.WAITING, "");
  }

  /** Never measured in this run. */
  static Sign none(String name, String why) {
    return new Sign(name, why, "", "", Verdict.NONE, "");
  }
}
