package reins.learner.dataset;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import reins.contract.data.Transition;
import reins.contract.exchange.Source;

/**
 * A column of a LeRobot folder's data that a step fills.
 *
 * @param dtype as LeRobot names it
 * @param names one for each number; empty: a single number without a name
 * @param value of a step: Float, Long, Boolean or float[]
 */
record Feature(String name, String dtype, List<String> names, Function<Transition, Object> value) {
  static final String STATE = "observation.state";
  static final String ACTION = "action";
  static final String REWARD = "next.reward";
  static final String DONE = "next.done";
  static final String SUCCESS = "next.success";
  static final String TRUNCATED = "next.truncated";
  static final String NEXT_STATE = "next.state";
  static final String PROPOSED = "complementary_info.proposed";
  static final String SOURCE = "complementary_info.source";
  static final String INTERVENTION = "complementary_info.is_intervention";
  static final String DEMONSTRATION = "complementary_info.demonstration";
  static final String POLICY_VERSION = "complementary_info.policy_version";

  /** The columns that a step fills; the ones that count and point are the folder's own. */
  static List<Feature> of(Dataset data) {
    List<Feature> features = new ArrayList<>();
    features.add(vector(STATE, data.stateNames(), Transition::obs));
    features.add(vector(ACTION, data.actionNames(), Transition::action));
    features.add(number(REWARD, Transition::reward));
    features.add(flag(DONE, Transition::done));
    features.add(flag(SUCCESS, Transition::success));
    features.add(flag(TRUNCATED, t -> t.done() && t.mask() == 1));
    // A LeRobot episode ends with its last observation's action; where that led to is kept here.
    features.add(vector(NEXT_STATE, data.stateNames(), Transition::nextObs));
    features.add(vector(PROPOSED, data.actionNames(), Transition::proposed));
    features.add(whole(SOURCE, t -> t.source().ordinal()));
    features.add(flag(INTERVENTION, t -> t.source() != Source.POLICY));
    features.add(flag(DEMONSTRATION, Transition::demonstration));
    features.add(whole(POLICY_VERSION, Transition::policyVersion));
    return features;
  }

  /** The columns that count and point, which the folder fills itself. */
  static List<Feature> counting() {
    return List.of(
        number("timestamp", t -> Double.NaN),
        whole("frame_index", Transition::step),
        whole("episode_index", Transition::episode),
        whole("index", t -> 0),
        whole("task_index", t -> 0));
  }

  private static Feature vector(String name, List<String> names, Function<Transition, Object> v) {
    return new Feature(name, "float32", names, v);
  }

  private static Feature number(String name, ToDoubleFunction<Transition> v) {
    return new Feature(name, "float32", List.of(), t -> (float) v.applyAsDouble(t));
  }

  private static Feature whole(String name, ToLongFunction<Transition> v) {
    return new Feature(name, "int64", List.of(), v::applyAsLong);
  }

  private static Feature flag(String name, Predicate<Transition> v) {
    return new Feature(name, "bool", List.of(), v::test);
  }

  /** As DuckDB declares it. */
  String sqlType() {
    return switch (dtype) {
      case "int64" -> "BIGINT";
      case "bool" -> "BOOLEAN";
      default -> names.isEmpty() ? "FLOAT" : "FLOAT[" + names.size() + "]";
    };
  }

  /** How many numbers it has. */
  int length() {
    return Math.max(1, names.size());
  }

  /** One of its numbers as an expression over the data's rows. */
  String sqlNumber(int i) {
    String column = Table.named(name);
    return "CAST(" + (names.isEmpty() ? column : column + "[" + (i + 1) + "]") + " AS DOUBLE)";
  }
}
