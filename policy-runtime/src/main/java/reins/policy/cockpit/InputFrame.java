package reins.policy.cockpit;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Optional;
import reins.policy.human.Device;
import reins.policy.human.PersonAction;
import reins.policy.human.Word;

/**
 * One message from a page: its heartbeat, what its devices say, and at most a word or a sentence.
 * An urgent word is said until it is seen done; any other, and a sentence, under a number of its
 * own until the page is shown that number as heard.
 *
 * @param seq counts the page's messages, from 1
 * @param ack number of the newest picture that the page has: an old one means a stalled link
 * @param axes [6] deflections in [-1, 1]: linear in the base frame, then turns
 * @param grip 1 close, -1 open, 0 neither
 * @param hold the person holds on, moving or not
 * @param device what moved last
 * @param word a button or key, or null
 * @param by what the word came by; null: the device that moved last
 * @param said counts the page's words and sentences, from 1; null where there is none to count
 * @param text a sentence that somebody typed, or null
 */
record InputFrame(
    @JsonProperty(required = true) long seq,
    @JsonProperty(required = true) long ack,
    @JsonProperty(required = true) double[] axes,
    @JsonProperty(required = true) int grip,
    @JsonProperty(required = true) boolean hold,
    @JsonProperty(required = true) Device device,
    Word word,
    Device by,
    Long said,
    String text) {

  /** Longer messages are refused unread. */
  static final int MAX_CHARS = 1024;

  /** Longer sentences are refused; in UTF-8 the longest still fits. */
  static final int MAX_TEXT = 240;

  private static final int MAX_TOKEN = 32;
  private static final ObjectMapper MAPPER = mapper();

  InputFrame {
    require(seq > 0 && ack >= 0);
    require(axes != null && axes.length == PersonAction.AXES);
    for (double a : axes) require(a >= -1 && a <= 1); // not a number fails too
    require(grip >= -1 && grip <= 1);
    require(device != null);
    require(text == null || word == null && sentence(text));
    boolean counted = text != null || word != null && !word.urgent();
    require(counted ? said != null && said > 0 : said == null);
  }

  /** One line of whole characters. */
  private static boolean sentence(String text) {
    boolean whole =
        text.codePoints()
            .noneMatch(
                c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
    return whole && !text.isBlank() && text.length() <= MAX_TEXT;
  }

  private static void require(boolean sound) {
    if (!sound) throw new IllegalArgumentException("out of range");
  }

  private static ObjectMapper mapper() {
    StreamReadConstraints limits =
        StreamReadConstraints.builder()
            .maxNestingDepth(2)
            .maxStringLength(MAX_TEXT)
            .maxNumberLength(MAX_TOKEN)
            .maxNameLength(MAX_TOKEN)
            .maxDocumentLength(MAX_CHARS)
            .build();
    return JsonMapper.builder(JsonFactory.builder().streamReadConstraints(limits).build())
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
        .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
        .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
        .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
        .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
        .build();
  }

  /** Reads a message; empty where it is anything but a sound one. */
  static Optional<InputFrame> read(String text) {
    if (text.length() > MAX_CHARS) return Optional.empty();
    try {
      return Optional.ofNullable(MAPPER.readValue(text, InputFrame.class));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
