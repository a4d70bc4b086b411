/**
 * The reference engine: the same networks in libtorch, gradients by its autograd. It judges the
 * fused engine and is where new kinds of networks start.
 *
 * <p>Every method that computes opens one pointer scope, or native memory would wait for the
 * garbage collector.
 */
package reins.learner.backend.torch;
