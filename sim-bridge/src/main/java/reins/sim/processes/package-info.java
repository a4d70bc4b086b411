/** The stack as four operating-system processes, started, watched and stopped. */
package reins.sim.processes;
