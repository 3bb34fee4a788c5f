package io.vaultplatform.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Measures every row, prints a table and writes {@code crypto.json}. A row below its goal is marked
 * and ends nothing: figures of one machine are no verdict.
 *
 * <p>Arguments: {@code all} or {@code nightly}, the client's launcher, the folder to work in.
 */
final class Benchmarks {
  private Benchmarks() {}

  public static void main(String[] arguments) throws IOException {
    var folder = Files.createDirectories(Path.of(arguments[2]).resolve("files"));
    var rows = new ArrayList<Row>();
    rows.addAll(new WholeFiles(Path.of(arguments[1]), folder).measure());
    rows.addAll(new Primitives().measure());
    if (arguments[0].equals("nightly")) {
      rows.add(Memory.measure());
    }
    System.out.println(Row.heading());
    rows.forEach(row -> System.out.println(row.line() + (isShort(row) ? "  below its goal" : "")));
    var report = Path.of(arguments[2]).resolve("crypto.json");
    Files.writeString(report, json(rows));
    System.out.println("Written to " + report);
  }

  private static boolean isShort(Row row) {
    return row.ratio().isPresent() && row.ratio().getAsDouble() < row.goal();
  }

  private static String json(List<Row> rows) {
    return "{\"at\":\""
        + Instant.now().truncatedTo(ChronoUnit.SECONDS)
        + "\",\"java\":\""
        + Runtime.version()
        + "\",\"processors\":"
        + Runtime.getRuntime().availableProcessors()
        + ",\"rows\":[\n"
        + rows.stream().map(Row::json).collect(Collectors.joining(",\n"))
        + "\n]}\n";
  }
}
