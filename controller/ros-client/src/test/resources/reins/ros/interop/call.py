"""Calls a std_srvs/SetBool: call.py SERVICE [persistent]"""
import sys

import rospy
from std_srvs.srv import SetBool

rospy.init_node("py_caller")
rospy.wait_for_service(sys.argv[1])
service = rospy.ServiceProxy(sys.argv[1], SetBool, persistent=len(sys.argv) > 2)
for i in range(3):
    print("answered", service(True).message, flush=True)
try:
    service(False)
except rospy.ServiceException as e:
    print("refused", e, flush=True)
