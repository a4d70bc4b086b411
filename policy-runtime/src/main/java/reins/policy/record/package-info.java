/** What happened, as transitions. */
package reins.policy.record;
