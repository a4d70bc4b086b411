/** Names in the ROS graph: how they are written, resolved and remapped. */
package reins.ros.name;
