package reins.controller.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;

/**
 * A picture of panels and lanes, one under the other over the same time.
 *
 * <p>Threads: one.
 */
final class Sheet {
  private static final int WIDTH_px = 1500;
  private static final int LEFT_px = 175;
  private static final int RIGHT_px = 190;
  private static final int TOP_px = 70;
  private static final int BOTTOM_px = 46;
  private static final int PANEL_px = 190;
  private static final int LANE_px = 24;
  private static final int GAP_px = 16;
  private static final int TIME_MARKS = 10;
  private static final int VALUE_MARKS = 5;
  private static final double HEADROOM = 0.06;

  private static final Color INK = new Color(40, 40, 40);
  private static final Color GRID = new Color(228, 228, 228);
  private static final Color BROKEN = new Color(190, 0, 30);

  /** Okabe and Ito's palette: distinguishable by the colour-blind. */
  private static final Color[] COLOURS = {
    new Color(0, 114, 178),
    new Color(213, 94, 0),
    new Color(0, 158, 115),
    new Color(204, 121, 167),
    new Color(230, 159, 0),
    new Color(86, 180, 233),
    new Color(0, 0, 0)
  };

  private final BufferedImage image;
  private final Graphics2D g;
  private final double[] time_s;
  private final Axis time;
  private int top_px = TOP_px;

  /** One line of a panel. Colours go by number; dashed lines are what was asked for. */
  record Line(String name, double[] values, int colour, boolean dashed) {}

  /** One stretch of a lane, in ticks; {@code text} may be empty. */
  record Stretch(int from, int to, String text, int colour) {}

  /** An empty picture with room for so many panels and lanes. */
  Sheet(String title, String subtitle, double[] time_s, int panels, int lanes) {
    this.time_s = time_s;
    int height = TOP_px + panels * (PANEL_px + GAP_px) + lanes * LANE_px + GAP_px + BOTTOM_px;
    image = new BufferedImage(WIDTH_px, height, BufferedImage.TYPE_INT_RGB);
    g = image.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, WIDTH_px, height);
    double start_s = Math.min(time_s[0], -1e-3);
    time = new Axis(start_s, 0, LEFT_px, WIDTH_px - RIGHT_px);
    font(Font.BOLD, 18);
    text(title, 20, 30, INK);
    font(Font.PLAIN, 14);
    text(subtitle, 20, 54, BROKEN);
  }

  private void font(int style, int size) {
    g.setFont(new Font(Font.SANS_SERIF, style, size));
  }

  private void text(String text, double x, double y, Color colour) {
    g.setColor(colour);
    g.drawString(text, (float) x, (float) y);
  }

  private void textBefore(String text, double x, double y) {
    text(text, x - g.getFontMetrics().stringWidth(text), y, INK);
  }

  /** Adds a panel; values that are not finite are marked in red at its foot. */
  void panel(String name, String unit, List<Line> lines) {
    Axis value = valueAxis(lines);
    grid(name, unit, value);
    g.setClip(new Rectangle2D.Double(LEFT_px, top_px, time.to_px() - LEFT_px, PANEL_px));
    for (Line line : lines) draw(line, value);
    g.setClip(null);
    legend(lines);
    top_px += PANEL_px + GAP_px;
  }

  private Axis valueAxis(List<Line> lines) {
    double low = Double.POSITIVE_INFINITY, high = Double.NEGATIVE_INFINITY;
    for (Line line : lines)
      for (double v : line.values) {
        if (!Double.isFinite(v)) continue;
        low = Math.min(low, v);
        high = Math.max(high, v);
      }
    if (low > high) low = high = 0;
    double room = Math.max((high - low) * HEADROOM, 1e-6 + 1e-3 * Math.abs(high));
    return new Axis(low - room, high + room, top_px + PANEL_px, top_px);
  }

  private void grid(String name, String unit, Axis value) {
    g.setStroke(new BasicStroke(1));
    font(Font.PLAIN, 12);
    double step = value.step(VALUE_MARKS);
    for (double v = value.first(step); v <= value.high(); v += step) {
      line(LEFT_px, value.px(v), time.to_px(), value.px(v), GRID);
      textBefore(Axis.text(v, step), LEFT_px - 8, value.px(v) + 4);
    }
    timeGrid(top_px + PANEL_px);
    font(Font.BOLD, 13);
    text(name, 14, top_px + PANEL_px / 2.0, INK);
    font(Font.PLAIN, 12);
    text(unit, 14, top_px + PANEL_px / 2.0 + 17, INK);
  }

  private void timeGrid(double foot_px) {
    double step = time.step(TIME_MARKS);
    for (double t = time.first(step); t <= 1e-9; t += step)
      line(time.px(t), top_px, time.px(t), foot_px, GRID);
  }

  private void line(double x1, double y1, double x2, double y2, Color colour) {
    g.setColor(colour);
    g.draw(new Line2D.Double(x1, y1, x2, y2));
  }

  private void draw(Line line, Axis value) {
    Path2D path = new Path2D.Double();
    boolean down = false;
    for (int i = 0; i < line.values.length; i++) {
      double x = time.px(time_s[i]);
      if (!Double.isFinite(line.values[i])) {
        down = false;
        line(x, top_px + PANEL_px - 8, x, top_px + PANEL_px, BROKEN);
        continue;
      }
      double y = value.px(line.values[i]);
      if (down) path.lineTo(x, y);
      else path.moveTo(x, y);
      down = true;
    }
    g.setStroke(stroke(line));
    g.setColor(COLOURS[line.colour % COLOURS.length]);
    g.draw(path);
  }

  private static BasicStroke stroke(Line line) {
    return line.dashed
        ? new BasicStroke(
            1.6f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_BEVEL, 1, new float[] {6, 4}, 0)
        : new BasicStroke(1.6f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_BEVEL);
  }

  private void legend(List<Line> lines) {
    font(Font.PLAIN, 12);
    double y = top_px + 14;
    for (Line line : lines) {
      g.setStroke(stroke(line));
      line(
          time.to_px() + 14,
          y - 4,
          time.to_px() + 42,
          y - 4,
          COLOURS[line.colour % COLOURS.length]);
      text(line.name, time.to_px() + 50, y, INK);
      y += 17;
    }
  }

  /** Adds a lane of stretches; {@code note} stands to its right. */
  void lane(String name, String note, List<Stretch> stretches) {
    g.setStroke(new BasicStroke(1));
    timeGrid(top_px + LANE_px);
    font(Font.PLAIN, 12);
    textBefore(name, LEFT_px - 8, top_px + 16);
    text(note, time.to_px() + 14, top_px + 16, INK);
    for (Stretch s : stretches) stretch(s);
    top_px += LANE_px;
  }

  private void stretch(Stretch s) {
    double x = time.px(time_s[s.from]);
    double end = s.to < time_s.length ? time.px(time_s[s.to]) : time.to_px();
    g.setColor(COLOURS[s.colour % COLOURS.length]);
    // One tick of ten thousand is narrower than a pixel, and may be the one that matters.
    g.fill(new Rectangle2D.Double(x, top_px + 3, Math.max(2, end - x), LANE_px - 6));
    if (g.getFontMetrics().stringWidth(s.text) < end - x - 8)
      text(s.text, x + 5, top_px + 16, Color.WHITE);
  }

  /** Draws the time under everything and writes the picture. */
  void write(Path png) throws IOException {
    font(Font.PLAIN, 12);
    double step = time.step(TIME_MARKS);
    for (double t = time.first(step); t <= 1e-9; t += step) {
      String mark = Axis.text(t, step);
      text(mark, time.px(t) - g.getFontMetrics().stringWidth(mark) / 2.0, top_px + 18, INK);
    }
    text("seconds before the last tick", LEFT_px, top_px + 38, INK);
    g.dispose();
    if (!ImageIO.write(image, "png", png.toFile())) throw new IOException("no PNG writer");
  }
}
