"""Writes a bag of numbered messages, or prints what one holds: bag.py write|read FILE [COUNT]"""
import sys

import rosbag
import rospy
from samples import KINDS, described, sample

if sys.argv[1] == "write":
    with rosbag.Bag(sys.argv[2], "w") as bag:
        for i in range(1, int(sys.argv[3]) + 1):
            for kind in ("joints", "image", "text"):
                bag.write("/" + kind, sample(kind, i), rospy.Time(i, 5))
else:
    with rosbag.Bag(sys.argv[2]) as bag:
        for topic in bag.get_type_and_topic_info().topics:
            for _, message, time in bag.read_messages(topics=[topic]):
                # rosbag makes its classes from the definition in the file, so ours must describe what it read.
                message.__class__ = KINDS[topic[1:]]
                print(topic, time.secs, time.nsecs, described(message))
