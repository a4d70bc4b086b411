/** Soft actor-critic: the updates that the whole family shares. */
package reins.learner.algo.sac;
