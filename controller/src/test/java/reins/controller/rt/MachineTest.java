package reins.controller.rt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import reins.controller.rt.Check.Verdict;

class MachineTest {
  private static Verdict verdict(Machine machine, int cpu, String what) {
    return machine.checks(cpu).stream()
        .filter(c -> c.what().equals(what))
        .map(Check::verdict)
        .findFirst()
        .orElse(null);
  }

  @Test
  void shouldClaimMaximaOnARealTimeKernelOfAMachineOnly() {
    Machine lab = new Machine("6.1.0-rt", true, false, "performance", "2-3", "tsc");
    assertFalse(lab.line().contains("no claim"));
    assertTrue(lab.checks(3).stream().allMatch(c -> c.verdict() == Verdict.PASS));
    Machine guest = new Machine("6.1.0-rt", true, true, "", "2-3", "tsc");
    assertTrue(guest.line().contains("no claim about maxima"));
    assertEquals(Verdict.WARN, verdict(guest, 3, "host"));
    assertEquals(Verdict.PASS, verdict(guest, 3, "governor"));
  }

  @Test
  void shouldSayWhatToDo() {
    Machine desk = new Machine("6.1.0", false, false, "powersave", "", "hpet");
    List<Check> checks = desk.checks(1);
    assertTrue(checks.stream().allMatch(c -> c.verdict() == Verdict.WARN), checks.toString());
    assertTrue(checks.stream().noneMatch(c -> c.advice().isEmpty()));
    assertTrue(checks.stream().anyMatch(c -> c.line().contains("isolcpus=1")), checks.toString());
  }

  @Test
  void shouldReadListsOfCores() {
    assertTrue(Machine.holds("2-3,5", 3));
    assertTrue(Machine.holds("2-3,5", 5));
    assertFalse(Machine.holds("2-3,5", 4));
    assertFalse(Machine.holds("", 0));
  }

  @Test
  void shouldLookAtThisMachine() {
    assertFalse(Machine.look().kernel().isEmpty());
  }
}
