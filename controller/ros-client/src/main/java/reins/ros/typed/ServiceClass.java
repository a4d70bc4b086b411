package reins.ros.typed;

/**
 * What a generated service consists of: the constant {@code _TYPE} of it.
 *
 * @param name such as {@code std_srvs/SetBool}
 */
public record ServiceClass<Q extends Message, S extends Message>(
    String name, MessageClass<Q> request, MessageClass<S> response) {}
