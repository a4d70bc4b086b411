package reins.ros.service;

import reins.ros.name.GraphName;

/**
 * Answers whoever calls a service.
 *
 * <p>Threads: any.
 */
public interface ServiceServer<T, S> {
  GraphName getName();

  /** Calls answered so far, refusals included. */
  long getRequests();

  /** Tells the master and closes every connection. */
  void shutdown();
}
