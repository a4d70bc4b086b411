"""A rospy node that does what its standard input tells it, a command a line, and prints what came of it (Peer.java lists the commands)."""
import logging
import sys
import threading

import rospy
from samples import KINDS, described, sample
from std_srvs.srv import SetBool, SetBoolResponse, Trigger

SERVICES = {"setbool": SetBool, "trigger": Trigger}

printing = threading.Lock()
open_things = {}


def say(line):
    with printing:
        sys.stdout.write(line + "\n")
        sys.stdout.flush()


def advertise(topic, kind, latch):
    open_things[topic] = rospy.Publisher(topic, KINDS[kind], queue_size=100, latch=latch == "latch", tcp_nodelay=True)
    open_things[topic].kind = kind


def connected(topic):
    while open_things[topic].get_num_connections() == 0:
        rospy.rostime.wallsleep(0.005)


def publish(topic, first, count, hz):
    for i in range(int(first), int(first) + int(count)):
        open_things[topic].publish(sample(open_things[topic].kind, i))
        if float(hz) > 0:
            rospy.rostime.wallsleep(1 / float(hz))


def subscribe(topic, kind):
    heard = lambda m: say("heard %s %s" % (topic, described(m)))
    open_things[topic] = rospy.Subscriber(topic, KINDS[kind], heard, queue_size=100, tcp_nodelay=True)


def serve(service):
    def answer(request):
        if not request.data:
            raise rospy.ServiceException("not now")
        return SetBoolResponse(True, "rospy")

    open_things[service] = rospy.Service(service, SetBool, answer)


def close(name):
    thing = open_things.pop(name)
    if isinstance(thing, rospy.ServiceProxy):
        thing.close()
    elif isinstance(thing, rospy.Service):
        thing.shutdown("told to")
    else:
        thing.unregister()


def connect(service, kind, how):
    rospy.wait_for_service(service, 20)
    open_things[service] = rospy.ServiceProxy(service, SERVICES[kind], persistent=how == "persistent")


def call(service, *arguments):
    try:
        answer = open_things[service](*[a == "true" for a in arguments])
        return "%s %s" % (str(answer.success).lower(), answer.message)
    except rospy.ServiceException as e:
        return "refused %s" % e


def parsed(kind, text):
    if kind == "list":
        return [float(v) for v in text.split()]
    if kind == "map":
        return {k: float(v) for k, v in (pair.split("=") for pair in text.split())}
    return {"int": int, "double": float, "text": str, "bool": lambda t: t == "true"}[kind](text)


def shown(value):
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return "%.3f" % value
    if isinstance(value, list):
        return " ".join("%.3f" % v for v in value)
    if isinstance(value, dict):
        return " ".join("%s=%.3f" % (k, value[k]) for k in sorted(value))
    return str(value)


COMMANDS = {
    "advertise": advertise,
    "connected": connected,
    "publish": publish,
    "subscribe": subscribe,
    "serve": serve,
    "connect": connect,
    "call": call,
    "close": close,
    "set": lambda name, kind, *value: rospy.set_param(name, parsed(kind, " ".join(value))),
    "get": lambda name, kind: shown(rospy.get_param(name)),
    "cached": lambda name, kind: shown(rospy.get_param_cached(name)),
    "has": lambda name: shown(rospy.has_param(name)),
    "delete": rospy.delete_param,
}

rospy.init_node(sys.argv[1], disable_signals=True)
logging.getLogger("rospy").addHandler(logging.StreamHandler(sys.stdout))
say("ready")
for line in sys.stdin:
    number, command, *arguments = line.split()
    try:
        say("done %s %s" % (number, COMMANDS[command](*arguments) or ""))
    except Exception as e:
        say("failed %s %s: %s" % (number, type(e).__name__, e))
rospy.signal_shutdown("told to")
