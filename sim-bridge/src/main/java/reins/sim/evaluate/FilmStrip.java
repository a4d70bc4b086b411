package reins.sim.evaluate;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import reins.contract.config.ConfigException;
import reins.contract.config.RigConfig;
import reins.contract.data.PolicySpec;
import reins.policy.episode.EpisodeResult;
import reins.policy.human.NoPerson;
import reins.policy.infer.Exploration;
import reins.policy.infer.PolicyStore;
import reins.policy.infer.Verdict;
import reins.policy.record.TransitionSink;
import reins.sim.lockstep.Lockstep;
import reins.sim.mujoco.Renderer;

/** An episode of a policy as a picture: a few moments of it side by side. */
public final class FilmStrip {
  private static final int FRAMES = 4;
  private static final int WIDTH = 320;
  private static final int HEIGHT = 300;

  private FilmStrip() {}

  /**
   * Plays the first unseen start of a seed and writes start, two moments in between and the end to
   * a PNG.
   *
   * <p>Errors: {@link reins.sim.mujoco.MujocoMissing} without OpenGL.
   */
  public static void write(RigConfig.Resolved config, byte[] onnx, long seed, Path png) {
    List<byte[]> frames = new ArrayList<>();
    List<EpisodeResult> ended = new ArrayList<>();
    try (PolicyStore store =
        new PolicyStore(
            PolicySpec.of(config.task()), config.task().periodNs(), Exploration.none())) {
      Verdict verdict = store.offer(PolicyStore.AS_THE_FILE_SAYS, onnx);
      if (!verdict.accepted()) throw new ConfigException("policy: " + verdict.reason());
      Lockstep.Setup setup =
          new Lockstep.Setup(
              Evaluation.UNSEEN + seed,
              1,
              0,
              new NoPerson(),
              store,
              TransitionSink.NONE,
              ended::add);
      try (Lockstep lockstep = Lockstep.evaluating(config, setup);
          Renderer renderer = new Renderer(lockstep.world().model(), WIDTH, HEIGHT, true)) {
        while (ended.isEmpty()) {
          lockstep.step();
          if (lockstep.stats().envSteps() > 0) frames.add(shot(lockstep, renderer));
        }
      }
    }
    save(frames, png);
  }

  private static byte[] shot(Lockstep lockstep, Renderer renderer) {
    byte[] rgb = new byte[3 * WIDTH * HEIGHT];
    renderer.render(lockstep.world().state(), lockstep.world().model().camera("front"), rgb);
    return rgb;
  }

  private static void save(List<byte[]> shots, Path png) {
    BufferedImage strip = new BufferedImage(FRAMES * WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    for (int f = 0; f < FRAMES; f++) {
      byte[] rgb = shots.get(f * (shots.size() - 1) / (FRAMES - 1));
      for (int i = 0; i < WIDTH * HEIGHT; i++) {
        int colour = (rgb[3 * i] & 255) << 16 | (rgb[3 * i + 1] & 255) << 8 | rgb[3 * i + 2] & 255;
        strip.setRGB(f * WIDTH + i % WIDTH, i / WIDTH, colour);
      }
    }
    try {
      ImageIO.write(strip, "png", png.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(png + ": cannot be written", e);
    }
  }
}
