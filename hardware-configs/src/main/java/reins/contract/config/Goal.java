package reins.contract.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;

/**
 * What counts as success: the only reward, 1 on the step that reaches it. The key {@code kind} says
 * which of the records it is.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
public sealed interface Goal {
  /**
   * Something to be done with an arm.
   *
   * <pre>
   *   lift     the object is raised above where it lay
   *   reach    the tool is at the object
   *   insert   the peg that the tool holds is in the hole, whose mouth is the object
   * </pre>
   */
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Lift.class, name = "lift"),
    @JsonSubTypes.Type(value = Reach.class, name = "reach"),
    @JsonSubTypes.Type(value = Insert.class, name = "insert")
  })
  sealed interface Handling extends Goal {}

  /**
   * The object is lifted.
   *
   * @param lift_m rise of the object's centre above its lowest start
   */
  record Lift(@JsonProperty(required = true) double lift_m) implements Handling {
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
  record Reach(@JsonProperty(required = true) double tolerance_m) implements Handling {
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
      implements Handling {
    /** Checks signs. */
    public Insert {
      Expect.within(edge_m, 0.002, 0.1, "edge_m");
      Expect.within(reach_m, 0.01, 0.3, "reach_m");
      Expect.within(clearance_m, 1e-5, 0.05, "clearance_m");
      Expect.within(depth_m, 0.001, reach_m, "depth_m");
    }
  }

  /**
   * A course through the air: way-points in their order, then a gate, through its opening and as
   * fast as asked. Any other way over the gate's plane is a failure, and so is leaving the task's
   * box.
   *
   * <p>Units and frames: the gate's frame has its origin in the middle of the opening, x along the
   * flight through it, z up.
   *
   * @param p_world_gate_m [3] middle of the opening
   * @param yaw_rad heading of a flight straight through
   * @param width_m of the opening
   * @param height_m of the opening
   * @param hull_m the vehicle's centre has to stay so far from the opening's edges
   * @param speed_m_s least speed through it, along x
   * @param waypoints_m [w][3] in the gate's frame
   * @param reach_m a way-point counts from this distance on
   */
  @JsonTypeName("gate")
  record Gate(
      @JsonProperty(required = true) double[] p_world_gate_m,
      @JsonProperty(required = true) double yaw_rad,
      @JsonProperty(required = true) double width_m,
      @JsonProperty(required = true) double height_m,
      @JsonProperty(required = true) double hull_m,
      @JsonProperty(required = true) double speed_m_s,
      @JsonProperty(required = true) double[][] waypoints_m,
      @JsonProperty(required = true) double reach_m)
      implements Goal {
    /** The most way-points. */
    public static final int MAX_WAYPOINTS = 16;

    /** Checks lengths and ranges. */
    public Gate {
      Expect.length(p_world_gate_m, 3, "p_world_gate_m");
      Expect.within(yaw_rad, -Math.PI, Math.PI, "yaw_rad");
      Expect.within(hull_m, 0.01, 2, "hull_m");
      Expect.within(width_m, 2 * hull_m, 10, "width_m");
      Expect.within(height_m, 2 * hull_m, 10, "height_m");
      Expect.within(speed_m_s, 0.1, 20, "speed_m_s");
      Expect.within(waypoints_m.length, 0, MAX_WAYPOINTS, "waypoints_m");
      for (int i = 0; i < waypoints_m.length; i++) {
        Expect.length(waypoints_m[i], 3, "waypoints_m[" + i + "]");
        Expect.that(waypoints_m[i][0] < 0, "waypoints_m[" + i + "]", "expected before the gate");
      }
      Expect.within(reach_m, 0.05, 5, "reach_m");
    }
  }
}
