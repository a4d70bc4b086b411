/** RLPD: reinforcement learning with prior data. */
package reins.learner.algo.rlpd;
