package reins.controller.port;

import reins.ros.hot.HotListener;

/** Tells of every message once it can be polled. Threads: the one that carries the topic. */
public final class Arrival<T> implements HotListener<T> {
  private final Runnable arrived;

  /** Runs this after each message. */
  public Arrival(Runnable arrived) {
    this.arrived = arrived;
  }

  @Override
  public void onMessage(T message, long arrival_ns) {}

  @Override
  public void onNewest() {
    arrived.run();
  }
}
