/** The way to the learner: a spool on disk and the stream that empties it; policies come back. */
package reins.policy.link;
