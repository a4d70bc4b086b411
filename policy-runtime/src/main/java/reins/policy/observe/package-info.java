/** From state and tracked objects to the numbers that a policy sees. */
package reins.policy.observe;
