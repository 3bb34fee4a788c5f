package io.vaultplatform.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code ./vault} starts from what the build rehearsed; without it, or with one that is not fit, it
 * starts as well and prints not a word about it: its output may be somebody's file.
 */
class ClientStartIT {
  private static final Path HOME = Path.of(System.getProperty("vault.home"));
  private static final Path TARGET = HOME.resolve("vault-cli").resolve("target");
  // A JVM that may not start without the cache.
  private static final Map<String, String> ONLY_WITH_IT =
      Map.of("JDK_JAVA_OPTIONS", "-XX:AOTMode=on");

  private final Path copy;
  private final Path copied;

  ClientStartIT(@TempDir Path folder) {
    copy = folder;
    copied = folder.resolve("vault-cli").resolve("target");
  }

  /** The same client at another place, where its cache may be spoilt. */
  @BeforeEach
  void the_client_stands_elsewhere_too() throws IOException {
    var script = Files.copy(HOME.resolve("vault"), copy.resolve("vault"));
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.createDirectories(copied);
    Files.createSymbolicLink(copied.resolve("lib"), TARGET.resolve("lib"));
    try (var jars = Files.newDirectoryStream(TARGET, "vault-cli-*.jar")) {
      for (var jar : jars) {
        Files.createSymbolicLink(copied.resolve(jar.getFileName()), jar);
      }
    }
  }

  @Test
  void it_starts_from_what_the_build_rehearsed() throws Exception {
    assertThat(version(HOME, ONLY_WITH_IT).exit()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"nothing", "empty", "cut", "changed", "changed inside", "not one"})
  void a_cache_that_is_not_fit_is_passed_over_in_silence(String wrong) throws Exception {
    Files.copy(TARGET.resolve("rehearsed"), copied.resolve("rehearsed"));
    var cache = copied.resolve("vault.aot");
    var good = Files.readAllBytes(TARGET.resolve("vault.aot"));
    switch (wrong) {
      case "nothing" -> {}
      case "empty" -> Files.createFile(cache);
      case "cut" -> Files.write(cache, Arrays.copyOf(good, good.length / 2));
      case "changed" -> {
        Arrays.fill(good, 200, 400, (byte) 0);
        Files.write(cache, good);
      }
      case "changed inside" -> {
        good[good.length / 3] ^= 1;
        Files.write(cache, good);
      }
      default -> Files.writeString(cache, "not a cache\n");
    }
    assertStartsInSilence();
    // That it is not fit is so: a JVM that must have it does not start, and says so where no file
    // of anybody's is.
    var refused = version(copy, ONLY_WITH_IT);
    assertThat(refused.exit()).isNotZero();
    assertThat(refused.out()).isEmpty();
    assertThat(refused.errors()).contains("Unable to use AOT cache");
  }

  @Test
  void another_java_than_the_builds_makes_a_cache_of_its_own() throws Exception {
    Files.writeString(copied.resolve("rehearsed"), "/no/such/java\n");
    assertStartsInSilence();
    assertThat(copied.resolve("vault.jsa")).isNotEmptyFile();
    assertStartsInSilence();
  }

  private void assertStartsInSilence() throws Exception {
    var said = version(copy, Map.of());
    assertThat(said.exit()).isZero();
    assertThat(said.out()).matches("vault [0-9.]+\\R");
    assertThat(said.errors()).isEmpty();
  }

  private record Said(int exit, String out, String errors) {}

  private Said version(Path home, Map<String, String> environment) throws Exception {
    var out = copy.resolve("out");
    var errors = copy.resolve("errors");
    var builder =
        new ProcessBuilder(home.resolve("vault").toString(), "--version")
            .redirectOutput(out.toFile())
            .redirectError(errors.toFile());
    builder.environment().putAll(environment);
    var process = builder.start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Said(process.exitValue(), Files.readString(out), Files.readString(errors));
  }
}
