import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/**
 * Writes down which migrations this release was built with, so that a running server can tell
 * whether its database has them.
 *
 * <pre>java build/MigrationIndex.java FOLDER-OF-SQL FILE</pre>
 */
public final class MigrationIndex {
  public static void main(String[] arguments) throws IOException {
    Path file = Path.of(arguments[1]);
    String index;
    try (var scripts = Files.list(Path.of(arguments[0]))) {
      index =
          scripts
              .map(script -> script.getFileName().toString())
              .filter(name -> name.matches("V\\d+__.*\\.sql"))
              .sorted()
              .collect(Collectors.joining("\n", "", "\n"));
    }
    Files.createDirectories(file.getParent());
    Files.writeString(file, index);
  }
}
