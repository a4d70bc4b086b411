/** An embedded ROS master: who publishes, who subscribes, and the tree of parameters. */
package reins.ros.master;
