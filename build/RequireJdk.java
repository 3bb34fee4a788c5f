import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The build's first question: is there a JDK that is new enough? Run by the newest JDK that Maven
 * found, and written for Java 11, so that the answer can be a sentence and not a compiler's
 * complaint. It leaves a file where the answer is no.
 *
 * <pre>java build/RequireJdk.java VERSION FILE</pre>
 */
public final class RequireJdk {
  public static void main(String[] arguments) throws IOException {
    int needed = Integer.parseInt(arguments[0]);
    int found = Runtime.version().feature();
    Path no = Path.of(arguments[1]);
    Files.deleteIfExists(no);
    if (found < needed) {
      System.err.println(
          "The newest JDK here is " + found + ", in " + System.getProperty("java.home") + ".");
      Files.createDirectories(no.getParent());
      Files.createFile(no);
    }
  }
}
