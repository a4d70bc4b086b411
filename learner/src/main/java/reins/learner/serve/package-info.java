/** Where transitions come in and policies go out: over gRPC, or in the same JVM in lockstep. */
package reins.learner.serve;
