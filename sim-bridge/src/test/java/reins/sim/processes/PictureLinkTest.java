package reins.sim.processes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reins.contract.config.CameraTerm;
import reins.contract.config.RigConfig;
import reins.contract.data.PolicySpec;
import reins.contract.data.Transition;
import reins.contract.exchange.Source;
import reins.learner.replay.Batch;
import reins.learner.replay.Buffers;
import reins.learner.replay.Intake;
import reins.learner.serve.GrpcActors;
import reins.learner.serve.Inbox;
import reins.policy.infer.Exploration;
import reins.policy.infer.PolicyStore;
import reins.policy.link.GrpcLink;
import reins.policy.link.Spool;

/** Pictures from an actor's spool to the learner's replay, whoever goes away in between. */
class PictureLinkTest {
  private static final CameraTerm EYE = new CameraTerm("eye", 64, 48, 127.5, 127.5, 1);
  private static final PolicySpec SPEC = new PolicySpec(1, 1, EYE, "seen");
  private static final int EPISODE = 7;
  private static final long PATIENCE_NS = 20_000_000_000L;

  @TempDir Path dir;

  /**
   * Step {@code i}, whose pictures nobody else's are, but for that which the next step begins with.
   */
  private static Transition step(int i) {
    boolean done = i % EPISODE == EPISODE - 1;
    float[] one = {i};
    float[] act = {0};
    return new Transition(
            one,
            act,
            act,
            i,
            1,
            done,
            one,
            Source.POLICY,
            0,
            i / EPISODE,
            i % EPISODE,
            false,
            false,
            0,
            false)
        .showing(picture(i, 0), picture(i, 1));
  }

  private static byte[] picture(int i, int after) {
    byte[] rgb = new byte[EYE.numbers()];
    int mark = i / EPISODE * 100 + i % EPISODE + after;
    rgb[0] = (byte) mark;
    rgb[rgb.length - 1] = (byte) (mark >> 8);
    return rgb;
  }

  private static void expectOwnPictures(Inbox inbox, int from, int to) {
    Buffers replay = new Buffers(1000, 1, 1, EYE.numbers(), Intake::correctionsToBoth);
    inbox.drainInto(replay, Long.MAX_VALUE);
    assertEquals(to - from, replay.online().size());
    Batch batch = new Batch(1, 1, 1, EYE.numbers());
    for (int i = from; i < to; i++) {
      replay.online().copy(i - from, batch, 0);
      assertEquals(i, batch.reward()[0]);
      assertArrayEquals(picture(i, 0), batch.images());
      assertArrayEquals(picture(i, 1), batch.nextImages());
    }
  }

  private static void await(BooleanSupplier what) throws InterruptedException {
    long end_ns = System.nanoTime() + PATIENCE_NS;
    while (!what.getAsBoolean() && System.nanoTime() < end_ns) Thread.sleep(5);
    assertTrue(what.getAsBoolean(), "did not happen in time");
  }

  private static GrpcActors listen(RigConfig.Link at, Inbox inbox) {
    return new GrpcActors(at, SPEC, inbox, () -> 0, () -> null);
  }

  private static RigConfig.Link free() throws IOException {
    try (ServerSocket any = new ServerSocket(0)) {
      return new RigConfig.Link("127.0.0.1", any.getLocalPort());
    }
  }

  @Test
  void shouldArriveOnceAndWithTheirOwnSteps() throws Exception {
    RigConfig.Link at = free();
    Path journal = dir.resolve("journal.bin");
    try (PolicyStore policies = new PolicyStore(SPEC, Long.MAX_VALUE, Exploration.none());
        Spool spool = Spool.open(dir.resolve("spool"), SPEC.fingerprint(), 200_000);
        GrpcLink _ = new GrpcLink(at, SPEC, spool, policies)) {
      try (Inbox inbox = Inbox.open(SPEC, journal);
          GrpcActors _ = listen(at, inbox)) {
        for (int i = 0; i < 60; i++) spool.accept(step(i));
        await(() -> spool.acknowledged() == 60);
      }
      for (int i = 60; i < 90; i++) spool.accept(step(i)); // the learner is away
      try (Inbox inbox = Inbox.open(SPEC, journal);
          GrpcActors _ = listen(at, inbox)) {
        await(() -> spool.acknowledged() == 90);
        expectOwnPictures(inbox, 0, 90);
      }
      // 90 steps have 103 pictures; twice each step would be 180
      assertTrue(Files.size(journal) < 110L * EYE.numbers(), "bytes " + Files.size(journal));
      try (Inbox other = Inbox.open(SPEC, dir.resolve("another-run.bin"));
          GrpcActors _ = listen(at, other)) {
        for (int i = 90; i < 110; i++) spool.accept(step(i));
        await(() -> spool.acknowledged() == 110);
        expectOwnPictures(other, 90, 110);
      }
    }
  }
}
