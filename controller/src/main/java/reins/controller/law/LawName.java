package reins.controller.law;

/** Which law a set-point is for. */
public enum LawName {
  /** No torque. */
  RELAXED,
  /** The retreat: torques that only take energy out. */
  DAMPING,
  /** {@link CartesianImpedance} towards the tool's set-point. */
  CARTESIAN_IMPEDANCE,
  /** {@link JointImpedance} towards the joints' set-points. */
  JOINT_IMPEDANCE,
  /** {@link WrenchControl}: a wrench at the tool, the other axes held. */
  WRENCH
}
