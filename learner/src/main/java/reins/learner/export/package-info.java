/** Trained networks as files that the policy process can check and run. */
package reins.learner.export;
