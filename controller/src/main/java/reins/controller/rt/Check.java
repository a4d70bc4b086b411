package reins.controller.rt;

import java.util.Locale;

/**
 * One line of a preflight report.
 *
 * @param verdict whether it speaks against arming
 * @param what was looked at
 * @param found there
 * @param advice what to do about it; empty where nothing is
 */
public record Check(Verdict verdict, String what, String found, String advice) {
  /** Whether a check speaks against arming. */
  public enum Verdict {
    /** As it should be. */
    PASS,
    /** Works, with less certainty. */
    WARN,
    /** {@code rt: enforce} refuses. */
    FAIL
  }

  /** As it should be. */
  public static Check pass(String what, String found) {
    return new Check(Verdict.PASS, what, found, "");
  }

  /** Works, with less certainty. */
  public static Check warn(String what, String found, String advice) {
    return new Check(Verdict.WARN, what, found, advice);
  }

  /** Not as it has to be. */
  public static Check fail(String what, String found, String advice) {
    return new Check(Verdict.FAIL, what, found, advice);
  }

  /** Whether it speaks against arming. */
  public boolean failed() {
    return verdict == Verdict.FAIL;
  }

  /** What was found and what to do, in a sentence. */
  public String sentence() {
    return what + ": " + found + (advice.isEmpty() ? "" : ": " + advice);
  }

  /** One line of a report. */
  public String line() {
    return String.format(
        Locale.ROOT,
        "%-5s %-23s %s%s",
        verdict.name().toLowerCase(Locale.ROOT),
        what,
        found,
        advice.isEmpty() ? "" : ": " + advice);
  }
}
