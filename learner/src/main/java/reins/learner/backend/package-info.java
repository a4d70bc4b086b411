/**
 * The narrow interface between the algorithms and whatever computes networks and their gradients.
 */
package reins.learner.backend;
