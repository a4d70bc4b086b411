/** The simulated robot as a process on ROS topics. */
package reins.sim.robot;
