package reins.ros.message;

/**
 * A constant of a definition.
 *
 * @param type the keyword of a built-in type
 * @param value as the definition spells it
 */
public record Constant(String type, String name, String value) {}
