package reins.sim.quad;

import java.util.List;
import java.util.Locale;
import reins.contract.config.Goal;
import reins.contract.config.QuadrotorConfig;
import reins.sim.mujoco.Model;
import reins.sim.mujoco.Renderer;
import reins.sim.mujoco.SimState;

/**
 * Quadrotors over a floor in MuJoCo: each a free body with the forces of {@link Vehicle}. Vehicles
 * touch the floor but not one another: a collision is counted, not played.
 *
 * <p>Threads: one. Allocates nothing after construction; the same calls give the same bits.
 */
public final class QuadWorld implements AutoCloseable {
  /** Time of one step. */
  public static final double DT_s = 0.001;

  private static final String LIGHT =
      "<mujoco><visual><headlight ambient='0.6 0.6 0.6' diffuse='0.4 0.4 0.4' specular='0 0 0'/>"
          + "<map znear='0.001'/></visual>";

  /** Looks ahead along the body's x axis. */
  private static final String EYE =
      "<camera name='eye%d' pos='0.03 0 0.01' xyaxes='0 -1 0 0 0 1' fovy='75'/>";

  private final Model model;
  private final SimState state;
  private final Vehicle[] vehicles;
  private final double[] qpos;
  private final double[] qvel;

  /**
   * A world of vehicles at rest on the floor.
   *
   * @param places [n] where each stands: x, y
   */
  QuadWorld(QuadrotorConfig q, List<Airframe> frames, double[][] places) {
    this(q, frames, places, null);
  }

  /** The same with a gate to look at. */
  QuadWorld(QuadrotorConfig q, List<Airframe> frames, double[][] places, Goal.Gate gate) {
    int n = frames.size();
    vehicles = new Vehicle[n];
    for (int i = 0; i < n; i++) vehicles[i] = new Vehicle(q, frames.get(i));
    model = Model.fromXml(mjcf(q, frames, places, gate));
    state = new SimState(model);
    qpos = new double[model.nq()];
    qvel = new double[model.nv()];
    read();
  }

  private static String mjcf(
      QuadrotorConfig q, List<Airframe> frames, double[][] places, Goal.Gate gate) {
    StringBuilder xml = new StringBuilder(LIGHT);
    xml.append("<option gravity='0 0 ");
    xml.append(-QuadrotorConfig.G_m_s2)
        .append("' timestep='")
        .append(DT_s)
        .append("'/><worldbody>");
    xml.append(
        "<geom type='plane' size='50 50 1' rgba='0.35 0.4 0.35 1' contype='2' conaffinity='1'/>");
    double high_m = Vehicle.halfHeight_m(q);
    for (int i = 0; i < frames.size(); i++) {
      double[] j = frames.get(i).inertia_kgm2();
      xml.append(
          String.format(
              Locale.ROOT,
              "<body pos='%s %s %s'><freejoint name='v%d'/>"
                  + EYE
                  + "<inertial pos='0 0 0' mass='%s'"
                  + " diaginertia='%s %s %s'/><geom type='cylinder' size='%s %s' contype='1'"
                  + " conaffinity='2'/></body>",
              places[i][0],
              places[i][1],
              high_m,
              i,
              i,
              frames.get(i).mass_kg(),
              j[0],
              j[1],
              j[2],
              q.rotor().arm_m(),
              high_m));
    }
    if (gate != null) xml.append(GateShape.mjcf(gate));
    return xml.append("</worldbody></mujoco>").toString();
  }

  /** How many vehicles. */
  public int n() {
    return vehicles.length;
  }

  /** Opens the eye of a vehicle. */
  Renderer eye(int width, int height) {
    return new Renderer(model, width, height, false);
  }

  /** What a vehicle sees ahead. {@code rgb} [H, W, 3] written. */
  void look(int vehicle, Renderer through, byte[] rgb) {
    through.render(state, model.camera("eye" + vehicle), rgb);
  }

  Vehicle vehicle(int i) {
    return vehicles[i];
  }

  /** Simulated time. */
  public double time_s() {
    return state.time_s();
  }

  /** Advances by one step. */
  public void step() {
    for (Vehicle below : vehicles) {
      below.wash_N = 0;
      for (Vehicle above : vehicles) if (above != below) below.washedBy(above);
    }
    for (int i = 0; i < vehicles.length; i++) {
      vehicles[i].step(DT_s);
      state.qfrcApplied().write(6 * i, vehicles[i].wrench, 0, 6);
    }
    state.step();
    read();
  }

  private void read() {
    state.qpos().read(0, qpos, 0, qpos.length);
    state.qvel().read(0, qvel, 0, qvel.length);
    for (int i = 0; i < vehicles.length; i++) vehicles[i].moved(qpos, 7 * i, qvel, 6 * i);
  }

  /** Puts a vehicle somewhere, level and at rest. */
  void place(int i, double x_m, double y_m, double z_m, double yaw_rad) {
    double[] p = {x_m, y_m, z_m, Math.cos(yaw_rad / 2), 0, 0, Math.sin(yaw_rad / 2)};
    state.qpos().write(7 * i, p, 0, 7);
    state.qvel().write(6 * i, new double[6], 0, 6);
    read();
  }

  /** Distance of the two nearest centres. */
  double nearest_m() {
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < vehicles.length; i++)
      for (int k = 0; k < i; k++) {
        double square = 0;
        for (int c = 0; c < 3; c++) {
          double d = vehicles[i].p_m[c] - vehicles[k].p_m[c];
          square += d * d;
        }
        least = Math.min(least, square);
      }
    return Math.sqrt(least);
  }

  /** Frees the world. */
  @Override
  public void close() {
    state.close();
    model.close();
  }
}
