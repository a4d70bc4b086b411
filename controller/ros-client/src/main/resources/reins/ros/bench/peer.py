"""The rospy side of the benchmark: peer.py ping WARM COUNT | pong"""
import sys
import time
import warnings

import rospy
from std_msgs.msg import Float64MultiArray

# That a publisher has no queue is said below.
warnings.simplefilter("ignore")
mode = sys.argv[1]
rospy.init_node("py_" + mode)

if mode == "pong":
    out = rospy.Publisher("pong", Float64MultiArray, queue_size=100, tcp_nodelay=True)
    rospy.Subscriber("ping", Float64MultiArray, out.publish, tcp_nodelay=True)
    rospy.spin()
else:
    warm, count = int(sys.argv[2]), int(sys.argv[3])
    sent_ns = [0] * (warm + count)
    rtt_ns = [-1] * count

    def heard(m):
        i = int(m.data[0])
        if i >= warm:
            rtt_ns[i - warm] = time.monotonic_ns() - sent_ns[i]

    back = rospy.Subscriber("pong", Float64MultiArray, heard, tcp_nodelay=True)
    # Without a queue rospy writes on the publishing thread, which is its fastest way.
    out = rospy.Publisher("ping", Float64MultiArray, queue_size=None, tcp_nodelay=True)
    while out.get_num_connections() == 0 or back.get_num_connections() == 0:
        time.sleep(0.01)
    time.sleep(0.5)
    m = Float64MultiArray(data=[0.0] * 14)
    at_ns = time.monotonic_ns()
    for i in range(warm + count):
        at_ns += 1_000_000
        wait_s = (at_ns - time.monotonic_ns()) * 1e-9
        if wait_s > 0:
            time.sleep(wait_s)
        m.data[0] = i
        sent_ns[i] = time.monotonic_ns()
        out.publish(m)
    time.sleep(0.3)
    seen = sorted(t for t in rtt_ns if t >= 0)
    print(
        "RESULT p50_us=%.3f p99_us=%.3f lost=%d"
        % (seen[len(seen) // 2] * 1e-3, seen[len(seen) * 99 // 100] * 1e-3, count - len(seen)),
        flush=True,
    )
