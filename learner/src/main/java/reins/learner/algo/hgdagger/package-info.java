/** HG-DAgger: imitation of demonstrations and corrections. */
package reins.learner.algo.hgdagger;
