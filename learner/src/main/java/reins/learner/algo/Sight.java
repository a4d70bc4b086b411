package reins.learner.algo;

import java.util.Optional;
import reins.learner.backend.CriticEnsemble;
import reins.learner.backend.ImageEncoder;
import reins.learner.backend.Network;
import reins.learner.backend.Persistent;
import reins.learner.replay.Batch;

/**
 * What an agent's networks see of a step: its measured numbers, or before them what an encoder
 * makes of the cameras' images, which then is trained through the networks.
 *
 * <p>Threads: one caller. Shapes: B rows, S numbers seen.
 */
public interface Sight extends Persistent {
  /**
   * Rows as they are seen now.
   *
   * @return its nextObs is not to be looked at
   */
  Batch now(Batch batch);

  /** Rows as they are seen now and next. */
  Batch nowAndNext(Batch batch);

  /**
   * [B, S] what is seen next through the slow copies.
   *
   * @param seen what {@link #nowAndNext} gave last
   */
  float[] slowNext(Batch seen);

  /**
   * A step of the critics, and through them of what sees; see {@link CriticEnsemble#fit}.
   *
   * @param seen what {@link #now} or {@link #nowAndNext} gave last
   */
  double fit(CriticEnsemble critics, Batch seen, float[] y);

  /**
   * A step of a network, and through it of what sees; see {@link Network#step}. The network's last
   * rows are those that {@link #now} gave last.
   */
  void step(Network network, float[] dOut);

  /** {@code thetabar <- thetabar + tau (theta - thetabar)} of what sees. */
  void follow();

  /**
   * [B, S] rows as a policy that does not learn sees them.
   *
   * @param images [B, bytes of a frame]; empty where there are none
   */
  float[] plain(float[] obs, byte[] images);

  /** What sees the images; empty: nothing does. */
  Optional<ImageEncoder> encoder();
}
