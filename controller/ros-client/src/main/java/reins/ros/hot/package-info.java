/**
 * Topics of a control loop: fixed shapes, the newest value only, nothing allocated for a message
 * once warm, nothing waited for on the caller's thread.
 */
package reins.ros.hot;
