package reins.controller.plot;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import reins.contract.exchange.Fault;
import reins.contract.exchange.Mode;
import reins.controller.plot.Sheet.Line;
import reins.controller.plot.Sheet.Stretch;

/**
 * A black box as a picture: joint torques and speeds, the tool beside its set-point, the gripper,
 * then what the loop was doing and which faults it counted.
 *
 * <p>Threads: one.
 */
public final class BlackBoxPicture {
  private static final List<String> AXES = List.of("x", "y", "z");
  private static final int FAULT_COLOUR = 1;

  private final Track track;
  private final List<Panel> panels = new ArrayList<>();
  private final List<Lane> lanes = new ArrayList<>();

  private record Panel(String name, String unit, List<Line> lines) {}

  private record Lane(String name, String note, List<Stretch> stretches) {}

  private BlackBoxPicture(Track track) {
    this.track = track;
    joints("torque", "tau_cmd_Nm", "N m, commanded");
    joints("speed", "dq_rad_s", "rad/s, measured");
    tool();
    distance();
    gripper();
    mode();
    faults();
  }

  /** Draws a file's ticks into another. Errors: as {@link Track#read}. */
  public static void draw(Path csv, Path png) throws IOException {
    Track track = Track.read(csv);
    BlackBoxPicture picture = new BlackBoxPicture(track);
    Sheet sheet =
        new Sheet(
            csv.getFileName() + ": the last " + track.ticks() + " ticks",
            track.why(),
            track.time_s(),
            picture.panels.size(),
            picture.lanes.size());
    for (Panel p : picture.panels) sheet.panel(p.name, p.unit, p.lines);
    for (Lane l : picture.lanes) sheet.lane(l.name, l.note, l.stretches);
    sheet.write(png);
  }

  private void joints(String name, String group, String unit) {
    List<Line> lines = new ArrayList<>();
    for (String column : track.group(group)) {
      String number = column.substring(column.length() - 1);
      lines.add(line("joint " + number, column, Integer.parseInt(number) - 1, false));
    }
    panel(name, unit, lines);
  }

  private void tool() {
    List<Line> lines = new ArrayList<>();
    for (int k = 0; k < AXES.size(); k++) {
      String axis = AXES.get(k);
      if (track.column("p_base_tool_m_" + axis) == null) continue;
      lines.add(line(axis, "p_base_tool_m_" + axis, k, false));
      if (track.column("p_setpoint_m_" + axis) != null)
        lines.add(line(axis + " set-point", "p_setpoint_m_" + axis, k, true));
    }
    panel("tool", "m, base frame", lines);
  }

  /** In millimetres: in the panel above, what the law works on is thinner than its lines. */
  private void distance() {
    List<Line> lines = new ArrayList<>();
    for (int k = 0; k < AXES.size(); k++) {
      double[] p_m = track.column("p_base_tool_m_" + AXES.get(k));
      double[] ref_m = track.column("p_setpoint_m_" + AXES.get(k));
      if (p_m == null || ref_m == null) continue;
      double[] off_mm = new double[p_m.length];
      for (int i = 0; i < off_mm.length; i++) off_mm[i] = (ref_m[i] - p_m[i]) * 1e3;
      lines.add(new Line(AXES.get(k), off_mm, k, false));
    }
    panel("set-point", "mm from the tool", lines);
  }

  private void gripper() {
    List<Line> lines = new ArrayList<>();
    if (track.column("width_m") != null) lines.add(line("measured", "width_m", 0, false));
    if (track.column("width_cmd_m") != null) lines.add(line("commanded", "width_cmd_m", 0, true));
    panel("gripper", "m open", lines);
  }

  private Line line(String name, String column, int colour, boolean dashed) {
    return new Line(name, track.column(column), colour, dashed);
  }

  private void panel(String name, String unit, List<Line> lines) {
    if (!lines.isEmpty()) panels.add(new Panel(name, unit, lines));
  }

  private void mode() {
    double[] mode = track.column("mode");
    if (mode == null) return;
    List<Stretch> stretches = new ArrayList<>();
    for (int from = 0, i = 1; i <= mode.length; i++) {
      if (i < mode.length && mode[i] == mode[from]) continue;
      stretches.add(new Stretch(from, i, modeName((int) mode[from]), (int) mode[from]));
      from = i;
    }
    String last = modeName((int) mode[mode.length - 1]);
    lanes.add(new Lane("mode", "at the end: " + last, stretches));
  }

  private static String modeName(int ordinal) {
    Mode[] known = Mode.values();
    return ordinal >= 0 && ordinal < known.length ? known[ordinal].name() : "mode " + ordinal;
  }

  /** One lane for each fault that occurred. */
  private void faults() {
    double[] faults = track.column("faults");
    if (faults == null) return;
    for (int bit = 0; bit < Integer.SIZE; bit++) {
      List<Stretch> stretches = new ArrayList<>();
      int ticks = 0;
      for (int i = 0, from = -1; i <= faults.length; i++) {
        boolean set = i < faults.length && ((long) faults[i] >> bit & 1) != 0;
        if (set) ticks++;
        if (set && from < 0) from = i;
        if (set || from < 0) continue;
        stretches.add(new Stretch(from, i, "", FAULT_COLOUR));
        from = -1;
      }
      if (ticks > 0) lanes.add(new Lane(faultName(bit), count(ticks), stretches));
    }
  }

  private static String faultName(int bit) {
    return bit < Fault.COUNT ? Fault.name(bit) : "fault bit " + bit;
  }

  private static String count(int ticks) {
    return String.format(Locale.ROOT, "%d tick%s", ticks, ticks == 1 ? "" : "s");
  }
}
