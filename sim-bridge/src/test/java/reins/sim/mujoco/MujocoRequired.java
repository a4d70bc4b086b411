package reins.sim.mujoco;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Leaves tests out aloud where MuJoCo is not installed, and fails them under continuous
 * integration.
 */
public final class MujocoRequired implements BeforeAllCallback {
  @Override
  public void beforeAll(ExtensionContext context) {
    try {
      MujocoLibrary.load();
    } catch (MujocoMissing e) {
      if ("true".equals(System.getenv("CI"))) throw e;
      System.err.println("LEFT OUT " + context.getDisplayName() + ": " + e.getMessage());
      Assumptions.abort(e.getMessage());
    }
  }
}
