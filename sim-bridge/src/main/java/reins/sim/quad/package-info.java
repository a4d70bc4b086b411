/** Quadrotors in MuJoCo, flown by their controllers in lockstep: tracks, crossings, pictures. */
package reins.sim.quad;
