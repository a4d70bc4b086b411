/** What this machine can and cannot do. */
package reins.sim.doctor;
