/** Cal-QL: conservative values that never sink below what was really earned. */
package reins.learner.algo.calql;
