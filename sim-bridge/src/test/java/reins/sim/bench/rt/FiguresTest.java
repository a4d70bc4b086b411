package reins.sim.bench.rt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reins.contract.config.RigConfig;

class FiguresTest {
  @TempDir Path folder;

  /** As cyclictest 2.40 prints it. */
  @Test
  void shouldCountDevicesAndNotTimers() {
    List<String> lines =
        List.of(
            "           CPU0       CPU1",
            " 36:          3       1195 PCI-MSIX-0000:00:02.0   1-edge      virtio1-req.0",
            " 38:          0         10 PCI-MSIX-0000:00:03.0   1-edge      virtio2-input.0",
            "LOC:   21611949   23234832 Local timer interrupts",
            "ERR:          7");
    assertEquals(1205, DeviceInterrupts.sum(lines, 1));
    assertEquals(3, DeviceInterrupts.sum(lines, 0));
  }

  @Test
  void shouldReadCyclictestsHistogram() {
    Cyclictest.Histogram histogram = new Cyclictest.Histogram();
    assertTrue(histogram.read("# /dev/cpu_dma_latency set to 0us"));
    assertTrue(histogram.read("# Histogram"));
    histogram.read("000000 000000");
    histogram.read("011562 000500");
    histogram.read("020000 000489");
    histogram.read("300000 000010");
    histogram.read("# Total: 000000999");
    histogram.read("# Max Latencies: 8399198");
    histogram.read("# Histogram Overflows: 00001");
    assertFalse(histogram.read("WARN: stat /dev/cpu_dma_latency failed"));
    Map<String, Double> figures = histogram.figures();
    assertEquals(11.562, figures.get("wakeup_p50_us"), 1e-9);
    assertEquals(300.0, figures.get("wakeup_p99_us"), 1e-9);
    assertEquals(300.0, figures.get("wakeup_p99_9_us"), 1e-9);
    assertEquals(8399.198, figures.get("wakeup_p99_99_us"), 1e-9, "beyond it: the largest");
    assertEquals(1, figures.get("overruns"));
  }

  @Test
  void shouldReadTheSafepointsOfAStretchOfTime() throws IOException {
    Path log = folder.resolve("safepoints.log");
    Files.write(
        log,
        List.of(
            "[900ns] Safepoint \"ZMarkEndYoung\", Time since last: 1 ns, Reaching safepoint: 2 ns,"
                + " At safepoint: 3 ns, Leaving safepoint: 4 ns, Total: 99347 ns, Threads: 1",
            "[500000ns] Safepoint \"Cleanup\", Time since last: 1 ns, Total: 2500 ns, Threads: 1",
            "[600000ns] Safepoint \"ZMarkEndOld\", Time since last: 1 ns, Total: 1500 ns, x",
            "[700000ns] Total collections 7"));
    SafepointLog read = new SafepointLog(log, 1000, 1_000_000);
    assertEquals(2, read.count());
    assertEquals(2.5, read.max_us(), 1e-9);
    assertTrue(read.within(499_000, 499_500));
    assertTrue(read.within(100_000, 498_000));
    assertFalse(read.within(100_000, 497_000));
    assertFalse(read.within(500_001, 598_000));
  }

  @Test
  void shouldReadTheStealOfOneCore() {
    List<String> stat =
        List.of(
            "cpu  1343343 0 88576 972901 1935 0 6753 1729 0 0",
            "cpu0 664373 0 43377 497466 348 0 3437 870 0 0",
            "cpu1 678969 0 45199 475434 1586 0 3316 859 0 0");
    assertEquals(859, StealMeter.steal(stat, "cpu1 "));
    assertEquals(870, StealMeter.steal(stat, "cpu0 "));
  }

  @Test
  void shouldTakeMediansSumsAndMaxima() {
    Figures figures = new Figures();
    for (double v : new double[] {4, 1, 2, 9})
      figures.add(Map.of("wakeup_p99_us", v, "overruns", v, "wakeup_max_us", v, "steal_ms", v));
    Map<String, Double> all = figures.together();
    assertEquals(3, all.get("wakeup_p99_us"));
    assertEquals(16, all.get("overruns"));
    assertEquals(16, all.get("steal_ms"));
    assertEquals(9, all.get("wakeup_max_us"));
    assertEquals("4.00 1.00 2.00 9.00", figures.list("wakeup_p99_us"));
  }

  @Test
  void shouldCopyARigWithItsOwnMasterAndMemory() {
    Path original =
        Path.of(System.getProperty("reins.root"), "hardware-configs/rigs/sim-franka.yaml");
    Path copy;
    try (BenchRig rig = new BenchRig(original)) {
      RigConfig.Resolved first = RigConfig.load(original);
      RigConfig.Resolved other = RigConfig.load(rig.file(7));
      copy = rig.folder();
      assertEquals(7, other.rig().control().spin_us());
      assertEquals(first.rig().control().spin_us(), rig.config().rig().control().spin_us());
      assertFalse(first.rig().ros().master_uri().equals(other.rig().ros().master_uri()));
      assertFalse(first.rig().exchange().equals(other.rig().exchange()));
    }
    assertFalse(Files.exists(copy));
    assertTrue(Files.exists(original), "what a link points to stays");
  }
}
