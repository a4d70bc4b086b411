package reins.ros.tool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import reins.ros.message.MessageCatalog;
import reins.ros.typed.ClassText;

/** {@code ./reins ros generate}. */
@Command(
    name = "generate",
    description = "Java classes of messages and services, as rosjava's programs use them.",
    mixinStandardHelpOptions = true)
final class GenerateCommand implements Callable<Integer> {
  @ParentCommand private RosMain ros;

  @Parameters(
      arity = "1..*",
      paramLabel = "TYPE",
      description = "such as std_msgs/String or std_srvs/SetBool; what they contain comes along")
  private List<String> types;

  @Option(names = "--out", required = true, description = "a source folder")
  private Path folder;

  @Override
  public Integer call() throws IOException {
    MessageCatalog catalog = ros.catalog();
    Map<String, String> texts = new TreeMap<>();
    for (String type : types)
      texts.putAll(
          catalog.hasService(type)
              ? ClassText.of(catalog.getService(type))
              : ClassText.of(catalog.get(type)));
    for (Map.Entry<String, String> text : texts.entrySet()) {
      Path file = folder.resolve(text.getKey() + ".java");
      Files.createDirectories(file.getParent());
      Files.writeString(file, text.getValue());
    }
    ros.out().println(texts.size() + " classes in " + folder);
    return 0;
  }
}
