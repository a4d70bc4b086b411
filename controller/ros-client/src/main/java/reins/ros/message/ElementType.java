package reins.ros.message;

/** What a field holds one or many of: a primitive or another message. */
public sealed interface ElementType permits Primitive, MessageType {
  /** The fewest bytes one element takes on the wire; bounds array counts before memory is taken. */
  int minBytes();
}
