/** Behaviour cloning: what the demonstrations alone are worth. */
package reins.learner.algo.bc;
