/**
 * How long the learner's updates take, beside the same updates in PyTorch and beside the bare
 * matrix products: all asked in turn in one run, because ratios travel and milliseconds do not.
 */
package reins.learner.bench;
