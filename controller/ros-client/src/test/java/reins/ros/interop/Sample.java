package reins.ros.interop;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import reins.ros.message.DynamicCodec;
import reins.ros.message.DynamicMessage;
import reins.ros.message.RawMessage;
import reins.ros.message.RosTime;

/**
 * The numbered messages that all peers send, and the one line in which each says what it heard:
 * every field that was set, of an image's bytes the CRC-32.
 */
enum Sample {
  JOINTS("sensor_msgs/JointState") {
    @Override
    void fill(DynamicMessage message, int i) {
      stamp(message, i)
          .set("name", List.of("j1", "j2"))
          .set("position", new double[] {0.5 * i, -i})
          .set("velocity", new double[] {0.25, 1});
    }

    @Override
    String describe(DynamicMessage message) {
      return "%s %s [%s] [%s] [%s]"
          .formatted(
              head(message),
              String.join(" ", message.getStrings("name")),
              numbers(message.getDoubles("position")),
              numbers(message.getDoubles("velocity")),
              numbers(message.getDoubles("effort")));
    }
  },
  IMAGE("sensor_msgs/Image") {
    @Override
    void fill(DynamicMessage message, int i) {
      byte[] pixels = new byte[WIDTH * HEIGHT * 3];
      for (int k = 0; k < pixels.length; k++) pixels[k] = (byte) ((k + i) % 251);
      stamp(message, i)
          .set("width", WIDTH)
          .set("height", HEIGHT)
          .set("step", WIDTH * 3)
          .set("encoding", "rgb8")
          .set("data", pixels);
    }

    @Override
    String describe(DynamicMessage message) {
      byte[] pixels = message.getBytes("data");
      CRC32 crc = new CRC32();
      crc.update(pixels);
      return "%s %dx%d %d %s %d bytes %08x"
          .formatted(
              head(message),
              message.getLong("width"),
              message.getLong("height"),
              message.getLong("step"),
              message.getString("encoding"),
              pixels.length,
              crc.getValue());
    }
  },
  TEXT("std_msgs/String") {
    @Override
    void fill(DynamicMessage message, int i) {
      message.set("data", "hello <&> ä " + i);
    }

    @Override
    String describe(DynamicMessage message) {
      return message.getString("data");
    }
  };

  private static final int WIDTH = 640;
  private static final int HEIGHT = 480;

  final String type;

  Sample(String type) {
    this.type = type;
  }

  abstract void fill(DynamicMessage message, int i);

  abstract String describe(DynamicMessage message);

  /** The word by which the peers know it. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** A message as it is on the wire. */
  static RawMessage raw(DynamicMessage message) {
    DynamicCodec codec = new DynamicCodec(message.type());
    ByteBuffer bytes = ByteBuffer.allocate(codec.size(message)).order(ByteOrder.LITTLE_ENDIAN);
    codec.encode(message, bytes);
    return new RawMessage(message.type(), bytes.array());
  }

  static String numbers(double... values) {
    return Arrays.stream(values)
        .mapToObj(value -> String.format(Locale.ROOT, "%.3f", value))
        .collect(Collectors.joining(" "));
  }

  private static DynamicMessage stamp(DynamicMessage message, int i) {
    message.getMessage("header").set("stamp", new RosTime(i, 7)).set("frame_id", "base");
    return message;
  }

  private static String head(DynamicMessage message) {
    DynamicMessage header = message.getMessage("header");
    RosTime stamp = header.getTime("stamp");
    return stamp.secs() + "." + stamp.nsecs() + " " + header.getString("frame_id");
  }
}
