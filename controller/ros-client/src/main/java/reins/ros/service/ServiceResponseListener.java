package reins.ros.service;

/**
 * Hears how a call went.
 *
 * <p>Threads: the client's own, one call after another.
 */
public interface ServiceResponseListener<S> {
  void onSuccess(S response);

  void onFailure(RemoteException failure);
}
