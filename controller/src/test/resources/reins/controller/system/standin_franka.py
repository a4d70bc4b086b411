"""Plays franka_control with serl_franka_controllers' impedance controller and franka_gripper, and judges what it is told.

    standin_franka.py MESSAGES STATE_HZ COMMAND_HZ

Topics, types and semantics: franka_ros 0.10, serl_franka_controllers. The arm is kinematic: its tool follows the filtered
equilibrium as an overdamped spring would. Numbers of the arm: the maker's manual (Craig's convention), the nominal hand.
"""
import math
import sys
import threading
import time

sys.path.insert(0, sys.argv[1])
import numpy as np
import rospy
from dynamic_reconfigure.msg import Config, DoubleParameter
from dynamic_reconfigure.srv import Reconfigure, ReconfigureResponse
from franka_gripper.msg import GraspActionGoal, GraspActionResult, MoveActionGoal, MoveActionResult
from franka_msgs.msg import ErrorRecoveryActionGoal, FrankaState
from geometry_msgs.msg import PoseStamped
from sensor_msgs.msg import JointState

import standin

STATE_HZ = float(sys.argv[2])
COMMAND_HZ = float(sys.argv[3])
V_MAX_M_S, W_MAX_RAD_S = 1.7, 2.5  # Panda, the maker's manual
MOVE, REFLEX = FrankaState.ROBOT_MODE_MOVE, FrankaState.ROBOT_MODE_REFLEX
RECOVERING = FrankaState.ROBOT_MODE_AUTOMATIC_ERROR_RECOVERY
QUEUE = 20  # poses that wait
RECOVERY_s = 0.3  # 0.17 to 7.3 s have been seen

# cfg/compliance_param.cfg: default, lowest, highest.
BOUNDS = {
    "translational_stiffness": (2000, 0, 6000), "translational_damping": (89, 0, 400),
    "rotational_stiffness": (150, 0, 300), "rotational_damping": (7, 0, 30),
    "nullspace_stiffness": (0.2, 0, 100), "joint1_nullspace_stiffness": (100, 0, 100),
    "translational_Ki": (0, 0, 100), "rotational_Ki": (0, 0, 100),
}
for side in ("neg_x", "neg_y", "neg_z", "x", "y", "z"):
    BOUNDS["translational_clip_" + side] = (0.01, 0, 0.1)
    BOUNDS["rotational_clip_" + side] = (0.05, 0, 0.1)

DH = [(0, 0.333, 0), (0, 0, -math.pi / 2), (0, 0.316, math.pi / 2), (0.0825, 0, math.pi / 2),
      (-0.0825, 0.384, -math.pi / 2), (0, 0, math.pi / 2), (0.088, 0, math.pi / 2)]


def transform(a, d, alpha, theta):
    ca, sa, ct, st = math.cos(alpha), math.sin(alpha), math.cos(theta), math.sin(theta)
    return np.array([[ct, -st, 0, a], [st * ca, ct * ca, -sa, -d * sa], [st * sa, ct * sa, ca, d * ca], [0, 0, 0, 1]])


# Mass and centre of mass of each link: Gaz, Cognetti, Oliva, Robuffo Giordano, De Luca, RA-L 2019; the hand on the last.
MASSES = [4.970684, 0.646926, 3.228604, 3.587895, 1.225946, 1.666555, 0.735522]
CENTRES = [(0.003875, 0.002081, -0.04762), (-0.003141, -0.02872, 0.003495), (0.027518, 0.039252, -0.066502),
           (-0.05317, 0.104419, 0.027454), (-0.011953, 0.041065, -0.038437), (0.060149, -0.014117, -0.010517),
           (0.010517, -0.004252, 0.061597)]
HAND_KG, HAND_CENTRE = 0.76, (0, 0, 0.107 + 0.04)

F_T_EE = transform(0, 0.1034, 0, -math.pi / 4)


def forward(q):
    """Frames of the joints, and of the end effector."""
    frames = []
    T = np.eye(4)
    for (a, d, alpha), angle in zip(DH, q):
        T = T @ transform(a, d, alpha, angle)
        frames.append(T)
    return frames, T @ transform(0, 0.107, 0, 0) @ F_T_EE


def jacobian(frames, p):
    columns = [np.concatenate((np.cross(T[:3, 2], p - T[:3, 3]), T[:3, 2])) for T in frames]
    return np.array(columns).T


def gravity(frames):
    """Torque that carries the links."""
    tau = np.zeros(7)
    bodies = [(m, T, c) for m, T, c in zip(MASSES, frames, CENTRES)] + [(HAND_KG, frames[6], HAND_CENTRE)]
    for k, (m, T, c) in enumerate(bodies):
        p = T[:3, 3] + T[:3, :3] @ np.array(c)
        for i in range(min(k, 6) + 1):
            lever = np.cross(frames[i][:3, 2], p - frames[i][:3, 3])
            tau[i] += m * 9.81 * lever[2]
    return tau


def matrix(x, y, z, w):
    return np.array([[1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)],
                     [2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)],
                     [2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)]])


def log(R):
    """Rotation vector of a turn well below half a circle."""
    v = np.array([R[2, 1] - R[1, 2], R[0, 2] - R[2, 0], R[1, 0] - R[0, 1]]) / 2
    s = np.linalg.norm(v)
    angle = math.atan2(s, (np.trace(R) - 1) / 2)
    return v if s < 1e-12 else v * angle / s


def exp(r):
    angle = np.linalg.norm(r)
    if angle < 1e-12:
        return np.eye(3)
    x, y, z = r / angle * math.sin(angle / 2)
    return matrix(x, y, z, math.cos(angle / 2))


class Franka:
    def __init__(self):
        self.verdict = standin.Verdict()
        self.lock = threading.RLock()
        self.q = np.array([0, -math.pi / 4, 0, -3 * math.pi / 4, 0, math.pi / 2, math.pi / 4])
        self.dq = np.zeros(7)
        self.frames, self.T = forward(self.q)
        self.mode = MOVE
        self.seen = []
        self.since, self.rounds = 0.0, 0
        self.state = FrankaState()
        self.state.F_T_EE = F_T_EE.T.flatten().tolist()
        self.state.control_command_success_rate = 1.0
        self.start_controller()
        self.spring = {name: bounds[0] for name, bounds in BOUNDS.items()}
        self.told = set()
        self.poses = 0
        self.stamps = []
        self.last = None
        self.recoveries = 0
        self.stopped_at = 0.0
        self.width, self.wanted, self.speed = 0.08, 0.08, 0.1
        self.goal, self.kind, self.object = None, "move", 0.0
        self.goals = []
        self.states = rospy.Publisher("/franka_state_controller/franka_states", FrankaState, queue_size=1, tcp_nodelay=True)
        self.fingers = rospy.Publisher("/franka_gripper/joint_states", JointState, queue_size=1)
        self.moved = rospy.Publisher("/franka_gripper/move/result", MoveActionResult, queue_size=1)
        self.grasped = rospy.Publisher("/franka_gripper/grasp/result", GraspActionResult, queue_size=1)
        rospy.Subscriber("/cartesian_impedance_controller/equilibrium_pose", PoseStamped, self.on_pose, queue_size=QUEUE, tcp_nodelay=True)
        rospy.Subscriber("/franka_control/error_recovery/goal", ErrorRecoveryActionGoal, self.on_recovery)
        rospy.Subscriber("/franka_gripper/move/goal", MoveActionGoal, lambda m: self.on_gripper("move", m))
        rospy.Subscriber("/franka_gripper/grasp/goal", GraspActionGoal, lambda m: self.on_gripper("grasp", m))
        rospy.Service("/cartesian_impedance_controllerdynamic_reconfigure_compliance_param_node/set_parameters",
                      Reconfigure, self.on_reconfigure)

    def start_controller(self):
        self.describe()
        self.p_d = self.p_target = self.T[:3, 3].copy()
        self.R_d = self.R_target = self.T[:3, :3].copy()
        self.first = True

    # --- what we are told ---

    def on_reconfigure(self, request):
        with self.lock:
            for parameter in request.config.doubles:
                name = parameter.name
                self.verdict.check(name in BOUNDS, "reconfigure: unknown parameter " + name)
                _, low, high = BOUNDS.get(name, (0, 0, 0))
                self.verdict.check(low <= parameter.value <= high, "reconfigure: %s = %g out of bounds" % (name, parameter.value))
                self.spring[name] = min(high, max(low, parameter.value))
                self.told.add(name)
            self.verdict.tell("spring", self.spring)
        config = Config()
        config.doubles = [DoubleParameter(name, float(value)) for name, value in self.spring.items()]
        return ReconfigureResponse(config)

    def on_pose(self, m):
        check = self.verdict.check
        p = np.array([m.pose.position.x, m.pose.position.y, m.pose.position.z])
        o = m.pose.orientation
        norm = math.sqrt(o.x ** 2 + o.y ** 2 + o.z ** 2 + o.w ** 2)
        check(np.all(np.isfinite(p)) and math.isfinite(norm), "pose: not finite")
        check(abs(norm - 1) < 1e-9, "pose: quaternion of length %.12f" % norm)
        check(m.header.frame_id == "panda_link0", "pose: frame_id '%s'" % m.header.frame_id)
        R = matrix(o.x, o.y, o.z, o.w)
        stamp = m.header.stamp.to_sec()
        with self.lock:
            check(self.told == set(BOUNDS), "pose: before the spring was set: %s" % sorted(set(BOUNDS) - self.told))
            late = time.monotonic() - self.stopped_at
            check(self.mode == MOVE or late < 1, "pose: %.1f s after the robot stopped itself" % late)
            if self.first:
                self.first = False
                near = min((np.linalg.norm(p - T[:3, 3]) + np.linalg.norm(R - T[:3, :3])) for T in self.seen)
                check(near < 1e-6, "pose: the first one is %g off the measured pose" % near)
                self.verdict.tell("first_off", near)
            else:
                check(stamp > self.last[2], "pose: stamp went from %.6f to %.6f" % (self.last[2], stamp))
                # rospy drops all but the newest QUEUE poses where this process did not get to them: then the last one is that old.
                behind = rospy.get_time() - self.last[2] > 0.75 * QUEUE / COMMAND_HZ
                lost = m.header.seq - self.last[3] - 1
                check(lost == 0 or lost > 0 and behind, "pose: seq went from %d to %d" % (self.last[3], m.header.seq))
                # The bound allows for what was lost, and a paused machine moves on by one period only.
                step, turn = np.linalg.norm(p - self.last[0]), np.linalg.norm(log(self.last[1].T @ R))
                ticks = max(1, round((stamp - self.last[2]) * COMMAND_HZ)) * 1.01 / COMMAND_HZ
                check(step <= V_MAX_M_S * ticks + 1e-9, "pose: step of %g m" % step)
                check(turn <= W_MAX_RAD_S * ticks + 1e-7, "pose: turn of %g rad" % turn)
                self.stamps.append(stamp - self.last[2])
            self.last = (p, R, stamp, m.header.seq)
            self.poses += 1
            self.p_target, self.R_target = p, R

    def on_recovery(self, _):
        with self.lock:
            self.recoveries += 1
            self.verdict.check(self.mode == REFLEX, "recovery: while there is nothing to recover from")
            self.mode = RECOVERING
        threading.Timer(RECOVERY_s, self.recovered).start()

    def recovered(self):
        """franka_control starts the controllers again that ran before, where the arm is now."""
        with self.lock:
            self.seen = []
            self.start_controller()
            self.mode = MOVE

    def on_gripper(self, kind, m):
        check = self.verdict.check
        with self.lock:
            check(m.goal_id.id != "", "gripper: goal without an id")
            check(self.goal is None, "gripper: a goal while the last one runs")
            check(0 <= m.goal.width <= 0.08, "gripper: width %g" % m.goal.width)
            check(0 < m.goal.speed <= 0.1, "gripper: speed %g" % m.goal.speed)
            if kind == "grasp":
                check(0 < m.goal.force <= 70, "gripper: force %g" % m.goal.force)
                check(m.goal.epsilon.outer >= 0.08 - m.goal.width, "gripper: would let go of wide things")
            self.goals.append([kind, m.goal.width])
            self.goal, self.kind, self.wanted, self.speed = (kind, m.goal_id), kind, m.goal.width, m.goal.speed
            self.verdict.tell("goals", self.goals)

    # --- what we do ---

    def step(self, dt):
        """The state goes out at its rate; arm and hand are reckoned a fifth as often, so that Python keeps up with it."""
        m = self.state
        with self.lock:
            self.since += dt
            self.rounds += 1
            if self.rounds % 5 == 0:
                self.move(self.since)
                self.grip(self.since)
                self.since = 0.0
                self.describe()
            # Between two reckonings the joints go on.
            m.q = (self.q + self.dq * self.since).tolist()
            m.header.stamp = rospy.Time.now()
            m.robot_mode = self.mode
            m.current_errors.joint_reflex = self.mode == REFLEX
        self.states.publish(m)

    def describe(self):
        m = self.state
        m.dq = self.dq.tolist()
        m.tau_J = gravity(self.frames).tolist()
        m.O_T_EE = self.T.T.flatten().tolist()
        self.seen = (self.seen + [self.T])[-20:]

    def move(self, dt):
        if self.mode != MOVE:
            self.dq = np.zeros(7)
            return
        share = 1 - (1 - 0.005) ** (1000 * dt)  # the controller's filter, per millisecond
        self.p_d = self.p_d + share * (self.p_target - self.p_d)
        self.R_d = self.R_d @ exp(share * log(self.R_d.T @ self.R_target))
        clip = self.spring["translational_clip_x"]
        e = np.clip(self.p_d - self.T[:3, 3], -clip, clip)
        r = self.T[:3, :3] @ log(self.T[:3, :3].T @ self.R_d)
        v = np.concatenate((self.spring["translational_stiffness"] / self.spring["translational_damping"] * e, 10 * r))
        J = jacobian(self.frames, self.T[:3, 3])
        self.dq = J.T @ np.linalg.solve(J @ J.T + 1e-4 * np.eye(6), v)
        self.q = self.q + self.dq * min(dt, 0.02)
        self.frames, self.T = forward(self.q)

    def grip(self, dt):
        floor = self.object if self.kind == "grasp" else 0.0  # fingers stop at what they hold
        goal = max(self.wanted, floor)
        self.width += max(-self.speed * dt, min(self.speed * dt, goal - self.width))
        if self.goal and abs(self.width - goal) < 1e-9:
            kind, goal_id = self.goal
            m = GraspActionResult() if kind == "grasp" else MoveActionResult()
            m.status.goal_id = goal_id
            m.status.status = 3
            m.result.success = True
            self.goal = None
            (self.grasped if kind == "grasp" else self.moved).publish(m)

    def tell_fingers(self, _):
        m = JointState()
        m.header.stamp = rospy.Time.now()
        m.name = ["panda_finger_joint1", "panda_finger_joint2"]
        m.position = [self.width / 2] * 2
        m.velocity = [0.0] * 2
        m.effort = [0.0] * 2
        self.fingers.publish(m)

    # --- orders of the test ---

    def reflex(self):
        with self.lock:
            self.mode = REFLEX
            self.stopped_at = time.monotonic()

    def pushed(self):
        """A person pushes the stopped arm, and leaves the reflex as it is."""
        with self.lock:
            self.q = self.q + np.array([0.1, 0.05, 0, 0.05, 0, 0, 0])
            self.frames, self.T = forward(self.q)

    def moved_by_hand(self):
        """A person pushes the stopped arm, and clears the reflex at the robot."""
        with self.lock:
            self.verdict.check(self.recoveries == 0, "recovery: a reflex was cleared by itself")
            self.q = self.q + np.array([0.2, 0.05, 0, 0.1, 0, 0, 0])
            self.frames, self.T = forward(self.q)
            self.seen = []
            self.start_controller()
            self.mode = MOVE

    def report(self):
        with self.lock:
            gaps = sorted(self.stamps) or [0.0]
            self.verdict.tell("poses", self.poses)
            self.verdict.tell("period_p50_s", gaps[len(gaps) // 2])
            self.verdict.tell("recoveries", self.recoveries)
            self.verdict.tell("tool", list(self.T[:3, 3]))
            self.verdict.tell("target", list(self.p_target))
            self.verdict.tell("width", self.width)
            self.verdict.tell("state_hz", standin.rate_hz())
            self.verdict.tell("peers", self.states.get_num_connections())
        self.verdict.end()


def main():
    rospy.init_node("standin_franka", disable_signals=True)
    franka = Franka()
    rospy.Timer(rospy.Duration(1 / 30.0), franka.tell_fingers)

    standin.follow_stdin({"reflex": franka.reflex, "push": franka.pushed, "hand": franka.moved_by_hand, "report": franka.report,
                          "object": lambda: setattr(franka, "object", 0.04)})
    print("ready", flush=True)
    standin.every(STATE_HZ, franka.step)
    franka.report()
    return 1 if franka.verdict.wrong else 0


sys.exit(main())
