package reins.learner.serve;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Arrays;
import java.util.List;
import reins.contract.data.PolicySpec;
import reins.contract.data.Transition;
import reins.contract.exchange.Source;
import reins.wire.Record;

/**
 * Transitions to and from the link's schema, checked against the task's sizes: nothing that a peer
 * sends is taken on trust.
 */
final class TransitionCodec {
  private final PolicySpec spec;

  TransitionCodec(PolicySpec spec) {
    this.spec = spec;
  }

  /**
   * @param seenBefore the session's last image; null: there is none
   */
  Record encode(long session, long seq, Transition t, byte[] seenBefore) {
    boolean again = Arrays.equals(t.image(), seenBefore);
    return Record.newBuilder()
        .setSession(session)
        .setSeq(seq)
        .setFingerprint(spec.fingerprint())
        .setTransition(
            reins.wire.Transition.newBuilder()
                .addAllObs(list(t.obs()))
                .addAllAction(list(t.action()))
                .addAllProposed(list(t.proposed()))
                .setReward(t.reward())
                .setMask(t.mask())
                .setDone(t.done())
                .addAllNextObs(list(t.nextObs()))
                .setSourceValue(t.source().ordinal())
                .setPolicyVersion(t.policyVersion())
                .setEpisode(t.episode())
                .setStep(t.step())
                .setDemonstration(t.demonstration())
                .setSuccess(t.success())
                .setStampNs(t.stamp_ns())
                .setRealtimeDegraded(t.realtimeDegraded())
                .setImage(again ? ByteString.EMPTY : ByteString.copyFrom(t.image()))
                .setNextImage(ByteString.copyFrom(t.nextImage())))
        .build();
  }

  /**
   * Reads a record's bytes.
   *
   * <p>Errors: {@link IllegalArgumentException} with one line.
   */
  static Record parse(byte[] bytes) {
    try {
      return Record.parseFrom(ByteString.copyFrom(bytes));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("not a record: " + e.getMessage(), e);
    }
  }

  /**
   * Reads a record's transition.
   *
   * <p>Errors: {@link IllegalArgumentException} with one line that names the field.
   *
   * @param seenBefore the session's last image; null: it is not known
   */
  Transition decode(Record record, byte[] seenBefore) {
    var t = record.getTransition();
    int source = t.getSourceValue();
    if (source < 0 || source >= Source.values().length)
      throw new IllegalArgumentException("source: unknown value " + source);
    if (t.getMask() != 0 && t.getMask() != 1)
      throw new IllegalArgumentException("mask: expected 0 or 1, got " + t.getMask());
    if (!Float.isFinite(t.getReward()))
      throw new IllegalArgumentException("reward: expected a finite number");
    return new Transition(
        array(t.getObsList(), spec.obsDim(), "obs"),
        array(t.getActionList(), spec.actionDim(), "action"),
        array(t.getProposedList(), spec.actionDim(), "proposed"),
        t.getReward(),
        t.getMask(),
        t.getDone(),
        array(t.getNextObsList(), spec.obsDim(), "next_obs"),
        Source.values()[source],
        t.getPolicyVersion(),
        t.getEpisode(),
        t.getStep(),
        t.getDemonstration(),
        t.getSuccess(),
        t.getStampNs(),
        t.getRealtimeDegraded(),
        t.getImage().isEmpty() && seenBefore != null ? seenBefore : image(t.getImage(), "image"),
        image(t.getNextImage(), "next_image"));
  }

  private byte[] image(ByteString bytes, String name) {
    if (bytes.size() != spec.imageNumbers())
      throw new IllegalArgumentException(
          name + ": expected " + spec.imageNumbers() + " bytes, got " + bytes.size());
    return bytes.isEmpty() ? Transition.NO_IMAGE : bytes.toByteArray();
  }

  private static List<Float> list(float[] values) {
    Float[] boxed = new Float[values.length];
    for (int i = 0; i < values.length; i++) boxed[i] = values[i];
    return List.of(boxed);
  }

  private static float[] array(List<Float> values, int length, String name) {
    if (values.size() != length)
      throw new IllegalArgumentException(
          name + ": expected " + length + " numbers, got " + values.size());
    float[] array = new float[length];
    for (int i = 0; i < length; i++) {
      array[i] = values.get(i);
      if (!Float.isFinite(array[i]))
        throw new IllegalArgumentException(name + "[" + i + "]: expected a finite number");
    }
    return array;
  }
}
