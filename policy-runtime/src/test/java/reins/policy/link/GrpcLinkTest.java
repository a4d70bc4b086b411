package reins.policy.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reins.contract.config.RigConfig;
import reins.contract.data.PolicySpec;
import reins.policy.OnnxFiles;
import reins.policy.Rigs;
import reins.policy.Transitions;
import reins.policy.infer.Exploration;
import reins.policy.infer.PolicyStore;
import reins.wire.PolicyVerdict;

class GrpcLinkTest {
  private static final long PATIENCE_MS = 20_000;
  private final PolicySpec spec = PolicySpec.of(Rigs.simFranka().task());
  private final FakeLearner learner = new FakeLearner(spec.fingerprint());
  private final PolicyStore policies = new PolicyStore(spec, 25_000_000, Exploration.none());
  @TempDir Path dir;
  private Spool spool;
  private GrpcLink link;

  @BeforeEach
  void start() throws Exception {
    learner.start();
    open();
  }

  @AfterEach
  void stop() throws Exception {
    close();
    policies.close();
    learner.stop();
  }

  private void open() {
    spool = Spool.open(dir, spec.fingerprint(), 4000);
    link = new GrpcLink(new RigConfig.Link("127.0.0.1", learner.port()), spec, spool, policies);
  }

  private void close() {
    link.close();
    spool.close();
  }

  private void append(int from, int to) {
    for (int i = from; i <= to; i++) spool.accept(Transitions.step(i));
  }

  private static void await(BooleanSupplier what) throws InterruptedException {
    long end_ns = System.nanoTime() + PATIENCE_MS * 1_000_000;
    while (!what.getAsBoolean() && System.nanoTime() < end_ns) Thread.sleep(5);
    assertTrue(what.getAsBoolean(), "did not happen in time");
  }

  private void assertEverythingArrivedOnce(int count) throws InterruptedException {
    await(() -> spool.acknowledged() == count);
    assertEquals(
        IntStream.rangeClosed(1, count).boxed().toList(), learner.stored.get(spool.session()));
    assertEquals(0, learner.gaps);
    assertEquals(1, learner.stored.size());
  }

  @Test
  void shouldDeliverEverythingInOrder() throws Exception {
    append(1, 3000);
    assertEverythingArrivedOnce(3000);
    assertEquals(0, learner.duplicates);
  }

  @Test
  void shouldSpoolWhileTheLearnerIsAwayAndCatchUp() throws Exception {
    append(1, 100);
    await(() -> spool.acknowledged() == 100);
    learner.stop();
    append(101, 1500);
    assertEquals(1500, spool.recorded());
    learner.start();
    assertEverythingArrivedOnce(1500);
  }

  @Test
  void shouldSendAgainWhereAcknowledgementsWereLost() throws Exception {
    learner.hangUpAfter = 500;
    append(1, 1000);
    await(() -> learner.total() >= 500);
    learner.hangUpAfter = Integer.MAX_VALUE;
    assertEverythingArrivedOnce(1000);
    assertTrue(learner.duplicates > 0);
  }

  @Test
  void shouldGoOnAfterTheActorRestarted() throws Exception {
    learner.silent = true;
    append(1, 200);
    await(() -> learner.total() == 200);
    close();
    learner.silent = false;
    open();
    append(201, 300);
    assertEverythingArrivedOnce(300);
  }

  @Test
  void shouldFlushBeforeItEnds() {
    append(1, 50);
    while (!link.learner().connected()) Thread.onSpinWait();
    append(51, 400);
    link.close(PATIENCE_MS);
    assertEquals(400, spool.acknowledged());
  }

  @Test
  void shouldKeepEverythingWhereTheLearnerWantsAnotherTask() throws Exception {
    learner.fingerprint = "another";
    append(1, 20);
    Thread.sleep(300);
    assertEquals(0, spool.acknowledged());
    learner.fingerprint = spec.fingerprint();
    assertEverythingArrivedOnce(20);
  }

  @Test
  void shouldTakePoliciesAndReportVerdicts() throws Exception {
    assertEquals(0, learner.requests.poll(PATIENCE_MS, TimeUnit.MILLISECONDS).getRunningVersion());
    OnnxFiles good = new OnnxFiles(spec, 1, 16);
    learner.publish(5, good.version(5).bytes());
    PolicyVerdict accepted = learner.verdicts.poll(PATIENCE_MS, TimeUnit.MILLISECONDS);
    assertTrue(accepted.getAccepted(), accepted.getReason());
    assertEquals(5, policies.current().version());
    learner.publish(6, new byte[] {1, 2, 3});
    PolicyVerdict refused = learner.verdicts.poll(PATIENCE_MS, TimeUnit.MILLISECONDS);
    assertEquals(6, refused.getVersion());
    assertFalse(refused.getAccepted());
    assertFalse(refused.getReason().isEmpty());
    assertEquals(5, policies.current().version());
    learner.stop();
    learner.start();
    assertEquals(5, learner.requests.poll(PATIENCE_MS, TimeUnit.MILLISECONDS).getRunningVersion());
    assertEquals(List.of(), List.copyOf(learner.verdicts));
  }
}
