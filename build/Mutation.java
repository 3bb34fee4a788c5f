import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;

/**
 * Changes the pure packages line by line and counts the changes that their tests notice; fails
 * where a package has fewer than 85 of a hundred.
 *
 * <p>Package by package, each with its own tests: a strong one hides no weak one, and one can be
 * asked alone.
 *
 * <pre>java build/Mutation.java MODULE VECTORS CLASSPATH PACKAGE…</pre>
 */
public final class Mutation {
  private static final int LEAST = 85;

  public static void main(String[] arguments) throws Exception {
    var module = Path.of(arguments[0]);
    var figures = new ArrayList<String>();
    boolean enough = true;
    for (var name : String.join(",", List.of(arguments).subList(3, arguments.length)).split(",")) {
      var report = module.resolve("target").resolve("mutation").resolve(name);
      long begun = System.nanoTime();
      enough &= run(module, arguments[1], arguments[2], name, report) == 0;
      figures.add(figures(name, report, (System.nanoTime() - begun) / 1_000_000_000));
    }
    System.out.println(
        "package   changed noticed (of them too slow) survived not-reached  noticed  of-reached  "
            + " time");
    figures.forEach(System.out::println);
    if (!enough) {
      throw new IllegalStateException("a package has less than " + LEAST + " % noticed");
    }
  }

  private static int run(Path module, String vectors, String classpath, String name, Path report)
      throws Exception {
    var all = "io.vaultplatform.core." + name + ".*";
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            classpath,
            "org.pitest.mutationtest.commandline.MutationCoverageReport",
            "--reportDir=" + report,
            "--sourceDirs=" + module.resolve("src/main/java"),
            "--targetClasses=" + all,
            // The shells of these features are tested on a database.
            "--excludedClasses=io.vaultplatform.core.*.internal.*,*Test,*Properties",
            "--targetTests=" + all,
            // Half a gibibyte each time, other people's commands, times of a quiet machine, half a
            // minute for each change of the escrow. Without them less is noticed, never more.
            "--excludedTestClasses=*LargeStreamTest,*AgeCommandTest,*NodeAgeTest,*CostOfRefusalTest,"
                + "*CompromiseTableTest,*IT",
            "--mutationThreshold=" + LEAST,
            "--threads=2",
            "--timeoutConst=10000",
            "--timestampedReports=false",
            "--outputFormats=HTML,XML",
            "--verbosity=NO_SPINNER",
            // That a property fails is enough to know here; the smallest example is not looked for.
            "--jvmArgs=-Dvectors.dir="
                + vectors
                + ",-Djqwik.shrinking.default=OFF,-Djqwik.database=")
        .directory(module.toFile())
        .inheritIO()
        .start()
        .waitFor();
  }

  private static String figures(String name, Path report, long seconds) throws Exception {
    var file = report.resolve("mutations.xml").toFile();
    var all = file.exists() ? statuses(file) : List.<String>of();
    long survived = all.stream().filter("SURVIVED"::equals).count();
    long unreached = all.stream().filter("NO_COVERAGE"::equals).count();
    long slow = all.stream().filter("TIMED_OUT"::equals).count();
    long noticed = all.size() - survived - unreached;
    return String.format(
        Locale.ROOT,
        "%-9s %7d %7d %17d %9d %11d %7.1f%% %10.1f%% %4d min",
        name,
        all.size(),
        noticed,
        slow,
        survived,
        unreached,
        100.0 * noticed / Math.max(1, all.size()),
        100.0 * noticed / Math.max(1, all.size() - unreached),
        (seconds + 30) / 60);
  }

  private static List<String> statuses(File file) throws Exception {
    var changes =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(file)
            .getElementsByTagName("mutation");
    return IntStream.range(0, changes.getLength())
        .mapToObj(i -> ((Element) changes.item(i)).getAttribute("status"))
        .toList();
  }
}
