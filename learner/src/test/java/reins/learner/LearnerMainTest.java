package reins.learner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reins.contract.config.RigConfig;
import reins.contract.data.PolicySpec;
import reins.wire.Empty;
import reins.wire.LinkGrpc;
import reins.wire.PolicyRequest;
import reins.wire.Record;

/** The process itself, started and stopped as the launcher does. */
class LearnerMainTest {
  private static final Path CONFIGS =
      Path.of(System.getProperty("reins.root", ".."), "hardware-configs");
  private static final long PATIENCE_S = 60;

  @TempDir Path folder;

  private Path rig(int port) throws IOException {
    for (String kind : new String[] {"rigs", "robots", "tasks"}) {
      Files.createDirectories(folder.resolve(kind));
      try (var files = Files.list(CONFIGS.resolve(kind))) {
        for (Path file : files.toList())
          Files.copy(file, folder.resolve(kind).resolve(file.getFileName().toString()));
      }
    }
    Path rig = folder.resolve("rigs/sim-franka.yaml");
    String text = Files.readString(rig);
    int old = RigConfig.load(rig).rig().link().port();
    Files.writeString(rig, text.replace(Integer.toString(old), Integer.toString(port)));
    assertEquals(port, RigConfig.load(rig).rig().link().port());
    return rig;
  }

  private Process start(Path rig, String... more) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--add-modules=jdk.incubator.vector");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add(LearnerMain.class.getName());
    command.addAll(List.of("--rig", rig.toString(), "--run", "test"));
    command.addAll(List.of("--runs", folder.resolve("runs").toString()));
    command.addAll(List.of(more));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    return builder.redirectErrorStream(true).redirectOutput(output()).start();
  }

  private File output() {
    return folder.resolve("output").toFile();
  }

  private String said() throws IOException {
    return Files.readString(output().toPath());
  }

  /** A channel that tried too early would wait longer than the start takes. */
  private ManagedChannel connect(Process process, int port) throws Exception {
    while (process.isAlive() && !said().contains("listening")) Thread.sleep(20);
    return NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Test
  void shouldLoseNothingThatItAcknowledgedToAKill() throws Exception {
    int port = freePort();
    Path rig = rig(port);
    var task = RigConfig.load(rig).task();
    List<Float> obs = Collections.nCopies(task.obsDim(), 0.5f);
    List<Float> action = Collections.nCopies(task.action().dim(), 0.5f);
    Record.Builder record =
        Record.newBuilder().setSession(4).setFingerprint(PolicySpec.of(task).fingerprint());
    record
        .getTransitionBuilder()
        .addAllObs(obs)
        .addAllNextObs(obs)
        .addAllAction(action)
        .addAllProposed(action)
        .setMask(1);
    for (int run = 0; run < 2; run++) {
      Process process = start(rig);
      ManagedChannel channel = connect(process, port);
      try {
        var stub =
            LinkGrpc.newBlockingV2Stub(channel).withDeadlineAfter(PATIENCE_S, TimeUnit.SECONDS);
        assertEquals(run, stub.status(Empty.getDefaultInstance()).getTransitionsStored());
        var records = stub.transitions();
        records.write(record.setSeq(1 + run).build());
        assertEquals(1 + run, records.read().getSeq());
      } finally {
        channel.shutdownNow();
        process.destroyForcibly(); // SIGKILL
      }
      assertTrue(process.waitFor(PATIENCE_S, TimeUnit.SECONDS), said());
    }
  }

  @Test
  void shouldNotBeginARunThatItWasToldToResume() throws Exception {
    Process process = start(rig(freePort()), "--resume");
    assertTrue(process.waitFor(PATIENCE_S, TimeUnit.SECONDS), said());
    assertEquals(2, process.exitValue(), said());
    assertTrue(said().contains("test: expected a run to go on with"), said());
    assertTrue(Files.notExists(folder.resolve("runs/test")));
  }

  @Test
  void shouldPublishAtOnceStopOnRequestAndResume() throws Exception {
    int port = freePort();
    Path rig = rig(port);
    String fingerprint = PolicySpec.of(RigConfig.load(rig).task()).fingerprint();
    for (int run = 0; run < 2; run++) {
      Process process = run == 0 ? start(rig) : start(rig, "--resume");
      ManagedChannel channel = connect(process, port);
      try {
        var policies =
            LinkGrpc.newBlockingStub(channel)
                .withDeadlineAfter(PATIENCE_S, TimeUnit.SECONDS)
                .policies(PolicyRequest.newBuilder().setFingerprint(fingerprint).build());
        assertEquals(1 + run, policies.next().getVersion());
      } finally {
        channel.shutdownNow();
        process.destroy(); // SIGTERM
      }
      assertTrue(process.waitFor(PATIENCE_S, TimeUnit.SECONDS), said());
      assertEquals(0, process.exitValue(), said());
      assertTrue(said().contains("checkpoint written"), said());
      assertEquals(run == 1, said().contains("resumed"), said());
      assertTrue(Files.exists(folder.resolve("runs/test/manifest.json")));
    }
  }

  @Test
  void shouldExitWithTwoAndOneLineWhereThePortIsInUse() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      Process process = start(rig(taken.getLocalPort()));
      assertTrue(process.waitFor(PATIENCE_S, TimeUnit.SECONDS), said());
      assertEquals(2, process.exitValue(), said());
      assertEquals(
          1, said().lines().filter(line -> line.startsWith("learner: link.port:")).count(), said());
    }
  }

  private static void assumeNoCard() {
    Assumptions.assumeFalse(Files.exists(Path.of("/dev/nvidia0")), "there is a card here");
  }

  @Test
  void shouldExitWithTwoAndOneLineWhereThereIsNoCuda() throws Exception {
    assumeNoCard();
    Process process = start(rig(freePort()), "--device", "cuda");
    assertTrue(process.waitFor(PATIENCE_S, TimeUnit.SECONDS), said());
    assertEquals(2, process.exitValue(), said());
    List<String> lines = said().lines().filter(line -> line.startsWith("learner: ")).toList();
    assertEquals(1, lines.size(), said());
    assertTrue(lines.getFirst().startsWith("learner: --device cuda: "), said());
    assertFalse(Files.exists(folder.resolve("runs/test")));
  }

  @Test
  void shouldBeToldByTheLauncherWhichLibrariesOfCudaToInstall() throws Exception {
    assumeNoCard();
    Process launcher =
        new ProcessBuilder(
                CONFIGS.resolveSibling("reins").toString(), "learner", "--device", "cuda")
            .redirectErrorStream(true)
            .redirectOutput(output())
            .start();
    assertTrue(launcher.waitFor(PATIENCE_S, TimeUnit.SECONDS), said());
    assertEquals(2, launcher.exitValue(), said());
    assertEquals(1, said().lines().count(), said());
    assertTrue(said().startsWith("reins: --device cuda: this machine lacks libcuda.so.1"), said());
    assertTrue(said().contains("apt-get install cuda-drivers"), said());
  }

  @Test
  void shouldExitWithTwoWhereTheRigIsWrong() throws Exception {
    Process process = start(folder.resolve("rigs/none.yaml"));
    assertTrue(process.waitFor(PATIENCE_S, TimeUnit.SECONDS), said());
    assertEquals(2, process.exitValue(), said());
    assertTrue(said().contains("none.yaml: no such file"), said());
  }
}
