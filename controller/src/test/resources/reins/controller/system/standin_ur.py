"""Plays ur_robot_driver (ROS 1) in front of a UR5e, and judges what it is told.

    standin_ur.py MESSAGES STATE_HZ

Topics, types and semantics: Universal_Robots_ROS_Driver. The joint state controller tells joints in the alphabet's order, the elbow first; the
group velocity controller takes them in the arm's order and keeps the last speed; the trajectory controller goes straight to a point and
stays there.
"""
import math
import sys
import threading
import time

sys.path.insert(0, sys.argv[1])
import numpy as np
import rospy
from sensor_msgs.msg import JointState
from std_msgs.msg import Bool, Float64, Float64MultiArray
from trajectory_msgs.msg import JointTrajectory
from std_srvs.srv import Trigger, TriggerResponse
from ur_dashboard_msgs.msg import RobotMode, SafetyMode

import standin

STATE_HZ = float(sys.argv[2])
JOINTS = ["shoulder_pan_joint", "shoulder_lift_joint", "elbow_joint", "wrist_1_joint", "wrist_2_joint", "wrist_3_joint"]
TOLD = sorted(JOINTS)
DQ_MAX, DDQ_MAX = math.pi, math.pi  # rad/s and rad/s^2: Universal_Robots_ROS2_Description, ur5e/joint_limits.yaml
UNLOCK_AFTER_S = 5.0
SPEED_SHARE = 0.5  # of the rig
HOME = np.array([math.pi, -math.pi / 2, math.pi / 2, -math.pi / 2, -math.pi / 2, -math.pi / 2])


class Ur:
    def __init__(self):
        self.verdict = standin.Verdict()
        self.lock = threading.RLock()
        self.q, self.dq = HOME.copy(), np.zeros(6)
        self.stopped_at = None
        self.speed = np.zeros(6)
        self.goal = None
        self.last_point, self.point_at = None, 0.0
        self.points, self.speeds, self.unlocks, self.fastest = 0, 0, 0, 0.0
        self.states = rospy.Publisher("/joint_states", JointState, queue_size=1, tcp_nodelay=True)
        self.mode = rospy.Publisher("/ur_hardware_interface/robot_mode", RobotMode, queue_size=1, latch=True)
        self.safety = rospy.Publisher("/ur_hardware_interface/safety_mode", SafetyMode, queue_size=1, latch=True)
        self.running = rospy.Publisher("/ur_hardware_interface/robot_program_running", Bool, queue_size=1, latch=True)
        self.scaling = rospy.Publisher("/speed_scaling_factor", Float64, queue_size=1)
        rospy.Subscriber("/scaled_pos_joint_traj_controller/command", JointTrajectory, self.on_trajectory, tcp_nodelay=True)
        rospy.Subscriber("/joint_group_vel_controller/command", Float64MultiArray, self.on_speeds, tcp_nodelay=True)
        rospy.Service("/ur_hardware_interface/dashboard/unlock_protective_stop", Trigger, self.on_unlock)
        self.mode.publish(RobotMode(mode=RobotMode.RUNNING))
        self.say_well()

    def say_well(self):
        self.safety.publish(SafetyMode(mode=SafetyMode.NORMAL))
        self.running.publish(Bool(True))

    # --- what we are told ---

    def on_trajectory(self, m):
        check = self.verdict.check
        with self.lock:
            check(list(m.joint_names) == JOINTS, "trajectory: joints %s" % m.joint_names)
            check(len(m.points) == 1, "trajectory: %d points" % len(m.points))
            point = np.array(m.points[0].positions)
            lead = m.points[0].time_from_start.to_sec()
            check(point.shape == (6,) and bool(np.all(np.isfinite(point))), "trajectory: positions %s" % point)
            check(abs(lead - 0.05) < 1e-9, "trajectory: arrives in %g s" % lead)
            check(bool(np.all(np.abs(point) < 2 * math.pi)), "trajectory: beyond the joints' limits")
            now = time.monotonic()
            if self.last_point is None or now - self.point_at > 1.0:
                # The first says at most what one point ahead of standing still may.
                step = np.max(np.abs(point - self.q))
                check(step < 0.01, "trajectory: the first point is %g rad off the arm" % step)
            else:
                step = np.max(np.abs(point - self.last_point))
                check(step < SPEED_SHARE * DQ_MAX * 0.2, "trajectory: a step of %g rad" % step)
            self.last_point, self.point_at = point, now
            self.goal, self.goal_at = point, time.monotonic() + lead
            self.points += 1

    def on_speeds(self, m):
        check = self.verdict.check
        with self.lock:
            speed = np.array(m.data)
            check(speed.shape == (6,) and bool(np.all(np.isfinite(speed))), "speeds: %s" % speed)
            check(np.max(np.abs(speed)) <= SPEED_SHARE * DQ_MAX + 1e-9, "speeds: too fast %s" % speed)
            # A tick is 2 ms; some messages may have been replaced by newer ones on the way.
            step = np.max(np.abs(speed - self.speed))
            check(step <= DDQ_MAX * 0.1, "speeds: a step of %g rad/s" % step)
            if self.speeds == 0:
                check(np.max(np.abs(speed)) == 0, "speeds: the first is not zero")
            late = 0 if self.stopped_at is None else time.monotonic() - self.stopped_at
            check(late < 1 or np.max(np.abs(speed)) == 0, "speeds: %.1f s after the robot stopped itself" % late)
            self.speed = speed
            self.speeds += 1

    def on_unlock(self, _):
        """The pendant asks for some seconds between a stop and its unlocking."""
        with self.lock:
            self.unlocks += 1
            if self.stopped_at is None:
                self.verdict.check(False, "unlock: while there is nothing to unlock")
            elif time.monotonic() - self.stopped_at < UNLOCK_AFTER_S:
                return TriggerResponse(False, "Cannot unlock protective stop until 5s after occurrence")
        self.safety.publish(SafetyMode(mode=SafetyMode.NORMAL))
        return TriggerResponse(True, "Protective stop releasing")

    def play(self):
        """A person starts the robot's program again; the driver's controllers start where the arm is."""
        with self.lock:
            self.stopped_at = None
            self.goal = self.last_point = None
        self.running.publish(Bool(True))

    # --- what we do ---

    def step(self, dt):
        with self.lock:
            dt = min(dt, 0.02)
            if self.stopped_at is not None:
                self.dq = np.zeros(6)
            elif self.goal is not None:
                left = max(dt, self.goal_at - time.monotonic())
                self.dq = np.clip((self.goal - self.q) / left, -DQ_MAX, DQ_MAX)
            else:
                self.dq = self.speed.copy()
            self.q = self.q + self.dq * dt
            self.fastest = max(self.fastest, float(np.max(np.abs(self.dq))))
            m = JointState()
            m.header.stamp = rospy.Time.now()
            m.name = TOLD
            order = [JOINTS.index(name) for name in TOLD]
            m.position, m.velocity, m.effort = list(self.q[order]), list(self.dq[order]), [0.5] * 6
        self.states.publish(m)
        self.scaling.publish(Float64(1.0))

    # --- orders of the test ---

    def protective_stop(self):
        with self.lock:
            self.stopped_at = time.monotonic()
        self.safety.publish(SafetyMode(mode=SafetyMode.PROTECTIVE_STOP))
        self.running.publish(Bool(False))

    def unlocked_by_hand(self):
        with self.lock:
            self.verdict.check(self.unlocks == 0, "unlock: a protective stop was unlocked by itself")
            self.stopped_at = None
            self.goal = None
        self.say_well()

    def report(self):
        with self.lock:
            for key in ("points", "speeds", "unlocks", "fastest"):
                self.verdict.tell(key, getattr(self, key))
            self.verdict.tell("state_hz", standin.rate_hz())
            self.verdict.tell("moved", float(np.max(np.abs(self.q - HOME))))
            self.verdict.tell("q", list(self.q))
            self.verdict.tell("last_speed", float(np.max(np.abs(self.speed))))
        self.verdict.end()


def main():
    rospy.init_node("standin_ur", disable_signals=True)
    ur = Ur()
    standin.follow_stdin({"stop": ur.protective_stop, "hand": ur.unlocked_by_hand, "play": ur.play, "report": ur.report})
    print("ready", flush=True)
    standin.every(STATE_HZ, ur.step)
    ur.report()
    return 1 if ur.verdict.wrong else 0


sys.exit(main())
