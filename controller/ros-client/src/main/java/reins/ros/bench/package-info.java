/** Measurements of this client beside roscpp, rospy and a bare socket, all in one run. */
package reins.ros.bench;
