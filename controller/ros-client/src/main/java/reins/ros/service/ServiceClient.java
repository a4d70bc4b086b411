package reins.ros.service;

import reins.ros.name.GraphName;

/**
 * Calls a service over one connection that is kept, and made anew by the next call after it was
 * lost.
 *
 * <p>Threads: any; calls are made one after another.
 */
public interface ServiceClient<T, S> extends AutoCloseable {
  GraphName getName();

  /** A request, all zero and empty. */
  T newMessage();

  /**
   * Calls and waits for the answer, at most as long as the node's call timeout.
   *
   * <p>Errors: {@link RemoteException} with the provider's words, or when the connection ends
   * first; {@link ServiceNotFoundException} when there is no provider.
   */
  S call(T request);

  /** Calls without waiting; at most 64 calls wait, more are refused at once. */
  void call(T request, ServiceResponseListener<S> listener);

  boolean isConnected();

  void shutdown();

  @Override
  default void close() {
    shutdown();
  }
}
