package reins.sim.mujoco;

/**
 * MuJoCo, or the software renderer that its pictures need, is not on this machine in a version that
 * Reins knows; the message is one line that names what to install.
 */
public final class MujocoMissing extends RuntimeException {
  /** Says what is missing and the command that installs it. */
  public MujocoMissing(String message) {
    super(message);
  }
}
