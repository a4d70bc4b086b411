package reins.ros.typed;

import reins.ros.message.MessageCatalog;

/** Makes messages of generated classes. */
public final class MessageFactory {
  private final MessageCatalog catalog;

  public MessageFactory(MessageCatalog catalog) {
    this.catalog = catalog;
  }

  /** A message, all zeros and empty. Errors: as {@link MessageClass#codec}. */
  public <T extends Message> T newFromType(MessageClass<T> type) {
    return type.newMessage(catalog);
  }
}
