package reins.policy.link;

import reins.contract.data.Transition;
import reins.contract.exchange.Source;
import reins.wire.Transition.Builder;

/** Transitions in the link's schema. */
final class TransitionCodec {
  private TransitionCodec() {}

  static reins.wire.Transition encode(Transition t) {
    Builder wire =
        reins.wire.Transition.newBuilder()
            .setReward(t.reward())
            .setMask(t.mask())
            .setDone(t.done())
            .setSource(source(t.source()))
            .setPolicyVersion(t.policyVersion())
            .setEpisode(t.episode())
            .setStep(t.step())
            .setDemonstration(t.demonstration())
            .setSuccess(t.success())
            .setStampNs(t.stamp_ns())
            .setRealtimeDegraded(t.realtimeDegraded());
    for (float value : t.obs()) wire.addObs(value);
    for (float value : t.action()) wire.addAction(value);
    for (float value : t.proposed()) wire.addProposed(value);
    for (float value : t.nextObs()) wire.addNextObs(value);
    return wire.build();
  }

  private static reins.wire.Source source(Source source) {
    return switch (source) {
      case POLICY -> reins.wire.Source.POLICY;
      case PERSON -> reins.wire.Source.PERSON;
      case SCRIPT -> reins.wire.Source.SCRIPT;
    };
  }
}
