package reins.controller.quad.port;

import reins.contract.config.FlightRigConfig;
import reins.contract.config.PilotConfig;
import reins.controller.quad.FlightCommand;
import reins.controller.quad.FlightPort;
import reins.controller.quad.FlightState;
import reins.ros.node.ConnectedNode;

/**
 * A vehicle behind ROS topics, and those that fly nearby, as the rig names them.
 *
 * <p>Threads: {@link #read} and {@link #write} are the control loop's; construction talks to the
 * ROS master, {@link #pilot} to the autopilot.
 */
public final class RosFlightPort implements FlightPort {
  private final Craft craft;
  private final NeighbourTopics neighbours;

  private RosFlightPort(Craft craft, NeighbourTopics neighbours) {
    this.craft = craft;
    this.neighbours = neighbours;
  }

  /**
   * Subscribes and advertises what the rig names.
   *
   * @param arrived told of every state of the vehicle once it can be read, on the thread that
   *     carries it
   */
  public static RosFlightPort of(
      ConnectedNode node, FlightRigConfig.Resolved rig, Runnable arrived) {
    Craft craft =
        switch (rig.rig().ros().autopilot()) {
          case PilotConfig.Mavros mavros -> new MavrosCraft(node, mavros, rig, arrived);
          case PilotConfig.Crazyswarm swarm -> new CrazyswarmCraft(node, swarm, rig, arrived);
        };
    return new RosFlightPort(craft, new NeighbourTopics(node, rig));
  }

  /** The autopilot's services. */
  public Pilot pilot() {
    return craft.pilot();
  }

  @Override
  public void read(long now_ns, FlightState state) {
    craft.read(now_ns, state);
    neighbours.read(state.neighbours);
    neighbours.tell(now_ns, state);
  }

  @Override
  public void write(FlightCommand command) {
    craft.write(command);
  }
}
