package reins.policy.cockpit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import reins.contract.exchange.Fault;
import reins.contract.exchange.FlightFault;
import reins.contract.exchange.Mode;
import reins.policy.Rigs;

class WordsTest {
  private final Words arm = Words.of(Rigs.simFranka());
  private final Words flight = Words.of(Rigs.gate().deployment());

  private static int bit(int fault) {
    return Integer.numberOfTrailingZeros(fault);
  }

  @Test
  void shouldReadTheSameBitAsEachRobotMeansIt() {
    assertEquals("other arm stopped", arm.fault(bit(Fault.OTHER_ARM_STOPPED)));
    assertEquals("battery low", flight.fault(bit(FlightFault.BATTERY_LOW)));
    assertEquals("payload mismatch", arm.fault(bit(Fault.PAYLOAD_MISMATCH)));
    assertEquals("heartbeat lost", flight.fault(bit(FlightFault.HEARTBEAT_LOST)));
    assertEquals("fence breached", flight.fault(bit(FlightFault.FENCE_BREACHED)));
    assertEquals("overrun", flight.fault(bit(Fault.OVERRUN)));
    assertEquals("emergency stop", flight.fault(bit(Fault.ESTOP)));
  }

  /** What flies has no torque, no pose of its joints, and is not still when it holds. */
  @Test
  void shouldSayWhatAVehicleDoes() {
    Set<String> said = new HashSet<>();
    for (Mode mode : Mode.values()) {
      String words = flight.mode(mode, 0).toLowerCase(Locale.ROOT);
      said.add(words);
      for (String arms : new String[] {"torque", "damping", "pose", "payload", "braking", "~"})
        assertFalse(words.contains(arms), mode + ": " + words);
      if (mode != Mode.ACTIVE_POLICY && mode != Mode.INTERVENTION)
        assertNotEquals(arm.mode(mode, 0), flight.mode(mode, 0));
    }
    assertTrue(said.size() >= 8, said.toString());
    assertEquals("Hovering", flight.mode(Mode.HOLD, 0));
    assertEquals("Holding still", arm.mode(Mode.HOLD, 0));
    assertEquals(
        "The autopilot flies by itself", flight.mode(Mode.HOLD, FlightFault.NOT_ACCEPTING));
    assertTrue(flight.mode(Mode.RECOVERING, 0).startsWith("Landing"));
    assertTrue(flight.mode(Mode.SAFE_STOP, 0).startsWith("Emergency descent"));
    assertTrue(flight.mode(Mode.IDLE, 0).contains("services arm and take_off send it up"));
  }

  /** A vehicle has no mode of that name: it lands, and stays down. */
  @Test
  void shouldSayThatAVehiclesEmergencyStopIsLatched() {
    assertEquals("stop", flight.tone(Mode.RECOVERING, Fault.ESTOP));
    assertEquals("wait", flight.tone(Mode.RECOVERING, 0));
    assertTrue(flight.stopped(Mode.IDLE, Fault.ESTOP));
    assertTrue(flight.mode(Mode.IDLE, Fault.ESTOP).startsWith("Emergency stop, latched"));
    assertFalse(flight.stopped(Mode.HOLD, 0));
    assertFalse(arm.stopped(Mode.SAFE_STOP, Fault.ESTOP));
    assertTrue(arm.stopped(Mode.ESTOP, 0));
    assertEquals("ok", flight.tone(Mode.HOLD, 0));
  }
}
