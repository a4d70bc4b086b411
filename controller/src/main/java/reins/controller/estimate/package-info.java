/** From measured joints to the tool's pose, twist and dynamics. */
package reins.controller.estimate;
