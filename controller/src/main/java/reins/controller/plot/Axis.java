package reins.controller.plot;

/** A stretch of numbers on a stretch of pixels, with round numbers to mark. Threads: immutable. */
record Axis(double low, double high, double from_px, double to_px) {
  private static final double[] ROUND = {1, 2, 5, 10};

  double px(double value) {
    return from_px + (value - low) / (high - low) * (to_px - from_px);
  }

  /** Distance of about so many marks: 1, 2 or 5 times a power of ten. */
  double step(int marks) {
    double rough = (high - low) / marks;
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    for (double round : ROUND) if (round * power >= rough * 0.999) return round * power;
    return 10 * power;
  }

  /** The mark at or above {@code low}. */
  double first(double step) {
    return Math.ceil(low / step - 1e-9) * step;
  }

  /** A mark's number with the digits that its step needs. */
  static String text(double value, double step) {
    int digits = (int) Math.max(0, Math.ceil(-Math.log10(step) - 1e-9));
    String text = String.format(java.util.Locale.ROOT, "%." + digits + "f", value);
    return text.startsWith("-") && Double.parseDouble(text) == 0 ? text.substring(1) : text;
  }
}
