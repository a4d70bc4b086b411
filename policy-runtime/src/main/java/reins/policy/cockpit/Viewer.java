package reins.policy.cockpit;

import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import reins.policy.human.Word;

/**
 * One open page.
 *
 * <p>Threads: {@link #admits} on the page's own, {@link #send} on the cockpit's; the desk guards
 * the rest.
 */
final class Viewer {
  /**
   * A page sends fifty messages a second, and while hands move as many as one every seven
   * milliseconds; more than this are dropped unread.
   */
  static final int MESSAGES_PER_S = 200;

  /** Nobody types two sentences in less. */
  static final long SENTENCE_NS = 500_000_000;

  private static final long SECOND_NS = 1_000_000_000;

  final int number;
  private final Session session;
  private final AtomicBoolean sending = new AtomicBoolean();
  private long second_ns;
  private int inSecond;
  private long typed_ns;
  private boolean typed;

  /** Number of its newest message. */
  long seq;

  /** When its newest sound message came. */
  long heard_ns;

  /** The urgent word of its newest message, or null: the next ones that say it mean the same. */
  Word urgent;

  /** Number of its newest word or sentence that was taken; pictures show it. */
  volatile long taken;

  /** It asks for command. */
  boolean asking;

  /**
   * @param session null where there is no socket: tests of the desk
   */
  Viewer(int number, Session session) {
    this.number = number;
    this.session = session;
  }

  /** Whether one more message is within the page's share of this second. */
  boolean admits(long now_ns) {
    if (now_ns - second_ns >= SECOND_NS) {
      second_ns = now_ns;
      inSecond = 0;
    }
    return ++inSecond <= MESSAGES_PER_S;
  }

  /** Whether one more typed sentence is within the page's share. */
  boolean mayType(long now_ns) {
    if (typed && now_ns - typed_ns < SENTENCE_NS) return false;
    typed = true;
    typed_ns = now_ns;
    return true;
  }

  /** Sends a picture, unless the one before is still on its way: a slow page sees fewer. */
  void send(String picture) {
    if (!session.isOpen() || !sending.compareAndSet(false, true)) return;
    session.sendText(
        picture, Callback.from(() -> sending.set(false), failure -> session.disconnect()));
  }

  /** Cuts the line. */
  void disconnect() {
    session.disconnect();
  }
}
