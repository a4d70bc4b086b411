/** Reinforcement learning with prior data: soft actor-critic with a normalised critic ensemble. */
package reins.learner.algo.rlpd;
