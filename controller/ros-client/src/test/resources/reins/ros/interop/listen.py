"""Subscribes to a topic of a type and prints one line for each message: listen.py TOPIC PACKAGE/TYPE EXPRESSION"""
import sys

import roslib.message
import rospy

topic, kind, expression = sys.argv[1:4]
rospy.init_node("py_listener")
rospy.Subscriber(
    topic,
    roslib.message.get_message_class(kind),
    lambda m: print("heard", eval(expression, {"m": m}), flush=True),
    tcp_nodelay=True,
)
rospy.spin()
