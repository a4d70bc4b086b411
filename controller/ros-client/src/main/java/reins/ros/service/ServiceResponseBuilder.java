package reins.ros.service;

/**
 * Works out a service's answer.
 *
 * <p>Threads: a virtual one for each client; never two calls of one service at once.
 *
 * <p>Errors: {@link ServiceException}, whose words the caller reads; any other exception is logged
 * here too.
 */
@FunctionalInterface
public interface ServiceResponseBuilder<T, S> {
  /**
   * @param response all zeros and empty; to be filled in
   */
  void build(T request, S response) throws ServiceException;
}
