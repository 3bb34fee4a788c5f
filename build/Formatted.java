import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Are all Java files formatted? Hands every source file below a folder to google-java-format.
 *
 * <pre>java build/Formatted.java FORMATTER.jar FOLDER [--replace]</pre>
 *
 * <p>It runs on the build's JDK, not inside Maven: Maven's own Java may be too old to parse what we
 * write.
 */
public final class Formatted {
  private static final Set<String> SKIPPED = Set.of("target", ".git", ".vault-run", "build");

  public static void main(String[] arguments) throws IOException, InterruptedException {
    var replace = arguments.length > 2 && arguments[2].equals("--replace");
    var sources = sources(Path.of(arguments[1]));
    if (sources.isEmpty()) {
      System.err.println("No Java file was found, so nothing was checked.");
      System.exit(1);
    }
    var list = Files.createTempFile("sources", ".txt");
    try {
      Files.write(list, sources, StandardCharsets.UTF_8);
      var command = new ArrayList<String>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      for (var part : List.of("api", "code", "file", "parser", "tree", "util")) {
        command.add("--add-exports=jdk.compiler/com.sun.tools.javac." + part + "=ALL-UNNAMED");
      }
      command.addAll(List.of("-jar", arguments[0]));
      command.addAll(
          replace ? List.of("--replace") : List.of("--dry-run", "--set-exit-if-changed"));
      command.add("@" + list);
      var status = new ProcessBuilder(command).inheritIO().start().waitFor();
      if (status != 0) {
        System.err.println(
            "The files above are not formatted: run mvn -Pformat validate, and look at what"
                + " changed.");
      }
      System.exit(status);
    } finally {
      Files.delete(list);
    }
  }

  private static List<String> sources(Path root) throws IOException {
    var found = new ArrayList<String>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            var name = folder.getFileName();
            return name != null && SKIPPED.contains(name.toString())
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".java")) {
              found.add(file.toString());
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return found;
  }
}
