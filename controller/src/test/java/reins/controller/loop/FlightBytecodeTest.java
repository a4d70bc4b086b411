package reins.controller.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole of a flight's tick, the ROS ports and the counters included. */
class FlightBytecodeTest {
  private static final Map<String, List<String>> IMPLEMENTATIONS =
      Map.of(
          "reins/controller/quad/FlightPort",
          List.of("reins/controller/quad/port/RosFlightPort"),
          "reins/controller/quad/port/Craft",
          List.of(
              "reins/controller/quad/port/MavrosCraft",
              "reins/controller/quad/port/CrazyswarmCraft"),
          "reins/controller/quad/Path",
          List.of("reins/controller/quad/Lemniscate"),
          "reins/ros/hot/HotCodec",
          List.of("reins/ros/hot/NumbersCodec"));

  @ParameterizedTest
  @CsvSource({"tick, 120", "retreat, 25", "send, 5"})
  void shouldFindNothingForbidden(String method, int least) {
    BytecodeWalk walk =
        new BytecodeWalk(
            (caller, call) ->
                TickBytecodeTest.allowed(caller, call)
                    || call.equals("java.lang.Enum.ordinal")
                    || call.equals("java.util.concurrent.atomic.AtomicReference.get")
                    || call.equals("java.util.concurrent.atomic.AtomicReference.getAndSet")
                    || call.equals("reins.controller.quad.FlightMode.ordinal"),
            IMPLEMENTATIONS);
    List<String> violations = walk.from(FlightDrive.class, method);
    assertEquals(List.of(), violations, () -> String.join("\n", violations));
    // A retreat reads nothing and judges nothing; sending only sends.
    assertTrue(walk.methods() >= least, "walked only " + walk.methods() + " methods");
  }
}
