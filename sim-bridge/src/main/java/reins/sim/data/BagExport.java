package reins.sim.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import reins.contract.data.Transition;
import reins.learner.dataset.Dataset;
import reins.learner.dataset.Images;
import reins.learner.dataset.Remark;
import reins.ros.bag.BagWriter;
import reins.ros.message.DynamicCodec;
import reins.ros.message.DynamicMessage;
import reins.ros.message.MessageCatalog;
import reins.ros.message.MessageType;
import reins.ros.message.RawMessage;
import reins.ros.message.RosTime;

/**
 * A dataset as a rosbag of version 2.0: one message for each number of a step that has a name in a
 * dataset, episodes one after the other with a second between them.
 *
 * <pre>
 *   /reins/observation  /reins/action  /reins/proposed  std_msgs/Float32MultiArray
 *   /reins/reward                                       std_msgs/Float32
 *   /reins/done         /reins/success                  std_msgs/Bool
 *   /reins/source       /reins/person                   std_msgs/String
 *   /reins/episode                                      std_msgs/Int32
 *   /reins/NAME/compressed                              sensor_msgs/CompressedImage, PNG
 * </pre>
 *
 * <p>Stamps: seconds from 1 s on, not those of the recording, which a dataset does not keep.
 */
final class BagExport {
  private static final String TOPIC = "/reins/";
  private static final String DATA = "data";
  private static final double GAP_S = 1;

  private final BagWriter bag;

  private BagExport(BagWriter bag) {
    this.bag = bag;
  }

  /** Writes a new bag and returns how many messages it has. */
  static long write(Path file, Dataset data) {
    try (BagWriter bag = new BagWriter(file)) {
      new BagExport(bag).steps(data);
      return bag.messages();
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": cannot be written: " + e.getMessage(), e);
    }
  }

  private void steps(Dataset data) throws IOException {
    double start_s = GAP_S;
    for (int e = 0; e < data.episodes().size(); e++) {
      List<Transition> episode = data.episodes().get(e);
      for (int i = 0; i < episode.size(); i++) {
        RosTime at = RosTime.of_ns(Math.round((start_s + i / data.fps()) * 1e9));
        step(at, e, episode.get(i));
        images(at, data.images(), e, i);
        for (Remark remark : data.remarks())
          if (remark.episode() == e && remark.step() == i)
            put(at, "person", message("String").set(DATA, remark.said().toString()));
      }
      start_s += episode.size() / data.fps() + GAP_S;
    }
  }

  private void step(RosTime at, int episode, Transition t) throws IOException {
    put(at, "episode", message("Int32").set(DATA, episode));
    put(at, "observation", numbers(t.obs()));
    put(at, "action", numbers(t.action()));
    put(at, "proposed", numbers(t.proposed()));
    put(at, "reward", message("Float32").set(DATA, t.reward()));
    put(at, "done", message("Bool").set(DATA, t.done()));
    put(at, "success", message("Bool").set(DATA, t.success()));
    put(at, "source", message("String").set(DATA, t.source().name().toLowerCase(Locale.ROOT)));
  }

  private void images(RosTime at, Images images, int episode, int step) throws IOException {
    for (int c = 0; c < images.cameras().size(); c++) {
      DynamicMessage image =
          new DynamicMessage(MessageCatalog.standard().get("sensor_msgs/CompressedImage"));
      image.getMessage("header").set("stamp", at);
      image.set("format", "png").set(DATA, images.pngs().get(episode).get(step)[c]);
      put(at, images.cameras().get(c) + "/compressed", image);
    }
  }

  private static DynamicMessage numbers(float[] values) {
    return message("Float32MultiArray").set(DATA, values);
  }

  private static DynamicMessage message(String type) {
    return new DynamicMessage(MessageCatalog.standard().get("std_msgs/" + type));
  }

  private void put(RosTime at, String topic, DynamicMessage message) throws IOException {
    MessageType type = message.type();
    DynamicCodec codec = new DynamicCodec(type);
    ByteBuffer bytes = ByteBuffer.allocate(codec.size(message)).order(ByteOrder.LITTLE_ENDIAN);
    codec.encode(message, bytes);
    bag.write(TOPIC + topic, new RawMessage(type, bytes.array()), at);
  }
}
