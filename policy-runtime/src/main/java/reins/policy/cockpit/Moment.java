package reins.policy.cockpit;

import reins.contract.exchange.Source;
import reins.policy.episode.EpisodeStats;
import reins.policy.episode.Phase;
import reins.policy.link.LearnerView;

/**
 * What the actor's loop decided in one step, for the picture. Arrays are never changed after
 * construction.
 *
 * @param source who chose the action
 * @param policyVersion of the policy that proposed; 0: none
 * @param proposed [A] what the policy wanted
 * @param p_base_object_m [3] not a number until seen
 * @param recorded transitions kept
 * @param interventions of them by somebody other than the policy, demonstrations left out
 * @param missed steps that came too late
 * @param evaluating the policy is judged: whoever takes over counts against it
 * @param learner as far as it was heard
 */
public record Moment(
    Phase phase,
    long episode,
    int steps,
    boolean demonstration,
    Source source,
    long policyVersion,
    float[] proposed,
    double[] p_base_object_m,
    EpisodeStats stats,
    long recorded,
    long interventions,
    long missed,
    boolean evaluating,
    LearnerView learner) {}
