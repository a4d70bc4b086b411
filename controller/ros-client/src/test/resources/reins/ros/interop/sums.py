"""Prints ROS's own sum for each message type named on the command line."""
import sys

import roslib.message

for name in sys.argv[1:]:
    print(name, roslib.message.get_message_class(name)._md5sum)
