package reins.ros.hot;

import java.nio.ByteBuffer;
import reins.ros.message.MessageCatalog;
import reins.ros.message.MessageType;

/**
 * Results of actions that end with {@code bool success} and {@code string error}; those that answer
 * other senders' goals are not this shape. Only for reading.
 */
public final class ActionResultCodec implements HotCodec<ActionResult> {
  /** Room for the words of status and error. */
  private static final int MAX_BYTES = 4096;

  private final MessageType type;
  private final GoalId id;

  /**
   * @param type such as {@code franka_gripper/GraspActionResult}
   * @param sender as in the codec of the goals
   */
  public ActionResultCodec(String type, String sender) {
    this.type = MessageCatalog.standard().get(type);
    id = new GoalId(sender);
  }

  @Override
  public MessageType type() {
    return type;
  }

  @Override
  public ActionResult allocate() {
    return new ActionResult();
  }

  @Override
  public int maxBytes() {
    return MAX_BYTES;
  }

  @Override
  public void encode(ActionResult message, ByteBuffer out) {
    throw new UnsupportedOperationException("action results are only read");
  }

  @Override
  public boolean decode(ByteBuffer in, ActionResult out) {
    if (!HotWire.skipHeader(in)) return false;
    out.number = id.number(in);
    if (out.number < 0 || !in.hasRemaining()) return false;
    in.get();
    if (!HotWire.skipString(in) || !in.hasRemaining()) return false;
    out.success = in.get() != 0;
    return true;
  }
}
