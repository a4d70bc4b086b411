package reins.contract.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Reads the YAML files of hardware-configs strictly into records: an unknown, missing, repeated or
 * null key, a wrong type, length, sign or range is an error.
 *
 * <p>Errors: {@link ConfigException} with one line: file, path in it, what was expected.
 */
public final class ConfigReader {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder(
              new YAMLFactory().enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS))
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .propertyNamingStrategy(PropertyNamingStrategies.LOWER_CAMEL_CASE)
          .build();

  private ConfigReader() {}

  /** Reads one file into a record of the given type. */
  public static <T> T read(Path file, Class<T> type) {
    if (!Files.isRegularFile(file)) throw new ConfigException(file + ": no such file");
    try {
      T value = MAPPER.readValue(file.toFile(), type);
      if (value == null)
        throw new ConfigException(file + ": empty, expected " + type.getSimpleName());
      return value;
    } catch (JsonMappingException e) {
      throw new ConfigException(file + ": " + pathOf(e) + expectationOf(e));
    } catch (JsonProcessingException e) {
      throw new ConfigException(
          file
              + ": line "
              + e.getLocation().getLineNr()
              + ": "
              + firstLine(e.getOriginalMessage()));
    } catch (IOException e) {
      throw new ConfigException(file + ": cannot be read: " + e.getMessage());
    }
  }

  /** Whether a file has a key at its top; anything wrong with it is left to {@link #read}. */
  static boolean has(Path file, String key) {
    try {
      return Files.isRegularFile(file) && MAPPER.readTree(file.toFile()).has(key);
    } catch (IOException e) {
      return false;
    }
  }

  /** A record's keys and values. */
  static JsonNode tree(Object values) {
    return MAPPER.valueToTree(values);
  }

  /** A record with some of its values replaced; nested records by their own keys. */
  static <T extends Record> T override(T defaults, Map<String, Object> values, String path) {
    ObjectNode tree = MAPPER.valueToTree(defaults);
    replace(tree, values, path);
    try {
      @SuppressWarnings("unchecked")
      Class<T> type = (Class<T>) defaults.getClass();
      return MAPPER.treeToValue(tree, type);
    } catch (JsonMappingException e) {
      throw new ConfigException(path + "." + pathOf(e) + expectationOf(e));
    } catch (JsonProcessingException e) {
      throw new ConfigException(path + ": " + firstLine(e.getOriginalMessage()));
    }
  }

  private static void replace(ObjectNode tree, Map<?, ?> values, String path) {
    values.forEach(
        (name, value) -> {
          String key = String.valueOf(name);
          if (!tree.has(key))
            throw new ConfigException(
                path
                    + "."
                    + key
                    + ": unknown key; expected one of "
                    + tree.properties().stream().map(Map.Entry::getKey).sorted().toList());
          if (tree.get(key) instanceof ObjectNode nested && value instanceof Map<?, ?> inner)
            replace(nested, inner, path + "." + key);
          else tree.set(key, MAPPER.valueToTree(value));
        });
  }

  private static String pathOf(JsonMappingException e) {
    List<JsonMappingException.Reference> steps = e.getPath();
    // A missing key is reported as if it stood in itself.
    int last = missingKey(e) == null ? steps.size() : steps.size() - 1;
    StringBuilder path = new StringBuilder();
    for (JsonMappingException.Reference step : steps.subList(0, last)) {
      if (step.getFieldName() == null) path.append('[').append(step.getIndex()).append(']');
      else path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
    }
    return path.isEmpty() ? "" : path + ": ";
  }

  private static String expectationOf(JsonMappingException e) {
    if (e.getCause() instanceof ConfigException cause) return cause.getMessage();
    if (e instanceof UnrecognizedPropertyException u)
      return "unknown key; expected one of "
          + u.getKnownPropertyIds().stream().map(String::valueOf).sorted().toList();
    if (missingKey(e) != null) return "missing key " + missingKey(e);
    String line = firstLine(e.getOriginalMessage());
    if (e.getCause() instanceof JsonProcessingException) return "expected a number; " + line;
    if (e instanceof MismatchedInputException m && m.getTargetType() != null)
      return "expected " + m.getTargetType().getSimpleName() + "; " + line;
    return line;
  }

  private static String missingKey(JsonMappingException e) {
    String line = firstLine(e.getOriginalMessage());
    return line.startsWith("Missing required creator property") ? line.split("'")[1] : null;
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse("").strip();
  }
}
