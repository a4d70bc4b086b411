/** The three loops in one process under a virtual clock. */
package reins.sim.lockstep;
