"""Provides std_srvs/SetBool: true is granted, false is refused: serve.py SERVICE"""
import sys

import rospy
from std_srvs.srv import SetBool, SetBoolResponse

rospy.init_node("py_server")


def answer(request):
    if not request.data:
        raise rospy.ServiceException("not now")
    return SetBoolResponse(True, "rospy")


rospy.Service(sys.argv[1], SetBool, answer)
rospy.spin()
