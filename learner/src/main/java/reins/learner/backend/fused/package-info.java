/**
 * The fast engine: oneDNN's matrix products through {@code java.lang.foreign}, everything between
 * them in vector kernels, gradients written by hand.
 */
package reins.learner.backend.fused;
