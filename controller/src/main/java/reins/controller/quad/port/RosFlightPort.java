package reins.controller.quad.port;

import reins.contract.config.FlightRigConfig;
import reins.contract.config.PilotConfig;
import reins.controller.port.Outbox;
import reins.controller.quad.FlightCommand;
import reins.controller.quad.FlightPort;
import reins.controller.quad.FlightState;
import reins.ros.node.ConnectedNode;

/**
 * A vehicle behind ROS topics, and those that fly nearby, as the rig names them. What a tick says
 * is sent right behind it.
 *
 * <p>Threads: {@link #read}, {@link #write} and {@link #send} are the control loop's; construction
 * talks to the ROS master, {@link #pilot} to the autopilot.
 */
public final class RosFlightPort implements FlightPort {
  private final Craft craft;
  private final NeighbourTopics neighbours;
  private final Outbox outbox;

  private RosFlightPort(Craft craft, NeighbourTopics neighbours, Outbox outbox) {
    this.craft = craft;
    this.neighbours = neighbours;
    this.outbox = outbox;
  }

  /**
   * Subscribes and advertises what the rig names.
   *
   * @param arrived told of every state of the vehicle once it can be read, on the thread that
   *     carries it
   */
  public static RosFlightPort of(
      ConnectedNode node, FlightRigConfig.Resolved rig, Runnable arrived) {
    Outbox outbox = new Outbox();
    Craft craft =
        switch (rig.rig().ros().autopilot()) {
          case PilotConfig.Mavros mavros -> new MavrosCraft(node, mavros, rig, arrived, outbox);
          case PilotConfig.Crazyswarm swarm ->
              new CrazyswarmCraft(node, swarm, rig, arrived, outbox);
        };
    NeighbourTopics neighbours = new NeighbourTopics(node, rig, outbox);
    return new RosFlightPort(craft, neighbours, outbox);
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

  @Override
  public void send() {
    outbox.send();
  }
}
