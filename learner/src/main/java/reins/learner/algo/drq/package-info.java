/** Learning from camera images: shifted at random, the encoder trained through the networks. */
package reins.learner.algo.drq;
