/** The learning algorithms, each in a package of its own, on the narrow engine interface. */
package reins.learner.algo;
