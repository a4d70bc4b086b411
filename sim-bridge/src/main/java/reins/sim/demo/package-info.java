/** Training a task in front of a person. */
package reins.sim.demo;
