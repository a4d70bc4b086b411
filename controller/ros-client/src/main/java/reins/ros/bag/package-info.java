/** Bags: recorded topics in ROS's own file format, version 2.0, uncompressed. */
package reins.ros.bag;
