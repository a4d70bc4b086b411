package reins.policy.observe;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import reins.contract.exchange.StateFrame;

/**
 * The quantities that an observation can be made of, by the names that tasks use.
 *
 * <p>Units and frames: SI, base frame; those of a course, the gate's frame.
 */
enum Quantity {
  TOOL_POSITION("tool_position") {
    @Override
    void read(StateFrame state, Objects objects, double[] out) {
      System.arraycopy(state.p_base_tool_m, 0, out, 0, 3);
    }
  },
  TOOL_VELOCITY("tool_velocity") {
    @Override
    void read(StateFrame state, Objects objects, double[] out) {
      System.arraycopy(state.v_base_tool, 0, out, 0, 3);
    }
  },
  GRIPPER_WIDTH("gripper_width") {
    @Override
    void read(StateFrame state, Objects objects, double[] out) {
      out[0] = state.width_m;
    }
  },
  GRIPPER_COMMAND("gripper_command") {
    @Override
    void read(StateFrame state, Objects objects, double[] out) {
      out[0] = state.width_cmd_m;
    }
  },
  OBJECT_POSITION("object_position") {
    @Override
    void read(StateFrame state, Objects objects, double[] out) {
      System.arraycopy(objects.p_base_object_m, 0, out, 0, 3);
    }
  },
  OBJECT_FROM_TOOL("object_from_tool") {
    @Override
    void read(StateFrame state, Objects objects, double[] out) {
      for (int i = 0; i < 3; i++) out[i] = objects.p_base_object_m[i] - state.p_base_tool_m[i];
    }
  },
  JOINT_POSITION("joint_position") {
    @Override
    void read(StateFrame state, Objects objects, double[] out) {
      System.arraycopy(state.q_rad, 0, out, 0, state.q_rad.length);
    }
  },
  JOINT_VELOCITY("joint_velocity") {
    @Override
    void read(StateFrame state, Objects objects, double[] out) {
      System.arraycopy(state.dq_rad_s, 0, out, 0, state.dq_rad_s.length);
    }
  },
  GATE_POSITION("gate_position") {
    @Override
    void read(StateFrame state, Objects objects, double[] out) {
      System.arraycopy(objects.course.p_gate_body_m, 0, out, 0, 3);
    }
  },
  GATE_VELOCITY("gate_velocity") {
    @Override
    void read(StateFrame state, Objects objects, double[] out) {
      System.arraycopy(objects.course.v_gate_body_m_s, 0, out, 0, 3);
    }
  },
  GATE_ATTITUDE("gate_attitude") {
    @Override
    void read(StateFrame state, Objects objects, double[] out) {
      System.arraycopy(objects.course.up_gate_body, 0, out, 0, 3);
    }
  },
  NEXT_POINT("next_point") {
    @Override
    void read(StateFrame state, Objects objects, double[] out) {
      System.arraycopy(objects.course.next_m, 0, out, 0, 3);
    }
  },
  COURSE_DONE("course_done") {
    @Override
    void read(StateFrame state, Objects objects, double[] out) {
      out[0] = objects.course.done;
    }
  };

  private final String key;

  Quantity(String key) {
    this.key = key;
  }

  /** Writes the quantity's numbers to the start of {@code out}. */
  abstract void read(StateFrame state, Objects objects, double[] out);

  /** How many numbers it has, on a robot of n joints. */
  int length(int n) {
    return switch (this) {
      case GRIPPER_WIDTH, GRIPPER_COMMAND, COURSE_DONE -> 1;
      case JOINT_POSITION, JOINT_VELOCITY -> n;
      case TOOL_POSITION, TOOL_VELOCITY, OBJECT_POSITION, OBJECT_FROM_TOOL -> 3;
      case GATE_POSITION, GATE_VELOCITY, GATE_ATTITUDE, NEXT_POINT -> 3;
    };
  }

  static Optional<Quantity> named(String name) {
    return Arrays.stream(values()).filter(q -> q.key.equals(name)).findFirst();
  }

  static List<String> names() {
    return Arrays.stream(values()).map(q -> q.key).toList();
  }
}
