/** The episode's clock and judge: reset, run, success, time-out, and the counts that follow. */
package reins.policy.episode;
