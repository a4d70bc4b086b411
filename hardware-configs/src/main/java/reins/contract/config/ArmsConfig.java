package reins.contract.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A rig of several arms: names the rigs of its arms, each complete and able to run on its own. One
 * controller process drives them all.
 *
 * @param name short name
 * @param arms names of files in rigs/
 */
public record ArmsConfig(
    @JsonProperty(required = true) String name, @JsonProperty(required = true) List<String> arms) {
  /** Key by which the file of such a rig is told from one of a single arm. */
  static final String KEY = "arms";

  private static final int MOST = 4;

  /** Checks names. */
  public ArmsConfig {
    Expect.notBlank(name, "name");
    Expect.that(
        arms.size() >= 2
            && arms.size() <= MOST
            && List.copyOf(arms).stream().distinct().count() == arms.size(),
        KEY,
        "expected the names of 2 to " + MOST + " different rigs, got " + arms);
    arms = List.copyOf(arms);
  }

  /**
   * The arms of a rig: one where the file is a single arm's, else those that it names, checked
   * against one another.
   *
   * <p>Errors: {@link ConfigException}.
   */
  public static List<RigConfig.Resolved> load(Path file) {
    if (!ConfigReader.has(file, KEY)) return List.of(RigConfig.load(file));
    ArmsConfig config = ConfigReader.read(file, ArmsConfig.class);
    List<RigConfig.Resolved> arms = new ArrayList<>();
    for (String arm : config.arms) arms.add(RigConfig.load(file.resolveSibling(arm + ".yaml")));
    for (RigConfig.Resolved arm : arms) checkShared(file, arms.getFirst().rig(), arm.rig());
    checkOwn(file, arms);
    return List.copyOf(arms);
  }

  private static void checkShared(Path file, RigConfig first, RigConfig arm) {
    same(file, arm, "ros.master_uri", first.ros().master_uri(), arm.ros().master_uri());
    same(file, arm, "control.rt", first.control().rt(), arm.control().rt());
    same(file, arm, "safety.estop_topic", first.safety().estop_topic(), arm.safety().estop_topic());
  }

  private static void same(Path file, RigConfig arm, String key, String first, String got) {
    if (first.equals(got)) return;
    throw new ConfigException(
        file + ": " + arm.name() + ": " + key + ": expected " + first + " as the first arm has it");
  }

  /** What would have two arms obey or believe the same message, memory, core. */
  private static void checkOwn(Path file, List<RigConfig.Resolved> arms) {
    Map<String, String> owners = new HashMap<>();
    for (RigConfig.Resolved arm : arms) {
      RigConfig rig = arm.rig();
      own(file, owners, rig, "exchange.path", rig.exchange().path());
      own(file, owners, rig, "link.port", Integer.toString(rig.link().port()));
      if (rig.control().cpu() >= 0)
        own(file, owners, rig, "control.cpu", Integer.toString(rig.control().cpu()));
      names(file, owners, rig, ConfigReader.tree(rig.ros().arm()));
      names(file, owners, rig, ConfigReader.tree(rig.ros().gripper()));
    }
  }

  private static void names(Path file, Map<String, String> owners, RigConfig rig, JsonNode part) {
    for (Map.Entry<String, JsonNode> entry : part.properties()) {
      if (entry.getValue().isObject()) names(file, owners, rig, entry.getValue());
      // Names of ROS begin so.
      else if (entry.getValue().asText().startsWith("/"))
        own(file, owners, rig, "ros", entry.getValue().asText());
    }
  }

  private static void own(
      Path file, Map<String, String> owners, RigConfig rig, String key, String value) {
    String other = owners.put(key + ": " + value, rig.name());
    if (other == null || other.equals(rig.name())) return;
    throw new ConfigException(
        file
            + ": "
            + key
            + ": "
            + value
            + ": expected to be one arm's own, but "
            + other
            + " and "
            + rig.name()
            + " have it");
  }
}
