package reins.controller.port;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import reins.contract.config.TaskConfig;
import reins.ros.message.DynamicMessage;
import reins.ros.message.MessageCatalog;
import reins.ros.message.MessageType;
import reins.ros.node.ConnectedNode;
import reins.ros.service.ServiceClient;

/**
 * The task's impedance as serl_franka_controllers' dynamic_reconfigure takes it. Its orientation
 * error is {@code sin(theta / 2)}, half of ours: its stiffness is twice ours, its clip half.
 *
 * <p>Threads: the main thread's, before the arm is armed.
 *
 * <p>Source: serl_franka_controllers, cfg/compliance_param.cfg (names and bounds).
 */
final class SpringGains {
  private static final MessageType DOUBLE =
      MessageCatalog.standard().get("dynamic_reconfigure/DoubleParameter");
  private static final String[] SIDES = {"neg_x", "neg_y", "neg_z", "x", "y", "z"};

  private final ConnectedNode node;
  private final String service;
  private final Map<String, Double> wanted = new LinkedHashMap<>();

  SpringGains(ConnectedNode node, String service, TaskConfig.Impedance spring) {
    this.node = node;
    this.service = service;
    wanted.put("translational_stiffness", spring.k_trans_N_m());
    wanted.put("translational_damping", spring.d_trans_Ns_m());
    wanted.put("translational_Ki", 0.0);
    // K sin(theta / 2) = k theta, for small angles
    wanted.put("rotational_stiffness", 2 * spring.k_rot_Nm_rad());
    wanted.put("rotational_damping", spring.d_rot_Nms_rad());
    wanted.put("rotational_Ki", 0.0);
    wanted.put("nullspace_stiffness", spring.k_null_Nm_rad());
    // A factor on top of the one above.
    wanted.put("joint1_nullspace_stiffness", 1.0);
    for (String side : SIDES) wanted.put("translational_clip_" + side, spring.clip_trans_m());
    for (String side : SIDES)
      wanted.put("rotational_clip_" + side, Math.sin(spring.clip_rot_rad() / 2));
  }

  /** Errors: {@link IllegalStateException} where the controller is not there or takes others. */
  void set() {
    try (ServiceClient<DynamicMessage, DynamicMessage> client =
        node.newServiceClient(service, "dynamic_reconfigure/Reconfigure")) {
      DynamicMessage request = client.newMessage();
      List<DynamicMessage> doubles = new ArrayList<>();
      wanted.forEach(
          (name, value) ->
              doubles.add(new DynamicMessage(DOUBLE).set("name", name).set("value", value)));
      request.getMessage("config").set("doubles", doubles);
      check(client.call(request).getMessage("config"));
    } catch (RuntimeException e) {
      throw new IllegalStateException(service + ": " + e.getMessage(), e);
    }
  }

  private void check(DynamicMessage taken) {
    Map<String, Double> left = new LinkedHashMap<>(wanted);
    for (DynamicMessage parameter : taken.getMessages("doubles")) {
      Double asked = left.remove(parameter.getString("name"));
      double got = parameter.getDouble("value");
      if (asked != null && Math.abs(got - asked) > 1e-9)
        throw new IllegalStateException(
            parameter.getString("name") + ": asked for " + asked + ", the controller took " + got);
    }
    if (!left.isEmpty())
      throw new IllegalStateException("the controller knows no " + left.keySet());
  }
}
