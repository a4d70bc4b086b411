/** The off-board learner: transitions in, policies out. */
package reins.learner;
