package reins.policy;

import java.util.function.Consumer;
import reins.policy.episode.EpisodeResult;
import reins.policy.human.Person;
import reins.policy.record.TransitionSink;

/**
 * One episode that somebody else than a policy acts, on a rig whose processes run: whoever is at
 * the page may still pause, take over and stop it.
 *
 * @param actor who acts, while nobody at the page does
 * @param p_base_object_m [3] where the task's object lies at its start, metres, base frame
 * @param sink told of each step that was acted, on the loop's thread
 * @param ended told how it ended, on the loop's thread; not at all where it was stopped before
 */
public record Performance(
    Person actor, double[] p_base_object_m, TransitionSink sink, Consumer<EpisodeResult> ended) {}
