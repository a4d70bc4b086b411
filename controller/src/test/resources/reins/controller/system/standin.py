"""What every stand-in has: wrong things are kept, and told at the end; a test tells it what to do over stdin."""
import json
import sys
import threading
import time

import rospy


class Verdict:
    def __init__(self):
        self.lock = threading.Lock()
        self.wrong = []
        self.numbers = {}

    def check(self, good, words):
        if good:
            return
        with self.lock:
            if len(self.wrong) < 50:
                self.wrong.append(words)
                print("WRONG: " + words, flush=True)

    def tell(self, key, value):
        with self.lock:
            self.numbers[key] = value

    def end(self):
        with self.lock:
            print(json.dumps({"wrong": self.wrong, **self.numbers}), flush=True)
            return 1 if self.wrong else 0


def follow_stdin(orders):
    """Each line is an order; where there are no more, the process ends with its verdict."""

    def read():
        for line in sys.stdin:
            word = line.strip()
            if word:
                orders[word]()
                print("done: " + word, flush=True)
        rospy.signal_shutdown("no more orders")

    threading.Thread(target=read, daemon=True).start()


_rounds, _since = 0, time.monotonic()


def rate_hz():
    """How often every() has called its work in a second, since it was last asked."""
    global _rounds, _since
    now = time.monotonic()
    rate, _rounds, _since = _rounds / max(1e-9, now - _since), 0, now
    return rate


def every(rate_hz, work):
    """Calls work(dt) at a rate, by absolute deadlines; a late round is made up for by a longer dt."""
    period = 1.0 / rate_hz
    global _rounds
    last = time.monotonic()
    deadline = last
    while not rospy.is_shutdown():
        deadline += period
        now = time.monotonic()
        if deadline > now:
            time.sleep(deadline - now)
        else:
            deadline = now
        now = time.monotonic()
        try:
            work(now - last)
        except rospy.ROSException:  # it was told to end in the middle of a round
            if not rospy.is_shutdown():
                raise
            return
        _rounds += 1
        last = now
