/** What a training looks like from outside: figures beside what is normal, and what to change. */
package reins.learner.health;
