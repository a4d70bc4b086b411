/** Measurements, each with its peer or floor beside it. */
package reins.sim.bench;
