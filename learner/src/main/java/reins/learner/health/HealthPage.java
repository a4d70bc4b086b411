package reins.learner.health;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;

/**
 * The signs as a page for people, which needs nothing from elsewhere, and as a file for scripts.
 */
final class HealthPage {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String HEAD =
      """
      <!doctype html>
      <html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="5">
      <meta name="viewport" content="width=device-width">
      <title>%s: %s</title>
      <style>
      body { font: 15px/1.45 system-ui, sans-serif; margin: 2em auto; max-width: 70em; padding: 0 1em; color: #1b1b1b; background: #fff }
      h1 { font-size: 1.3em } .sum { font-weight: 600 }
      table { border-collapse: collapse; width: 100%% } th, td { text-align: left; vertical-align: top; padding: .5em .7em; border-bottom: 1px solid #ccc }
      th { font-weight: 600 } small { color: #555; display: block }
      .v { white-space: nowrap; font-weight: 600 }
      .ok { color: #005f73 } .off { color: #fff; background: #9b2226; padding: .1em .5em } .waiting, .none { color: #666; font-weight: 400 }
      .remedy { margin-top: .3em; font-weight: 600 }
      </style></head><body>
      <h1>%s: health of the training</h1>
      <p class="sum">%s</p>
      <table><tr><th></th><th>what</th><th>figure</th><th>normal</th></tr>
      """;

  private HealthPage() {}

  static String html(String task, long updates, List<Sign> signs) {
    String name = escaped(task);
    String sum = "%s after %d updates".formatted(summary(signs), updates);
    StringBuilder page =
        new StringBuilder(HEAD.formatted(escaped(summary(signs)), name, name, escaped(sum)));
    for (Sign sign : signs) row(page, sign);
    return page.append("</table></body></html>\n").toString();
  }

  private static void row(StringBuilder page, Sign s) {
    String word = s.verdict().word();
    page.append("<tr><td class=v><span class=")
        .append(word.toLowerCase(Locale.ROOT))
        .append(">")
        .append(word)
        .append("</span></td><td>")
        .append(escaped(s.name()))
        .append("</td><td>")
        .append(escaped(s.figure()));
    if (!s.remedy().isEmpty())
      page.append("<div class=remedy>change: ").append(escaped(s.remedy())).append("</div>");
    page.append("</td><td>")
        .append(escaped(s.normal()))
        .append("<small>")
        .append(escaped(s.source()))
        .append("</small></td></tr>\n");
  }

  private static String summary(List<Sign> signs) {
    List<String> off =
        signs.stream().filter(s -> s.verdict() == Sign.Verdict.OFF).map(Sign::name).toList();
    return off.isEmpty() ? "nothing is off" : "off: " + String.join(", ", off);
  }

  static String json(String task, long updates, List<Sign> signs) {
    ObjectNode all = JSON.createObjectNode();
    all.put("task", task).put("updates", updates).put("summary", summary(signs));
    ArrayNode list = all.putArray("signs");
    for (Sign s : signs)
      list.addObject()
          .put("name", s.name())
          .put("verdict", s.verdict().word().toLowerCase(Locale.ROOT))
          .put("figure", s.figure())
          .put("normal", s.normal())
          .put("source", s.source())
          .put("remedy", s.remedy());
    return all + "\n";
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
