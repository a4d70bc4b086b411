package reins.sim.quad;

import java.awt.BasicStroke;
import java.awt.Color;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;
import reins.contract.config.Goal;

/** Draws flown paths from above as a PNG, one metre as long to the side as upwards. */
public final class FlightPicture {
  /** Okabe and Ito's palette: distinguishable by the colour-blind. */
  private static final Color[] COLOURS = {
    new Color(0, 0, 0),
    new Color(0, 114, 178),
    new Color(213, 94, 0),
    new Color(0, 158, 115),
    new Color(204, 121, 167),
    new Color(230, 159, 0),
    new Color(86, 180, 233),
    new Color(120, 120, 120)
  };

  private static final int px_PER_m = 110;
  private static final int MARGIN_px = 100;
  private static final int CIRCLE = 24;

  /** One path. */
  public record Flown(String name, double[] x_m, double[] y_m) {}

  private FlightPicture() {}

  /** Several flights as one path with gaps. */
  public static Flown of(String name, List<double[][]> flights) {
    int n = flights.stream().mapToInt(f -> f.length + 1).sum(), at = 0;
    double[][] xy = new double[2][n];
    for (double[][] flight : flights) {
      for (double[] p : flight) {
        xy[0][at] = p[0];
        xy[1][at++] = p[1];
      }
      xy[0][at] = flight[flight.length - 1][0];
      xy[1][at++] = Double.NaN; // no line to the next flight's start
    }
    return new Flown(name, xy[0], xy[1]);
  }

  /** What a course looks like from above: the gate's opening, and a circle for each way-point. */
  public static List<Flown> of(Goal.Gate gate) {
    List<double[][]> shapes = new ArrayList<>();
    double half_m = gate.width_m() / 2;
    shapes.add(new double[][] {world(gate, 0, -half_m), world(gate, 0, half_m)});
    for (double[] way : gate.waypoints_m()) {
      double[][] circle = new double[CIRCLE + 1][];
      for (int i = 0; i <= CIRCLE; i++) {
        double turn = 2 * Math.PI * i / CIRCLE, r = gate.reach_m();
        circle[i] = world(gate, way[0] + r * Math.cos(turn), way[1] + r * Math.sin(turn));
      }
      shapes.add(circle);
    }
    return List.of(of("gate, way-points", shapes));
  }

  private static double[] world(Goal.Gate gate, double x, double y) {
    double cos = Math.cos(gate.yaw_rad()), sin = Math.sin(gate.yaw_rad());
    double[] o = gate.p_world_gate_m();
    return new double[] {o[0] + cos * x - sin * y, o[1] + sin * x + cos * y};
  }

  /** Writes paths to a PNG file that shows half_x by half_y metres around the origin. */
  public static void write(
      Path png, String title, double halfX_m, double halfY_m, List<Flown> paths) {
    XYChart chart =
        new XYChartBuilder()
            .width((int) (2 * halfX_m * px_PER_m) + 2 * MARGIN_px)
            .height((int) (2 * halfY_m * px_PER_m) + MARGIN_px)
            .title(title)
            .xAxisTitle("x [m]")
            .yAxisTitle("y [m]")
            .build();
    chart.getStyler().setXAxisMin(-halfX_m).setXAxisMax(halfX_m);
    chart.getStyler().setYAxisMin(-halfY_m).setYAxisMax(halfY_m);
    chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideE);
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    int colour = 0;
    for (Flown path : paths) {
      XYSeries series = chart.addSeries(path.name(), path.x_m(), path.y_m());
      series.setMarker(SeriesMarkers.NONE);
      series.setLineColor(COLOURS[colour++ % COLOURS.length]);
      series.setLineStyle(new BasicStroke(1.6f));
    }
    try {
      if (png.getParent() != null) Files.createDirectories(png.getParent());
      BitmapEncoder.saveBitmap(chart, png.toString(), BitmapEncoder.BitmapFormat.PNG);
    } catch (IOException e) {
      throw new UncheckedIOException(png + ": cannot be written", e);
    }
  }
}
