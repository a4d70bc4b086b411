/** References that move within limits of velocity, acceleration and jerk. */
package reins.controller.motion;
