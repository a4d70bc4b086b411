/** What has happened, kept to learn from: two ring buffers and the draw from them. */
package reins.learner.replay;
