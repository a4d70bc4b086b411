/** Ways of learning compared over seeds and tasks: run, kept, estimated, reported. */
package reins.sim.experiment;
