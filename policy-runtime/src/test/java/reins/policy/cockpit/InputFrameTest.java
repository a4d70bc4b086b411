package reins.policy.cockpit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reins.policy.human.Device;
import reins.policy.human.Word;

class InputFrameTest {
  static final String SOUND =
      "{\"seq\":3,\"ack\":7,\"axes\":[0,-1,0.5,0,0,0],\"grip\":-1,\"hold\":true,"
          + "\"device\":\"gamepad\",\"word\":\"again\",\"said\":2}";

  @Test
  void shouldReadASoundMessage() {
    InputFrame frame = InputFrame.read(SOUND).orElseThrow();
    assertEquals(3, frame.seq());
    assertEquals(7, frame.ack());
    assertArrayEquals(new double[] {0, -1, 0.5, 0, 0, 0}, frame.axes());
    assertEquals(-1, frame.grip());
    assertTrue(frame.hold());
    assertEquals(Device.GAMEPAD, frame.device());
    assertEquals(Word.AGAIN, frame.word());
    String by = SOUND.replace("}", ",\"by\":\"button\"}");
    assertEquals(Device.BUTTON, InputFrame.read(by).orElseThrow().by());
    assertEquals(2, frame.said());
    assertTrue(InputFrame.read(SOUND.replace(",\"word\":\"again\",\"said\":2", "")).isPresent());
    for (String urgent : new String[] {"pause", "estop"})
      assertTrue(InputFrame.read(SOUND.replace("again\",\"said\":2", urgent + "\"")).isPresent());
  }

  private static String typing(String text) {
    return SOUND.replace("\"word\":\"again\"", "\"text\":\"" + text + "\"");
  }

  @Test
  void shouldReadATypedSentenceAndNothingThatIsNone() {
    assertEquals(
        "tiefer, dann schließen \uD83E\uDD16",
        InputFrame.read(typing("tiefer, dann schließen \uD83E\uDD16")).orElseThrow().text());
    assertNull(InputFrame.read(SOUND).orElseThrow().text());
    assertTrue(InputFrame.read(typing("x".repeat(InputFrame.MAX_TEXT))).isPresent());
    for (String bad :
        new String[] {
          "", "  ", "two\\nlines", "\\u0000", "\\ud800", "x".repeat(InputFrame.MAX_TEXT + 1)
        }) assertTrue(InputFrame.read(typing(bad)).isEmpty(), bad);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"seq\":3>\"seq\":0",
        "\"seq\":3>\"seq\":-1",
        "\"seq\":3>\"seq\":1e99",
        "\"seq\":3>\"seq\":\"3\"",
        "\"seq\":3,>",
        "\"ack\":7>\"ack\":-7",
        "0.5>1.01",
        "0.5>NaN",
        "0.5>1e999",
        "0.5>null",
        "0.5>[0.5]",
        "0.5,>",
        "0.5>0.5,0",
        "\"grip\":-1>\"grip\":2",
        "\"grip\":-1>\"grip\":0.5",
        "\"hold\":true>\"hold\":1",
        "gamepad>elbow",
        "\"gamepad\">1",
        "again>arm",
        "again>pause",
        "\"said\":2>\"said\":0",
        "\"said\":2>\"said\":-1",
        ",\"said\":2>",
        "\"word\":\"again\",>",
        "}>,\"text\":\"a word and a sentence\"}",
        "}>,\"more\":1}",
        "}>,\"seq\":4}",
        "}>}{}",
        "}>",
      })
  void shouldRefuseWhatIsNotOne(String change) {
    String[] fromTo = change.split(">", -1);
    String text = SOUND.replace(fromTo[0], fromTo[1]);
    assertTrue(!text.equals(SOUND) && InputFrame.read(text).isEmpty(), text);
  }

  @Test
  void shouldRefuseEmptyAndLong() {
    assertTrue(InputFrame.read("").isEmpty());
    assertTrue(InputFrame.read("null").isEmpty());
    assertTrue(InputFrame.read("[".repeat(400)).isEmpty());
    assertTrue(InputFrame.read(SOUND + " ".repeat(InputFrame.MAX_CHARS)).isEmpty());
  }

  @Property
  void shouldSurviveAnyText(@ForAll String text) {
    InputFrame.read(text);
  }

  @Property
  void shouldSurviveAnyBitFlip(
      @ForAll @IntRange(max = 96) int at, @ForAll char instead, @ForAll boolean cut) {
    String text =
        cut ? SOUND.substring(0, at) : SOUND.substring(0, at) + instead + SOUND.substring(at + 1);
    InputFrame.read(text)
        .ifPresent(
            frame -> {
              for (double a : frame.axes()) assertTrue(Math.abs(a) <= 1);
            });
  }
}
