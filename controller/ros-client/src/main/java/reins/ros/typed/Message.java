package reins.ros.typed;

import reins.ros.message.DynamicMessage;

/**
 * What every generated message class is: accessors to a message's fields.
 *
 * <p>One integer is the Java integer of its size, unsigned ones wrapped; arrays and lists are as
 * {@link DynamicMessage} has them, lists not to be changed but set anew.
 *
 * <p>Threads: one at a time.
 */
public interface Message {
  /** The message itself, changed by this object's setters. */
  DynamicMessage toRawMessage();
}
