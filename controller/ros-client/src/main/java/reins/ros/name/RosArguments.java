package reins.ros.name;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A node's command line, read as every ROS node reads it.
 *
 * @param remappings {@code name:=other}
 * @param privateParameters {@code _name:=value}, without the underscore
 * @param special {@code __name:=value} and its kin ({@code ns}, {@code ip}, {@code hostname},
 *     {@code master}), without the underscores
 * @param rest every other argument, in order
 */
public record RosArguments(
    Map<GraphName, GraphName> remappings,
    Map<String, String> privateParameters,
    Map<String, String> special,
    List<String> rest) {

  public static RosArguments parse(String... arguments) {
    Map<GraphName, GraphName> remappings = new LinkedHashMap<>();
    Map<String, String> privateParameters = new LinkedHashMap<>();
    Map<String, String> special = new LinkedHashMap<>();
    List<String> rest = new ArrayList<>();
    for (String argument : arguments) {
      int assign = argument.indexOf(":=");
      if (assign <= 0) {
        rest.add(argument);
        continue;
      }
      String left = argument.substring(0, assign);
      String right = argument.substring(assign + 2);
      if (left.startsWith("__")) special.put(left.substring(2), right);
      else if (left.startsWith("_")) privateParameters.put(left.substring(1), right);
      else remappings.put(GraphName.of(left), GraphName.of(right));
    }
    return new RosArguments(remappings, privateParameters, special, List.copyOf(rest));
  }
}
