/** The person in the loop: intents, who wins, and a scripted operator that plays the person. */
package reins.policy.human;
