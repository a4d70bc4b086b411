package reins.policy.human;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import reins.policy.episode.Episode;

/**
 * Words said since the last step, and what follows from them.
 *
 * <p>Threads: one owner.
 */
public final class Speech {
  private final Journal journal;
  private final Pause pause;
  private final Map<Word, String> said = new EnumMap<>(Word.class);
  private final List<Sentence> typed = new ArrayList<>();

  /** What somebody typed, and with what. */
  private record Sentence(String text, String device) {}

  /** Words that are noted there and pause that. */
  public Speech(Journal journal, Pause pause) {
    this.journal = journal;
    this.pause = pause;
  }

  /**
   * Takes a word. A pause takes back a start that is not told yet.
   *
   * @param device by which it came; of a word that is said twice in a step, the first
   */
  public void say(Word word, String device) {
    if (word == Word.PAUSE) said.remove(Word.START);
    said.putIfAbsent(word, device);
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
    return said.containsKey(word);
  }

  /** {@code intent} written: marks are added to those that it has. */
  public void tell(long now_ns, Episode episode, Intent intent) {
    for (Sentence one : typed) journal.write(now_ns, "words", one.device, episode, one.text);
    typed.clear();
    said.forEach(
        (word, device) ->
            journal.write(now_ns, word.name().toLowerCase(Locale.ROOT), device, episode));
    if (said(Word.PAUSE)) pause.begin("Paused by the person in command.");
    if (said(Word.ESTOP)) pause.begin("The emergency stop was pressed.");
    else if (said(Word.START)) pause.end();
    intent.markedSuccess |= said(Word.SUCCESS);
    intent.markedFailure |= said(Word.FAILURE);
    intent.markedAbort |= said(Word.ABORT);
    intent.markedAgain |= said(Word.AGAIN);
    intent.estop |= said(Word.ESTOP);
    said.clear();
  }
}
