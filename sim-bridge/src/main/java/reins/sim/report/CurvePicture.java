package reins.sim.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws shares (0 to 1) over environment steps as a PNG. */
public final class CurvePicture {
  /** Okabe and Ito's palette: distinguishable by the colour-blind. */
  private static final Color[] COLOURS = {
    new Color(0, 114, 178), new Color(213, 94, 0), new Color(0, 158, 115), new Color(204, 121, 167),
    new Color(230, 159, 0), new Color(86, 180, 233), new Color(0, 0, 0), new Color(120, 94, 240)
  };

  /**
   * One line of the picture.
   *
   * @param low lower end of the interval at each step; null: no interval
   * @param high upper end
   */
  public record Curve(String name, double[] steps, double[] share, double[] low, double[] high) {
    /** A line without intervals. */
    public Curve(String name, double[] steps, double[] share) {
      this(name, steps, share, null, null);
    }
  }

  private CurvePicture() {}

  /** Writes the curves to a PNG file; curves without points are left out. */
  public static void write(Path png, String title, String yTitle, List<Curve> curves) {
    XYChart chart =
        new XYChartBuilder()
            .width(900)
            .height(480)
            .title(title)
            .xAxisTitle("environment steps (10 Hz)")
            .yAxisTitle(yTitle)
            .build();
    style(chart);
    int colour = 0;
    for (Curve curve : curves) {
      if (curve.steps().length == 0) continue;
      add(chart, curve, COLOURS[colour++ % COLOURS.length]);
    }
    try {
      BitmapEncoder.saveBitmap(chart, png.toString(), BitmapEncoder.BitmapFormat.PNG);
    } catch (IOException e) {
      throw new UncheckedIOException(png + ": cannot be written", e);
    }
  }

  private static void add(XYChart chart, Curve curve, Color colour) {
    if (curve.low() != null) addBand(chart, curve, colour);
    XYSeries series = chart.addSeries(curve.name(), curve.steps(), curve.share());
    series.setMarker(SeriesMarkers.NONE);
    series.setLineColor(colour);
    series.setLineStyle(new BasicStroke(2.5f));
  }

  /** The interval as a surface: along its lower end and back along its upper. */
  private static void addBand(XYChart chart, Curve curve, Color colour) {
    int n = curve.steps().length;
    double[] x = new double[2 * n];
    double[] y = new double[2 * n];
    for (int i = 0; i < n; i++) {
      x[i] = x[2 * n - 1 - i] = curve.steps()[i];
      y[i] = curve.low()[i];
      y[2 * n - 1 - i] = curve.high()[i];
    }
    Color faint = new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), 40);
    XYSeries band = chart.addSeries(curve.name() + " interval", x, y);
    band.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.PolygonArea);
    band.setMarker(SeriesMarkers.NONE);
    band.setLineColor(faint);
    band.setFillColor(faint);
    band.setShowInLegend(false);
  }

  private static void style(XYChart chart) {
    var styler = chart.getStyler();
    styler.setYAxisMin(0.0).setYAxisMax(1.02);
    styler.setXAxisMin(0.0);
    styler.setLegendPosition(Styler.LegendPosition.OutsideS);
    styler.setLegendLayout(Styler.LegendLayout.Horizontal);
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setPlotBorderVisible(false);
    styler.setPlotGridLinesColor(new Color(225, 225, 225));
    styler.setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 16));
    styler.setAntiAlias(true);
  }
}
