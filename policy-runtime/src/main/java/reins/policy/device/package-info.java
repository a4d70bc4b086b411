/** Devices beside the page that move the robot: gamepads, SpaceMice and leader arms. */
package reins.policy.device;
