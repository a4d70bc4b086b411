package reins.ros.node;

/** Hears of a parameter's or namespace's new value; an empty map when it was deleted. */
@FunctionalInterface
public interface ParameterListener {
  void onNewValue(Object value);
}
