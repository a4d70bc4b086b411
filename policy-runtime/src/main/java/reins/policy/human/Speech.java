package reins.policy.human;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import reins.policy.episode.Episode;

/**
 * Words said since the last step, and what follows from them.
 *
 * <p>Threads: one owner.
 */
public final class Speech {
  private final Journal journal;
  private final Pause pause;
  private final Set<Word> said = EnumSet.noneOf(Word.class);
  private final List<Sentence> typed = new ArrayList<>();

  /** What somebody typed, and with what. */
  private record Sentence(String text, String device) {}

  /** Words that are noted there and pause that. */
  public Speech(Journal journal, Pause pause) {
    this.journal = journal;
    this.pause = pause;
  }

  /** Takes a word. */
  public void say(Word word) {
    said.add(word);
  }

  /**
   * Takes a sentence.
   *
   * @param text that somebody typed
   * @param device by which it came
   */
  public void type(String text, String device) {
    typed.add(new Sentence(text, device));
  }

  /** Whether a word was said that is not told yet. */
  public boolean said(Word word) {
    return said.contains(word);
  }

  /**
   * {@code intent} written: marks are added to those that it has.
   *
   * @param device by which the words came
   */
  public void tell(long now_ns, String device, Episode episode, Intent intent) {
    for (Sentence one : typed) journal.write(now_ns, "words", one.device, episode, one.text);
    typed.clear();
    for (Word word : said)
      journal.write(now_ns, word.name().toLowerCase(Locale.ROOT), device, episode);
    if (said.contains(Word.PAUSE)) pause.begin("Paused by the person in command.");
    if (said.contains(Word.ESTOP)) pause.begin("The emergency stop was pressed.");
    else if (said.contains(Word.START)) pause.end();
    intent.markedSuccess |= said.contains(Word.SUCCESS);
    intent.markedFailure |= said.contains(Word.FAILURE);
    intent.markedAbort |= said.contains(Word.ABORT);
    intent.markedAgain |= said.contains(Word.AGAIN);
    intent.estop |= said.contains(Word.ESTOP);
    said.clear();
  }
}
