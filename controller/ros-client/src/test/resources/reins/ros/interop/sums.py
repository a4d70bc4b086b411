"""Prints ROS's own sum for each message or service type named on the command line."""
import sys

import roslib.message

for name in sys.argv[1:]:
    kind = roslib.message.get_message_class(name) or roslib.message.get_service_class(name)
    print(name, kind._md5sum)
