"""Publishes joint states and reads them back through the parameter server's rate: talk.py TOPIC"""
import sys

import rospy
from sensor_msgs.msg import JointState

rospy.init_node("py_talker")
publisher = rospy.Publisher(sys.argv[1], JointState, queue_size=1, tcp_nodelay=True)
rate = rospy.Rate(rospy.get_param("~rate", 100))
message = JointState(name=["j1", "j2"], position=[0.5, -0.5], velocity=[1.0, 2.0])
while not rospy.is_shutdown():
    message.header.stamp = rospy.Time.now()
    publisher.publish(message)
    rate.sleep()
