package reins.policy.record;

import reins.contract.data.Transition;
import reins.contract.exchange.ActionFrame;
import reins.contract.exchange.Command;
import reins.contract.exchange.Mode;
import reins.contract.exchange.Source;
import reins.contract.exchange.StateFrame;
import reins.policy.episode.Choice;
import reins.policy.episode.Episode;
import reins.policy.episode.Outcome;
import reins.policy.infer.Proposal;

/**
 * Makes transitions of steps. A step's transition is complete one step later, when it is known what
 * the controller executed and where that led.
 *
 * <p>The executed action is the one that the state frame carries back. Only where the action was
 * admitted and then went stale before the next step came (the frame already shows the zeros of the
 * hold) is it the sent one, within the gate's bounds: that is what moved the arm.
 *
 * <p>Threads: the actor's loop.
 */
public final class Recorder {
  private static final Source[] SOURCES = Source.values();

  private final TransitionSink sink;
  private final int actionDim;
  private final float[] sent;
  private boolean pending;
  private float[] obs;
  private byte[] image;
  private float[] proposed;
  private long seq;
  private long stamp_ns;
  private Source source = Source.POLICY;
  private long policyVersion;
  private long episode;
  private int step;
  private boolean demonstration;
  private long recorded;
  private long interventions;
  private long dropped;

  /** A recorder for actions [A]. */
  public Recorder(TransitionSink sink, int actionDim) {
    this.sink = sink;
    this.actionDim = actionDim;
    sent = new float[actionDim];
  }

  /**
   * Completes the last step's transition with what this step sees, and begins this step's.
   *
   * @param rgb what the camera saw; empty where there is none
   */
  public void append(
      float[] observation,
      byte[] rgb,
      Proposal proposal,
      Choice chosen,
      StateFrame state,
      Episode now) {
    boolean begins = chosen.frame.command == Command.ACT.ordinal();
    if (!pending && !begins) return;
    // Copies: a transition's arrays never change after construction.
    byte[] seen = rgb.clone();
    if (pending) complete(observation, seen, state, now.outcome());
    pending = begins;
    if (pending) begin(observation, seen, proposal, chosen.frame, now);
  }

  private void begin(
      float[] observation, byte[] seen, Proposal proposal, ActionFrame frame, Episode now) {
    obs = observation.clone();
    image = seen;
    proposed = proposal.action.clone();
    send(frame);
    seq = frame.seq;
    stamp_ns = frame.stamp_ns;
    source = SOURCES[frame.source];
    policyVersion = frame.policy_version;
    episode = now.number();
    step = now.steps() - 1;
    demonstration = now.demonstration();
  }

  /** The step that runs was revised: whoever had a hand in it last chose it. */
  public void revise(ActionFrame frame) {
    if (!pending) return;
    seq = frame.seq;
    source = SOURCES[frame.source];
    send(frame);
  }

  private void send(ActionFrame frame) {
    for (int i = 0; i < actionDim; i++) sent[i] = (float) Math.clamp(frame.action[i], -1, 1);
  }

  private void complete(float[] nextObs, byte[] nextImage, StateFrame state, Outcome outcome) {
    if (outcome == Outcome.ABORTED) {
      dropped++;
      return;
    }
    boolean success = outcome == Outcome.SUCCESS;
    recorded++;
    Transition transition =
        new Transition(
            obs,
            executed(state),
            proposed,
            success ? 1 : 0,
            success || outcome == Outcome.FAILURE ? 0 : 1,
            outcome != null,
            nextObs.clone(),
            source,
            policyVersion,
            episode,
            step,
            demonstration,
            success,
            stamp_ns,
            state.realtime_degraded == 1,
            image,
            nextImage);
    if (transition.intervention()) interventions++;
    sink.accept(transition);
  }

  private float[] executed(StateFrame state) {
    boolean wentStale = state.action_seq == seq && state.mode == Mode.HOLD.ordinal();
    if (wentStale) return sent.clone();
    float[] action = new float[actionDim];
    for (int i = 0; i < actionDim; i++) action[i] = (float) state.executed[i];
    return action;
  }

  /** Transitions handed to the sink. */
  public long recorded() {
    return recorded;
  }

  /** Those of them that somebody other than the policy chose, demonstrations left out. */
  public long interventions() {
    return interventions;
  }

  /** Steps whose end was not seen: the episode was aborted. */
  public long dropped() {
    return dropped;
  }
}
