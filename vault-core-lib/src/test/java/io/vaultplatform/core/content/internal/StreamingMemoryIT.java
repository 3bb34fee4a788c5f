package io.vaultplatform.core.content.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.core.store.PostgresExtension;
import io.vaultplatform.core.store.PostgresExtension.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A file many times larger than the heap goes in and out: the transfer holds pieces, not files. */
@ExtendWith(PostgresExtension.class)
class StreamingMemoryIT {
  private final TestDatabase database;

  StreamingMemoryIT(TestDatabase database) {
    this.database = database;
  }

  @Test
  void a_file_of_192_mib_passes_through_a_heap_of_48_mib(@TempDir Path folder)
      throws IOException, InterruptedException {
    var output = folder.resolve("output.txt");
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx48m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                LargeTransfer.class.getName(),
                Integer.toString(database.port()),
                database.name(),
                Long.toString(192L << 20))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    // By the environment and not the command line, which every user of the machine can read.
    process.environment().put("TEST_DATABASE_PASSWORD", database.appPassword());
    var child = process.start();
    try {
      assertThat(child.waitFor(5, TimeUnit.MINUTES)).as("finished in time").isTrue();
    } finally {
      child.destroyForcibly();
    }
    var said = Files.readString(output, StandardCharsets.UTF_8);
    assertThat(said).contains("the same bytes came back");
    assertThat(child.exitValue()).as(said).isZero();
  }
}
