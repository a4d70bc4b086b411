"""The numbered messages that all peers send, and the line in which each says what it heard (Sample.java has the same)."""
import zlib

import rospy
from sensor_msgs.msg import Image, JointState
from std_msgs.msg import String

KINDS = {"joints": JointState, "image": Image, "text": String}
WIDTH, HEIGHT = 640, 480
PIXELS = bytes(k % 251 for k in range(WIDTH * HEIGHT * 3 + 251))


def sample(kind, i):
    if kind == "text":
        return String("hello <&> \u00e4 %d" % i)
    m = KINDS[kind]()
    m.header.stamp = rospy.Time(i, 7)
    m.header.frame_id = "base"
    if kind == "joints":
        m.name, m.position, m.velocity = ["j1", "j2"], [0.5 * i, -i], [0.25, 1.0]
    else:
        m.width, m.height, m.step, m.encoding = WIDTH, HEIGHT, WIDTH * 3, "rgb8"
        m.data = PIXELS[i % 251 : i % 251 + WIDTH * HEIGHT * 3]
    return m


def numbers(values):
    return "[%s]" % " ".join("%.3f" % v for v in values)


def described(m):
    if isinstance(m, String):
        return m.data
    head = "%d.%d %s" % (m.header.stamp.secs, m.header.stamp.nsecs, m.header.frame_id)
    if isinstance(m, JointState):
        return " ".join([head] + m.name + [numbers(m.position), numbers(m.velocity), numbers(m.effort)])
    return "%s %dx%d %d %s %d bytes %08x" % (head, m.width, m.height, m.step, m.encoding, len(m.data), zlib.crc32(m.data))
