package reins.ros.typed;

import java.lang.reflect.Proxy;
import reins.ros.message.DynamicMessage;
import reins.ros.message.MessageCatalog;
import reins.ros.message.MessageCodec;
import reins.ros.message.MessageType;

/**
 * A generated class and the definition it was generated from: the constant {@code _TYPE} of it.
 *
 * @param name such as {@code std_msgs/String}
 * @param md5 of the definition
 */
public record MessageClass<T extends Message>(Class<T> type, String name, String md5) {
  /**
   * How such messages are read and written.
   *
   * <p>Errors: {@link IllegalArgumentException} when the catalogue's definition is another.
   */
  public MessageCodec<T> codec(MessageCatalog catalog) {
    return new TypedCodec<>(this, definition(catalog));
  }

  /** A message, all zeros and empty. Errors: as {@link #codec}. */
  public T newMessage(MessageCatalog catalog) {
    return view(new DynamicMessage(definition(catalog)));
  }

  private MessageType definition(MessageCatalog catalog) {
    MessageType known = catalog.get(name);
    if (known.md5().equals(md5)) return known;
    throw new IllegalArgumentException(
        type.getName() + " was generated from a " + name + " (" + md5 + "), known is " + known);
  }

  T view(DynamicMessage message) {
    return view(type, message);
  }

  static <V> V view(Class<V> type, DynamicMessage message) {
    ClassLoader loader = type.getClassLoader();
    return type.cast(
        Proxy.newProxyInstance(loader, new Class<?>[] {type}, new MessageView(type, message)));
  }
}
