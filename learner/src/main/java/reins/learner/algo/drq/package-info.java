/** Soft actor-critic from camera images, the encoder trained through the critics. */
package reins.learner.algo.drq;
