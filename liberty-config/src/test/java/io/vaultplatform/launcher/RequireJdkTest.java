package io.vaultplatform.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The build's first question, asked as the build asks it: by running its source with a version. */
class RequireJdkTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private final Path answer;

  RequireJdkTest(@TempDir Path folder) {
    this.answer = folder.resolve("target/no-jdk");
  }

  @Test
  void a_jdk_that_is_too_old_is_named_with_its_place_and_leaves_the_answer_no() throws Exception {
    var said = require(Runtime.version().feature() + 1);

    assertThat(said)
        .isEqualTo(
            "The newest JDK here is "
                + Runtime.version().feature()
                + ", in "
                + System.getProperty("java.home")
                + "."
                + System.lineSeparator());
    assertThat(answer).exists();
  }

  @Test
  void one_that_is_new_enough_says_nothing_and_takes_an_earlier_no_back() throws Exception {
    require(Runtime.version().feature() + 1);

    assertThat(require(Runtime.version().feature())).isEmpty();
    assertThat(answer).doesNotExist();
  }

  @Test
  void the_build_asks_for_25_and_turns_the_answer_no_into_one_sentence() throws IOException {
    var pom = Files.readString(ROOT.resolve("pom.xml"));

    assertThat(pom)
        .contains(
            "build/RequireJdk.java</argument>",
            "<argument>25</argument>",
            "<argument>${project.build.directory}/no-jdk-25</argument>",
            "<file>${project.build.directory}/no-jdk-25</file>",
            "No JDK 25 was found. Install one (or set JAVA_HOME to one) and build again;");
  }

  @Test
  void it_can_be_read_by_every_java_that_the_build_may_find_it_with() throws Exception {
    var compiled =
        new ProcessBuilder(
                java("javac"),
                "--release",
                "11",
                "-Xlint:-options",
                "-d",
                answer.resolveSibling("classes").toString(),
                source())
            .redirectErrorStream(true)
            .start();

    assertThat(new String(compiled.getInputStream().readAllBytes(), UTF_8)).isEmpty();
    assertThat(compiled.waitFor()).isZero();
  }

  private String require(int version) throws IOException, InterruptedException {
    var asked =
        new ProcessBuilder(java("java"), source(), Integer.toString(version), answer.toString())
            .redirectErrorStream(true)
            .start();
    var said = new String(asked.getInputStream().readAllBytes(), UTF_8);
    assertThat(asked.waitFor()).as("a failing step would bury the sentence").isZero();
    return said;
  }

  private static String source() {
    return ROOT.resolve("build/RequireJdk.java").toString();
  }

  private static String java(String tool) {
    return Path.of(System.getProperty("java.home"), "bin", tool).toString();
  }
}
