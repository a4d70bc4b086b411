package reins.learner.export;

/**
 * A policy as it goes to the actors.
 *
 * @param version counts up within a run
 * @param onnx the file, as {@link reins.contract.data.PolicySpec} describes it
 */
public record PublishedPolicy(long version, byte[] onnx) {}
