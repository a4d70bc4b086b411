package reins.sim.robot;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import reins.contract.config.CockpitConfig;
import reins.contract.config.ConfigException;
import reins.contract.config.RigConfig;
import reins.policy.camera.Jpeg;
import reins.ros.hot.HotPublisher;
import reins.ros.hot.Image;
import reins.ros.hot.ImageCodec;
import reins.ros.message.DynamicMessage;
import reins.ros.message.RosTime;
import reins.ros.node.ConnectedNode;
import reins.ros.topic.Publisher;
import reins.sim.mujoco.MujocoMissing;
import reins.sim.mujoco.Renderer;
import reins.sim.world.ArmWorld;
import reins.sim.world.TableScene;

/**
 * The rig's cameras, drawn fifteen times a second and published for whoever subscribes; nobody, no
 * pictures.
 *
 * <p>Threads: its own draws a world of its own, which follows the robot's; {@link #see} on the
 * robot's, which is asked for a copy fifteen times a second and waits for nothing.
 */
final class SimulatedCameras implements AutoCloseable {
  private static final Logger LOG = LogManager.getLogger(SimulatedCameras.class);
  private static final int WIDTH = 640;
  private static final int HEIGHT = 480;
  private static final long PERIOD_NS = 1_000_000_000L / 15;
  private static final long ANSWER_NS = 500_000;

  private final List<Eye> eyes = new ArrayList<>();
  private final RigConfig.Resolved config;
  private final double[] copy;
  private final Thread thread;
  private volatile boolean asked;
  private volatile boolean closing;

  /** A camera's place in the model and its topic. */
  private interface Eye {
    boolean watched();

    void publish(byte[] rgb, long now_ns);

    String name();
  }

  SimulatedCameras(RigConfig.Resolved config, ArmWorld world, ConnectedNode node) {
    this.config = config;
    copy = new double[world.savedLength()];
    for (CockpitConfig.Camera camera : config.rig().cockpit().cameras()) {
      check(world, camera);
      eyes.add(camera.compressed() ? new FileEye(camera, node) : new ImageEye(camera, node));
    }
    thread = Thread.ofPlatform().name("cameras").daemon().unstarted(this::run);
    if (!eyes.isEmpty()) thread.start();
  }

  private static void check(ArmWorld world, CockpitConfig.Camera camera) {
    try {
      world.model().camera(camera.name());
    } catch (IllegalArgumentException e) {
      throw new ConfigException(
          "cockpit.cameras: " + camera.name() + ": the simulator has front and wrist");
    }
  }

  /** The robot's world as it is now, where it is asked for. */
  void see(ArmWorld world) {
    if (!asked) return;
    world.save(copy);
    asked = false;
  }

  /** Asks for a copy. Returns whether it came: between ask and answer it is the robot's. */
  private boolean look() {
    asked = true;
    while (asked && !closing) LockSupport.parkNanos(ANSWER_NS);
    return !asked;
  }

  private void run() {
    try (ArmWorld world = new ArmWorld(config.robot(), TableScene.of(config.task()));
        Renderer renderer = new Renderer(world.model(), WIDTH, HEIGHT, false)) {
      byte[] rgb = new byte[3 * WIDTH * HEIGHT];
      long due_ns = System.nanoTime();
      while (!closing) {
        due_ns = next(due_ns, System.nanoTime());
        LockSupport.parkNanos(due_ns - System.nanoTime());
        if (eyes.stream().anyMatch(Eye::watched) && look()) draw(world, renderer, rgb);
      }
    } catch (MujocoMissing e) {
      LOG.warn("sim: no cameras: {}", e.getMessage());
    }
  }

  /** A camera keeps its beat: who is late hurries, and who is more than a picture late skips. */
  static long next(long due_ns, long now_ns) {
    long behind = Math.max(0, (now_ns - due_ns) / PERIOD_NS - 1);
    return due_ns + (1 + behind) * PERIOD_NS;
  }

  private void draw(ArmWorld world, Renderer renderer, byte[] rgb) {
    world.restore(copy);
    for (Eye eye : eyes) {
      if (!eye.watched()) continue;
      renderer.render(world.state(), world.model().camera(eye.name()), rgb);
      eye.publish(rgb, System.nanoTime());
    }
  }

  @Override
  public void close() {
    closing = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Raw images. */
  private static final class ImageEye implements Eye {
    private final String name;
    private final HotPublisher<Image> topic;
    private final Image message;

    ImageEye(CockpitConfig.Camera camera, ConnectedNode node) {
      name = camera.name();
      topic = node.newHotPublisher(camera.topic(), new ImageCodec(WIDTH, HEIGHT, "rgb8", 3, name));
      message = topic.newMessage();
    }

    @Override
    public boolean watched() {
      return topic.subscriberCount() > 0;
    }

    @Override
    public void publish(byte[] rgb, long now_ns) {
      System.arraycopy(rgb, 0, message.pixels, 0, rgb.length);
      message.seq++;
      message.stamp_ns = now_ns;
      topic.publish(message);
    }

    @Override
    public String name() {
      return name;
    }
  }

  /** JPEG files. */
  private static final class FileEye implements Eye {
    private final String name;
    private final Publisher<DynamicMessage> topic;
    private final Jpeg jpeg = new Jpeg();

    FileEye(CockpitConfig.Camera camera, ConnectedNode node) {
      name = camera.name();
      topic = node.newPublisher(camera.topic(), "sensor_msgs/CompressedImage");
    }

    @Override
    public boolean watched() {
      return topic.hasSubscribers();
    }

    @Override
    public void publish(byte[] rgb, long now_ns) {
      DynamicMessage message = topic.newMessage();
      message.getMessage("header").set("stamp", RosTime.of_ns(now_ns)).set("frame_id", name);
      message.set("format", "rgb8; jpeg compressed bgr8");
      message.set("data", jpeg.of(WIDTH, HEIGHT, "rgb8", 3 * WIDTH, rgb));
      topic.publish(message);
    }

    @Override
    public String name() {
      return name;
    }
  }
}
