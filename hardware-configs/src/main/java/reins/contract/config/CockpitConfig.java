package reins.contract.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the operator's page of a rig shows, and what follows where it is lost.
 *
 * @param link_lost what becomes of the robot when the page that drives it falls silent: it holds
 *     until somebody presses start, the policy goes on, or, where it flies, it lands
 * @param cameras shown beside the robot
 */
public record CockpitConfig(
    @JsonProperty(required = true) String link_lost,
    @JsonProperty(required = true) List<Camera> cameras) {
  /** What a quadrotor may do besides. */
  static final String LAND = "land";

  private static final int MOST = 4;

  /** Checks names and number. */
  public CockpitConfig {
    Expect.oneOf(link_lost, List.of("hold", "policy", LAND), "link_lost");
    Expect.that(cameras.size() <= MOST, "cameras", "expected at most " + MOST);
    Set<String> names = new HashSet<>();
    for (Camera camera : cameras)
      Expect.that(names.add(camera.name), "cameras", "expected each name once: " + camera.name);
    cameras = List.copyOf(cameras);
  }

  /**
   * One camera.
   *
   * @param name shown under its picture
   * @param topic sensor_msgs/Image, or sensor_msgs/CompressedImage where it ends in /compressed, as
   *     image_transport has it
   */
  public record Camera(
      @JsonProperty(required = true) String name, @JsonProperty(required = true) String topic) {
    /** Checks both. */
    public Camera {
      Expect.that(
          name.matches("[a-z][a-z0-9_]{0,15}"),
          "name",
          "expected a short name such as front, got '" + name + "'");
      Expect.topic(topic, "topic");
    }

    /** Whether its messages are files of pictures. */
    public boolean compressed() {
      return topic.endsWith("/compressed");
    }
  }
}
