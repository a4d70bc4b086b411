package reins.controller.port;

/**
 * Why a robot that talks to us does not obey: bits of {@link RobotState#robot_fault}. None of them
 * is ever cleared by the controller on its own.
 */
public final class RobotFault {
  /** The robot stopped itself: collision, a limit, a discontinuity. A person has to look. */
  public static final int REFLEX = 1;

  /** A person holds the robot's own stop, or guides it by hand. */
  public static final int USER_STOP = 1 << 1;

  /** The robot's safety controller stopped it; a person has to unlock it. */
  public static final int PROTECTIVE_STOP = 1 << 2;

  /** The robot is not switched on, its program does not run, or no controller listens. */
  public static final int NOT_READY = 1 << 3;

  /** The robot's own tool pose is not where its file says that it is: the wrong file or tool. */
  public static final int WRONG_MODEL = 1 << 4;

  private RobotFault() {}
}
