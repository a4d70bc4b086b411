/** {@code ./reins record} and {@code ./reins data}: demonstrations made, kept and played back. */
package reins.sim.data;
