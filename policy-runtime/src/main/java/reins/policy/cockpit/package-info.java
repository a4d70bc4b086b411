/** The operator's cockpit: a page that shows the robot and takes a person's hands. */
package reins.policy.cockpit;
