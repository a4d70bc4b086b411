package reins.ros.topic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FramePoolTest {
  private final FramePool pool = new FramePool();

  @Test
  void shouldUseAFrameAgainWhenItsLastHolderIsThroughWithIt() {
    Frame frame = pool.take(1000);
    frame.hold();
    frame.release();
    Frame other = pool.take(1000);
    assertNotSame(frame, other, "somebody still holds it");
    frame.release();
    Frame again = pool.take(500);
    assertSame(frame, again);
    assertEquals(500, again.view().remaining());
  }

  @Test
  void shouldKeepFewDirectFrames() {
    List<Frame> held = new ArrayList<>();
    for (int i = 0; i < FramePool.MAX_FRAMES; i++) held.add(pool.take(100));
    assertTrue(held.stream().allMatch(Frame::isDirect));
    Frame heap = pool.take(100);
    assertFalse(heap.isDirect());
    heap.release();
    held.forEach(Frame::release);
    for (int i = 0; i < FramePool.MAX_FRAMES; i++) assertTrue(held.contains(pool.take(100)));
    assertFalse(held.contains(pool.take(100)));
  }

  @Test
  void shouldReplaceFramesThatHaveBecomeTooSmall() {
    List<Frame> held = new ArrayList<>();
    for (int i = 0; i < FramePool.MAX_FRAMES; i++) held.add(pool.take(100));
    held.forEach(Frame::release);
    for (int i = 0; i < FramePool.MAX_FRAMES; i++)
      assertTrue(pool.take(10_000).isDirect(), "a small one has given way");
    assertFalse(pool.take(10_000).isDirect());
  }

  @Test
  void shouldLeaveLongMessagesToTheHeap() {
    assertTrue(pool.take(FramePool.MAX_DIRECT_BYTES).isDirect());
    assertFalse(pool.take(FramePool.MAX_DIRECT_BYTES + 1).isDirect());
  }
}
