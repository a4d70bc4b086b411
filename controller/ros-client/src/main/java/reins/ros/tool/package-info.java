/**
 * The command line that a person at a ROS system expects: topics, nodes, parameters, services,
 * bags.
 */
package reins.ros.tool;
