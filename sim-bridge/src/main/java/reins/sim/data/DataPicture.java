package reins.sim.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;
import reins.contract.data.Transition;
import reins.contract.exchange.Source;
import reins.learner.dataset.Dataset;

/** Draws datasets as PNG pictures. */
final class DataPicture {
  private DataPicture() {}

  /** Return and length of each episode. */
  static void overview(Dataset data, Path png) {
    XYChart returns = chart(data.task() + ": returns", "episode", "sum of rewards");
    line(returns, "return", each(data, e -> e.stream().mapToDouble(Transition::reward).sum()));
    XYChart lengths = chart("lengths", "episode", "steps");
    line(lengths, "all steps", each(data, List::size));
    line(
        lengths,
        "chosen by somebody",
        each(data, e -> e.stream().filter(t -> t.source() != Source.POLICY).count()));
    save(List.of(returns, lengths), png);
  }

  /** The numbers of a dataset's only episode. */
  static void episode(Dataset data, Path png) {
    List<Transition> steps = data.episodes().getFirst();
    XYChart actions = chart(data.task() + ": executed actions", "step", "[-1, 1]");
    lines(actions, data.actionNames(), steps, Transition::action);
    XYChart states = chart("states", "step", "scaled");
    lines(states, data.stateNames(), steps, Transition::obs);
    save(List.of(actions, states), png);
  }

  private static double[] each(Dataset data, ToDoubleFunction<List<Transition>> figure) {
    return data.episodes().stream().mapToDouble(figure).toArray();
  }

  private static void lines(
      XYChart chart, List<String> names, List<Transition> steps, Function<Transition, float[]> of) {
    for (int i = 0; i < names.size(); i++) {
      int number = i;
      line(chart, names.get(i), steps.stream().mapToDouble(t -> of.apply(t)[number]).toArray());
    }
  }

  private static void line(XYChart chart, String name, double[] values) {
    double[] x = IntStream.range(0, values.length).asDoubleStream().toArray();
    chart
        .addSeries(name, x, values)
        .setMarker(values.length == 1 ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
  }

  private static XYChart chart(String title, String x, String y) {
    XYChart chart =
        new XYChartBuilder()
            .width(1000)
            .height(420)
            .title(title)
            .xAxisTitle(x)
            .yAxisTitle(y)
            .build();
    chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideE);
    return chart;
  }

  private static void save(List<XYChart> charts, Path png) {
    try {
      BitmapEncoder.saveBitmap(
          charts, charts.size(), 1, png.toString(), BitmapEncoder.BitmapFormat.PNG);
    } catch (IOException e) {
      throw new UncheckedIOException(png + ": cannot be written: " + e.getMessage(), e);
    }
  }
}
