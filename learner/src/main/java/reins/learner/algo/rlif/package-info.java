/** RLIF: a takeover is the only reward. */
package reins.learner.algo.rlif;
