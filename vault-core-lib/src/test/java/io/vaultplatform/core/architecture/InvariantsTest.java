package io.vaultplatform.core.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The tables of invariants and laws in ARCHITECTURE.md tell no tales: each has a row, every row
 * names tests, and every test that it names is there and is a test.
 */
class InvariantsTest {
  private static final Path TOP =
      Path.of(System.getProperty("basedir", "."))
          .toAbsolutePath()
          .normalize()
          .resolveSibling(".")
          .normalize();
  private static final Pattern ROW = Pattern.compile("^\\| (INV-\\d\\d|L\\d) [^|]*\\|(.*)\\|\\s*$");
  private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w+)(?:\\.(\\w+)|: ([^`]+))`");

  private static final Map<String, String> TESTS = new HashMap<>();
  private static final Map<String, String> ROWS = new TreeMap<>();

  @BeforeAll
  static void read() throws IOException {
    try (var modules = Files.list(TOP)) {
      for (var module :
          modules.filter(m -> Files.isDirectory(m.resolve("src/test/java"))).toList()) {
        try (var files = Files.walk(module.resolve("src/test/java"))) {
          for (var file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
            var name = file.getFileName().toString().replace(".java", "");
            TESTS.merge(name, Files.readString(file, StandardCharsets.UTF_8), String::concat);
          }
        }
      }
    }
    for (var line : Files.readAllLines(TOP.resolve("ARCHITECTURE.md"), StandardCharsets.UTF_8)) {
      var row = ROW.matcher(line);
      if (row.matches()) {
        ROWS.put(row.group(1), row.group(2));
      }
    }
  }

  @Test
  void every_invariant_has_a_row() {
    assertThat(ROWS.keySet())
        .containsAll(IntStream.rangeClosed(1, 14).mapToObj("INV-%02d"::formatted).toList())
        .contains("L1", "L2", "L3", "L6", "L7", "L8")
        .hasSize(20);
  }

  @Test
  void every_row_names_tests_and_every_test_is_there() {
    ROWS.forEach(
        (invariant, guards) ->
            assertThat(missing(guards)).as(invariant + " is guarded by" + guards).isEmpty());
  }

  @Test
  void a_row_without_a_test_or_with_one_that_is_not_there_is_found() {
    assertThat(missing("nothing yet")).isNotEmpty();
    assertThat(missing("`InvariantsTest.no_such_test`")).isNotEmpty();
    assertThat(missing("`InvariantsTest.read`")).as("no test, only a method").isNotEmpty();
    assertThat(missing("`NoSuchTest.read`")).isNotEmpty();
    assertThat(missing("`ArchitectureTest: no such rule`")).isNotEmpty();
    assertThat(missing("`ArchitectureTest: dependency table`")).isEmpty();
    assertThat(missing("`InvariantsTest.every_invariant_has_a_row`")).isEmpty();
  }

  /** Surefire and Failsafe choose classes by their names, and pass over any other in silence. */
  @Test
  void every_class_with_tests_has_a_name_that_the_build_runs() {
    assertThat(TESTS.entrySet().stream().filter(e -> neverRuns(e.getKey(), e.getValue())))
        .as("neither *Test, *Properties nor *IT, and no base of such")
        .isEmpty();
    assertThat(neverRuns("Sums", "class Sums {\n  @Property\n  void f() {}\n}")).isTrue();
    assertThat(neverRuns("SumsTest", "class SumsTest {\n  @Test\n  void f() {}\n}")).isFalse();
  }

  private static boolean neverRuns(String name, String source) {
    return Pattern.compile(
                "^\\s*@(Test|Property|Example|ParameterizedTest|TestFactory|RepeatedTest)\\b",
                Pattern.MULTILINE)
            .matcher(source)
            .find()
        && !name.matches(".*(Test|Properties|IT)")
        && !source.contains("abstract class " + name);
  }

  /** What a row promises and does not keep. */
  private static List<String> missing(String guards) {
    var missing = new ArrayList<String>();
    var named = NAMED.matcher(guards);
    int count = 0;
    while (named.find()) {
      count++;
      boolean there =
          named.group(3) == null
              ? isTest(named.group(1), named.group(2))
              : named.group(1).equals("ArchitectureTest") && isRule(named.group(3));
      if (!there) {
        missing.add(named.group());
      }
    }
    return count == 0 ? List.of("any test") : missing;
  }

  private static boolean isTest(String type, String method) {
    var source = TESTS.getOrDefault(type, "");
    // The annotation stands before the method, with nothing but annotations and modifiers between
    // them.
    return Pattern.compile(
            "@(Test|Property|ParameterizedTest|TestFactory|RepeatedTest)\\b(?:\\([^)]*\\))?[^;{}]*?\\b"
                + Pattern.quote(method)
                + "\\s*\\(")
        .matcher(source)
        .find();
  }

  private static boolean isRule(String name) {
    return TESTS.entrySet().stream()
        .filter(e -> e.getKey().endsWith("Rules"))
        .anyMatch(e -> e.getValue().contains('"' + name + '"'));
  }
}
