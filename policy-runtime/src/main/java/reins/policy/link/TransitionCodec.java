package reins.policy.link;

import com.google.protobuf.ByteString;
import java.util.Arrays;
import reins.contract.data.Transition;
import reins.contract.exchange.Source;
import reins.wire.Transition.Builder;

/** Transitions in the link's schema. */
final class TransitionCodec {
  private TransitionCodec() {}

  /**
   * @param seenBefore next image of the transition before; null where there is none
   */
  static reins.wire.Transition encode(Transition t, byte[] seenBefore) {
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
    if (!Arrays.equals(t.image(), seenBefore)) wire.setImage(ByteString.copyFrom(t.image()));
    wire.setNextImage(ByteString.copyFrom(t.nextImage()));
    return wire.build();
  }

  /** The transition with its own image, whose it is of the one before or was there already. */
  static reins.wire.Transition whole(reins.wire.Transition t, reins.wire.Transition before) {
    return t.getImage().isEmpty() ? t.toBuilder().setImage(before.getNextImage()).build() : t;
  }

  private static reins.wire.Source source(Source source) {
    return switch (source) {
      case POLICY -> reins.wire.Source.POLICY;
      case PERSON -> reins.wire.Source.PERSON;
      case SCRIPT -> reins.wire.Source.SCRIPT;
    };
  }
}
