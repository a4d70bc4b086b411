package reins.controller.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nothing that a tick reaches allocates, waits, locks, logs, throws or reads a clock. */
class TickBytecodeTest {
  /** Whole classes whose calls do none of that. */
  private static final Set<String> CLASSES =
      Set.of(
          "java.lang.Math",
          "java.lang.foreign.MemorySegment",
          "java.lang.invoke.VarHandle",
          "org.ejml.dense.row.misc.UnrolledCholesky_DDRM",
          "org.ejml.dense.row.decomposition.TriangularSolver_DDRM");

  /** Single calls out of larger classes. */
  private static final Set<String> CALLS =
      Set.of(
          "java.lang.System.arraycopy",
          "java.lang.Double.isFinite",
          "java.lang.Double.isNaN",
          "java.lang.Integer.numberOfTrailingZeros",
          "java.util.Arrays.fill",
          "org.ejml.dense.row.CommonOps_DDRM.multInner",
          "org.ejml.dense.row.CommonOps_DDRM.multTransA",
          // The port's own: one non-blocking write into a socket from a direct buffer.
          "java.nio.ByteBuffer.clear",
          "java.nio.ByteBuffer.flip",
          "java.nio.ByteBuffer.hasRemaining",
          "java.nio.ByteBuffer.limit",
          "java.nio.ByteBuffer.position",
          "java.nio.ByteBuffer.put",
          "java.nio.ByteBuffer.putDouble",
          "java.nio.ByteBuffer.putFloat",
          "java.nio.ByteBuffer.putShort",
          "java.nio.ByteBuffer.putInt",
          "java.nio.channels.SocketChannel.write");

  private static final Map<String, List<String>> IMPLEMENTATIONS =
      Map.of(
          "reins/controller/port/Port",
          List.of("reins/controller/port/RosPort"),
          "reins/controller/port/Arm",
          List.of(
              "reins/controller/port/TorqueArm",
              "reins/controller/port/EquilibriumArm",
              "reins/controller/port/UrArm"),
          "reins/controller/port/UrArm$Commands",
          List.of("reins/controller/port/UrArm$Velocity", "reins/controller/port/UrArm$Position"),
          "reins/controller/port/Hand",
          List.of(
              "reins/controller/port/WidthHand",
              "reins/controller/port/FrankaHand",
              "reins/controller/port/NoHand"),
          "reins/controller/law/CommandLaw",
          List.of(
              "reins/controller/law/SwitchedLaw",
              "reins/controller/law/EquilibriumPose",
              "reins/controller/law/ResolvedRate"),
          "reins/controller/safety/LastHand",
          List.of(
              "reins/controller/safety/Limiter",
              "reins/controller/safety/PoseLimiter",
              "reins/controller/safety/SpeedLimiter"),
          "reins/contract/config/ActionSpace$Arm",
          List.of(
              "reins/contract/config/ActionSpace$CartesianDelta",
              "reins/contract/config/ActionSpace$JointDelta",
              "reins/contract/config/ActionSpace$Wrench"),
          "reins/controller/law/Law",
          List.of(
              "reins/controller/law/CartesianImpedance",
              "reins/controller/law/JointDamping",
              "reins/controller/law/JointImpedance",
              "reins/controller/law/Relaxed",
              "reins/controller/law/WrenchControl"),
          "reins/controller/motion/MotionGenerator",
          List.of(
              "reins/controller/motion/CartesianMotion",
              "reins/controller/motion/JointMotion",
              "reins/controller/motion/WrenchMotion"),
          "reins/ros/hot/HotCodec",
          List.of(
              "reins/ros/hot/Float64ArrayCodec",
              "reins/ros/hot/PoseStampedCodec",
              "reins/ros/hot/TrajectoryPointCodec",
              "reins/ros/hot/GripperGoalCodec"));

  /** Where a subscriber's socket is full: wakes the server's selector, once, to write the rest. */
  private static final String WAKING = "reins.ros.hot.HotLink.flush java.lang.Runnable.run";

  static boolean allowed(String caller, String call) {
    return CLASSES.contains(call.substring(0, call.lastIndexOf('.')))
        || CALLS.contains(call)
        || WAKING.equals(caller + " " + call);
  }

  private static BytecodeWalk walk() {
    return new BytecodeWalk(TickBytecodeTest::allowed, IMPLEMENTATIONS);
  }

  @Test
  void shouldFindNothingForbiddenBelowATick() {
    BytecodeWalk walk = walk();
    List<String> violations = walk.from(ControlLoop.class, "tick");
    assertEquals(List.of(), violations, () -> String.join("\n", violations));
    assertTrue(walk.methods() > 80, "walked only " + walk.methods() + " methods");
  }

  @Test
  void shouldFindNothingForbiddenBelowARetreat() {
    assertEquals(List.of(), walk().from(ControlLoop.class, "retreat"));
  }

  @Test
  void shouldFindNothingForbiddenBehindATick() {
    BytecodeWalk walk = walk();
    List<String> violations = walk.from(ControlLoop.class, "send");
    assertEquals(List.of(), violations, () -> String.join("\n", violations));
    assertTrue(walk.methods() >= 5, "walked only " + walk.methods() + " methods");
  }

  @ParameterizedTest
  @CsvSource({
    "makesAnObject, new java/lang/Object",
    "makesNumbers, newarray",
    "makesObjects, anewarray",
    "makesATable, multianewarray",
    "boxes, calls java.lang.Double.valueOf",
    "joinsText, invokedynamic makeConcatWithConstants",
    "locks, monitorenter",
    "isLocked, synchronized",
    "throwsUp, athrow",
    "readsAClock, calls java.lang.System.nanoTime",
    "logs, calls java.io.PrintStream.println",
    "callsDown, new java/lang/Object",
    "callsThrough, no implementation is known"
  })
  void shouldCatchWhatIsPlanted(String method, String finding) {
    List<String> violations = walk().from(Planted.class, method);
    assertTrue(violations.stream().anyMatch(v -> v.contains(finding)), () -> "" + violations);
  }

  /** Everything that must not be found below a tick. */
  @SuppressWarnings("unused")
  static final class Planted {
    private final Object lock = new Object();
    private Object held;
    private double number;

    interface Elsewhere {
      void go();
    }

    void makesAnObject() {
      held = new Object();
    }

    void makesNumbers() {
      held = new double[3];
    }

    void makesObjects() {
      held = new Object[3];
    }

    void makesATable() {
      held = new double[3][3];
    }

    void boxes() {
      held = number;
    }

    void joinsText() {
      held = "at " + number;
    }

    void locks() {
      synchronized (lock) {
        number++;
      }
    }

    synchronized void isLocked() {
      number++;
    }

    void throwsUp() {
      throw (RuntimeException) held;
    }

    void readsAClock() {
      number = System.nanoTime();
    }

    void logs() {
      System.out.println(number);
    }

    void callsDown() {
      makesAnObject();
    }

    void callsThrough() {
      ((Elsewhere) held).go();
    }
  }
}
