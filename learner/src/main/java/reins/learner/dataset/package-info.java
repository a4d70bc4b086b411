/** Episodes as files that other programs read and write: LeRobot folders, imports, a report. */
package reins.learner.dataset;
