/** What is recorded and published: transitions, policy contracts, append-only logs. */
package reins.contract.data;
