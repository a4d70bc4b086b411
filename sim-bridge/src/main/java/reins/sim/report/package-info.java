/** What a run tells a person and a script: progress, JSON lines, intervals, curves. */
package reins.sim.report;
