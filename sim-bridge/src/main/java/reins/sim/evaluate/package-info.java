/** Deterministic evaluation of a policy. */
package reins.sim.evaluate;
