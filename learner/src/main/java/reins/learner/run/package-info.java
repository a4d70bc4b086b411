/** What a run leaves on disk: manifest, metrics, policies, checkpoints. */
package reins.learner.run;
