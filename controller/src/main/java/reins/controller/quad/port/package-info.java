/** Autopilots over ROS topics: PX4 behind MAVROS, Crazyflies behind crazyswarm; and neighbours. */
package reins.controller.quad.port;
