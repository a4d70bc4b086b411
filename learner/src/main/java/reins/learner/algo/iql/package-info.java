/** IQL: values of the data alone, a policy that imitates what was better than expected. */
package reins.learner.algo.iql;
