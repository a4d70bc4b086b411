package reins.contract.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RobotConfigTest {
  private static final Path ROBOTS =
      Path.of(System.getProperty("reins.root"), "hardware-configs", "robots");

  @TempDir Path dir;

  /** Each row changes one line of the FR3; the message must name the path and what was expected. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "c_plus_rad: -0.1458, | c_plus_rad: -1.1458, | velocity_curve[3].c_plus_rad: expected at least q_max_rad = -0.1518",
        "c_minus_rad: -0.54092 | c_minus_rad: -0.6 | velocity_curve[5].c_minus_rad: expected at least -q_min_rad = -0.5445",
        "b_rad_s2: 11.0 | b_rad_s2: -11.0 | velocity_curve[5]: b_rad_s2: expected a number > 0",
        "'  - {a_rad_s: 0.3, b_rad_s2: 12.0, c_plus_rad: 2.7501, c_minus_rad: 2.7501}' | '' | velocity_curve: expected one entry per joint",
        "0.007962, 0.02811, 0.025995 | 0.007962, 0.02811, 0.005995 | joints[1]: inertia_kgm2: expected a rigid body's",
        "-0.003925, 0.010254, 0.000704 | -0.003925, 0.020254, 0.000704 | joints[1]: inertia_kgm2: expected a rigid body's",
        "0.0025, 0.001, 0.0017 | 0.0035, 0.001, 0.0017 | tool: inertia_kgm2: expected a rigid body's",
      })
  void shouldNamePathAndExpectation(String line, String changed, String expected)
      throws IOException {
    String text = Files.readString(ROBOTS.resolve("fr3.yaml"));
    assertTrue(text.contains(line), line);
    Path file = dir.resolve("robot.yaml");
    Files.writeString(file, text.replace(line, changed));
    ConfigException e =
        assertThrows(ConfigException.class, () -> ConfigReader.read(file, RobotConfig.class));
    assertTrue(e.getMessage().startsWith(file + ": " + expected), e.getMessage());
  }

  /** Four points of mass anywhere are a rigid body; less about one axis than they have is none. */
  @Property
  void shouldTakeEveryRigidBodyAndNoOther(@ForAll long seed) {
    Random random = new Random(seed);
    double[] inertia = new double[6];
    for (int k = 0; k < 4; k++) {
      double x = random.nextGaussian(), y = random.nextGaussian(), z = random.nextGaussian();
      double[] point = {y * y + z * z, x * x + z * z, x * x + y * y, -x * y, -x * z, -y * z};
      for (int c = 0; c < 6; c++) inertia[c] += point[c];
    }
    Expect.rigidInertia(inertia, "i");
    // Taking mass from where nothing is left to take: the x moments of second order turn negative.
    double sxx = (inertia[1] + inertia[2] - inertia[0]) / 2;
    inertia[1] -= 1.01 * sxx;
    inertia[2] -= 1.01 * sxx;
    assertThrows(ConfigException.class, () -> Expect.rigidInertia(inertia, "i"));
  }

  @Test
  void shouldTakeAMasslessTool() {
    Expect.rigidInertia(new double[6], "i");
  }

  /**
   * The UR5e's tool at a pose, by the maker's own standard rows: T_i = RotZ(q_i) TransZ(d_i)
   * TransX(a_i) RotX(alpha_i); the Craig rows of the file must give the same.
   */
  @Property(tries = 100)
  void shouldConvertTheUr5esRowsExactly(@ForAll long seed) {
    RobotConfig robot = ConfigReader.read(ROBOTS.resolve("ur5e.yaml"), RobotConfig.class);
    Random random = new Random(seed);
    double[] a = {0, -0.425, -0.3922, 0, 0, 0}, d = {0.1625, 0, 0, 0.1333, 0.0997, 0.0996};
    double[] alpha = {Math.PI / 2, 0, 0, Math.PI / 2, -Math.PI / 2, 0};
    double[] tip = {random.nextGaussian(), random.nextGaussian(), random.nextGaussian()};
    double[] maker = tip.clone(), craig = tip.clone();
    craig[2] += robot.flange().d_m();
    for (int i = 5; i >= 0; i--) {
      double q = 2 * Math.PI * random.nextDouble();
      RobotConfig.Joint joint = robot.joints().get(i);
      turn(maker, 1, 2, alpha[i]);
      maker[0] += a[i];
      maker[2] += d[i];
      turn(maker, 0, 1, q);
      craig[2] += joint.d_m();
      turn(craig, 0, 1, q);
      craig[0] += joint.a_m();
      turn(craig, 1, 2, joint.alpha_rad());
    }
    for (int k = 0; k < 3; k++) assertEquals(maker[k], craig[k], 1e-12);
  }

  /** Turns p from axis x towards axis y. */
  private static void turn(double[] p, int x, int y, double rad) {
    double was = p[x], s = Math.sin(rad), c = Math.cos(rad);
    p[x] = c * was - s * p[y];
    p[y] = s * was + c * p[y];
  }
}
