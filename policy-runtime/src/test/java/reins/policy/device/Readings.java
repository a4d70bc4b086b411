package reins.policy.device;

import reins.contract.config.DeviceConfig;
import reins.policy.Rigs;

/** Devices of the repository, and readings of them. */
final class Readings {
  private Readings() {}

  static DeviceConfig.Sticks sticks(String name) {
    return (DeviceConfig.Sticks)
        DeviceConfig.load(Rigs.root().resolve("hardware-configs/rigs/sim-franka.yaml"), name);
  }

  static DeviceConfig.LeaderArm leader() {
    return (DeviceConfig.LeaderArm)
        DeviceConfig.load(
            Rigs.root().resolve("hardware-configs/rigs/sim-franka.yaml"), "leader-panda");
  }

  /** The same leader, led by a clutch, or with a gripper. */
  static DeviceConfig.LeaderArm leader(String clutch, String gripper) {
    DeviceConfig.LeaderArm d = leader();
    return new DeviceConfig.LeaderArm(
        d.name(),
        d.topic(),
        d.robot(),
        d.joint_names(),
        d.scale(),
        d.moving_rad_s(),
        clutch,
        gripper,
        d.gripper_open(),
        d.gripper_closed());
  }

  /** The axes and buttons of a pad. */
  static double[] pad(double away, double left, double up) {
    double[] axes = new double[8];
    axes[1] = away;
    axes[0] = left;
    axes[4] = up;
    // Triggers rest at 1.
    axes[2] = axes[5] = 1;
    return axes;
  }

  static boolean[] pressed(int... which) {
    boolean[] buttons = new boolean[11];
    for (int i : which) buttons[i] = true;
    return buttons;
  }
}
