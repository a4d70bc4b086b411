package reins.policy.device;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import reins.contract.config.ConfigException;
import reins.contract.config.Deployment;
import reins.contract.config.DeviceConfig;
import reins.contract.config.RigConfig;
import reins.ros.node.ConnectedNode;

/**
 * The devices that a person chose to hold, open.
 *
 * <p>Threads: opening waits for the ROS master; everything else any.
 */
public final class Devices implements AutoCloseable {

  private final List<Hand> hands = new ArrayList<>();
  private final List<Source> sources = new ArrayList<>();

  private Devices() {}

  /** Nobody holds anything. */
  public static Devices none() {
    return new Devices();
  }

  /**
   * Opens them.
   *
   * <p>Errors: {@link ConfigException} where one's file is wrong, it cannot do the rig's task, or
   * it is not plugged in or may not be read. Topics may come later.
   *
   * @param rig the rig's file, beside whose folder theirs are
   * @param names files in devices/
   */
  public static Devices open(Path rig, Deployment config, ConnectedNode node, List<String> names) {
    List<DeviceConfig> chosen = names.stream().map(n -> DeviceConfig.load(rig, n)).toList();
    if (chosen.stream().map(DeviceConfig::name).distinct().count() < chosen.size())
      throw new ConfigException("--device: expected each device once, got " + names);
    Devices devices = new Devices();
    try {
      for (DeviceConfig device : chosen) devices.add(rig, device, config, node);
    } catch (RuntimeException e) {
      devices.close();
      throw e;
    }
    return devices;
  }

  private void add(Path rig, DeviceConfig device, Deployment config, ConnectedNode node) {
    switch (device) {
      case DeviceConfig.Sticks sticks -> {
        StickHand hand = new StickHand(sticks, config);
        hands.add(hand);
        sources.add(listen(sticks, node, hand));
      }
      case DeviceConfig.LeaderArm leader -> {
        LeaderHand hand = new LeaderHand(leader, leader.kinematics(rig), arm(leader, config));
        hands.add(hand);
        sources.add(new RosLeader(node, leader, hand));
      }
    }
  }

  private static RigConfig.Resolved arm(DeviceConfig.LeaderArm leader, Deployment config) {
    if (config instanceof RigConfig.Resolved arm) return arm;
    throw new ConfigException(
        "--device %s: expected sticks for task %s: a leader arm does not fly"
            .formatted(leader.name(), config.task().name()));
  }

  static Source listen(DeviceConfig.Sticks device, ConnectedNode node, StickFeed feed) {
    return switch (device) {
      case DeviceConfig.Joy joy -> RosSticks.joy(node, joy, feed);
      case DeviceConfig.Spacenav spacenav -> RosSticks.spacenav(node, spacenav, feed);
      case DeviceConfig.SpaceMouse mouse ->
          HidSpaceMouse.open(new Hid4javaBus(), mouse.name(), feed);
    };
  }

  /** Tells a listener, on the devices' threads, of what need not wait for the next step. */
  public void onNews(Runnable listener) {
    for (Hand hand : hands) if (hand instanceof StickHand stick) stick.onNews(listener);
  }

  /** The devices, as the loop sees them. */
  public List<Hand> hands() {
    return List.copyOf(hands);
  }

  @Override
  public void close() {
    sources.forEach(Source::close);
  }
}
