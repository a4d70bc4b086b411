"""Writes a bag, or prints what one holds: bag.py write|read FILE"""
import sys

import rosbag
import rospy
from geometry_msgs.msg import PoseStamped
from std_msgs.msg import String

if sys.argv[1] == "write":
    with rosbag.Bag(sys.argv[2], "w") as bag:
        for i in range(1000):
            pose = PoseStamped()
            pose.pose.position.x = i
            bag.write("/pose", pose, rospy.Time(i + 1))
            bag.write("/words", String("word %d" % i), rospy.Time(i + 1, 5))
else:
    with rosbag.Bag(sys.argv[2]) as bag:
        for topic, message, time in bag.read_messages():
            print(topic, time.secs, time.nsecs, str(message).replace("\n", " "))
