/** Policies: running them, checking what comes, swapping between two steps. */
package reins.policy.infer;
