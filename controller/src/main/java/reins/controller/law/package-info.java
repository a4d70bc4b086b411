/** From set-point and state to joint torques. */
package reins.controller.law;
