/** The actor: one loop from state to action to transition. */
package reins.policy;
