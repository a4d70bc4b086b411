package reins.contract.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * What counts as success: the only reward, 1 on the step that reaches it. The key {@code kind} says
 * which of the records it is.
 *
 * <pre>
 *   lift     the object is raised above where it lay
 *   reach    the tool is at the object
 *   insert   the peg that the tool holds is in the hole, whose mouth is the object
 * </pre>
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Goal.Lift.class, name = "lift"),
  @JsonSubTypes.Type(value = Goal.Reach.class, name = "reach"),
  @JsonSubTypes.Type(value = Goal.Insert.class, name = "insert")
})
public sealed interface Goal {

  /**
   * The object is lifted.
   *
   * @param lift_m rise of the object's centre above its lowest start
   */
  record Lift(@JsonProperty(required = true) double lift_m) implements Goal {
    /** Checks the sign. */
    public Lift {
      Expect.positive(lift_m, "lift_m");
    }
  }

  /**
   * The tool is at the object.
   *
   * @param tolerance_m distance from tool to object that counts
   */
  record Reach(@JsonProperty(required = true) double tolerance_m) implements Goal {
    /** Checks the sign. */
    public Reach {
      Expect.positive(tolerance_m, "tolerance_m");
    }
  }

  /**
   * A square peg, held by the tool with its axis along the tool's, is in a square hole that looks
   * up.
   *
   * @param edge_m the peg's edge
   * @param reach_m from the tool to the peg's end
   * @param clearance_m by how much the hole is wider than the peg
   * @param depth_m of the peg's end below the hole's mouth that counts as inserted
   */
  record Insert(
      @JsonProperty(required = true) double edge_m,
      @JsonProperty(required = true) double reach_m,
      @JsonProperty(required = true) double clearance_m,
      @JsonProperty(required = true) double depth_m)
      implements Goal {
    /** Checks signs. */
    public Insert {
      Expect.within(edge_m, 0.002, 0.1, "edge_m");
      Expect.within(reach_m, 0.01, 0.3, "reach_m");
      Expect.within(clearance_m, 1e-5, 0.05, "clearance_m");
      Expect.within(depth_m, 0.001, reach_m, "depth_m");
    }
  }
}
