/** What the control thread really gets of the machine, beside cyclictest. */
package reins.sim.bench.rt;
