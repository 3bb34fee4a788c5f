package io.vaultplatform.core.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * The npm package {@code age-encryption} as a peer: the second implementation of the hybrid stanza,
 * by the author of the format and on other primitives than ours.
 *
 * <p>Installed into {@code target}, at exactly one version and without running its scripts.
 */
public final class NodeAge {
  private static final String PACKAGE = "age-encryption@0.3.1";
  private static final Path FOLDER = Path.of("target", "age-encryption").toAbsolutePath();

  private NodeAge() {}

  /** Skips the caller where there is no Node.js; with {@code CI=true} that is a failure. */
  public static void required() throws IOException, InterruptedException {
    if (isInstalled() || install()) {
      return;
    }
    var sentence =
        "Node.js with npm is absent or "
            + PACKAGE
            + " could not be installed: interop was not tested";
    if ("true".equals(System.getenv("CI"))) {
      throw new AssertionError(sentence + "; with CI=true that is a failure");
    }
    abort(sentence);
  }

  /** Runs a script of {@code src/test/resources/age-encryption}; it must end well. */
  public static List<String> run(String script, Object... arguments)
      throws IOException, InterruptedException {
    var copy = FOLDER.resolve(script);
    try (var text = NodeAge.class.getResourceAsStream("/age-encryption/" + script)) {
      Files.write(copy, Objects.requireNonNull(text, script).readAllBytes());
    }
    var command = new ArrayList<>(List.of("node", copy.toString()));
    for (var argument : arguments) {
      command.add(argument.toString());
    }
    var process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("exit code of " + script).isZero();
    return said.lines().toList();
  }

  private static boolean isInstalled() throws IOException {
    var manifest = FOLDER.resolve("node_modules/age-encryption/package.json");
    return Files.exists(manifest)
        && Files.readString(manifest).contains("\"version\": \"0.3.1\"")
        && ends("node", "--version");
  }

  private static boolean install() throws IOException {
    Files.createDirectories(FOLDER);
    return ends("node", "--version")
        && ends(
            "npm",
            "install",
            "--no-save",
            "--no-package-lock",
            "--ignore-scripts",
            "--prefix",
            FOLDER.toString(),
            PACKAGE)
        && isInstalled();
  }

  private static boolean ends(String... command) {
    try {
      var process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(3, TimeUnit.MINUTES) && process.exitValue() == 0;
    } catch (IOException e) {
      return false; // there is no such command
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
