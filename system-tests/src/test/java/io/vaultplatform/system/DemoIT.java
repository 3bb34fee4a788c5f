package io.vaultplatform.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.launcher.Product;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole story, as {@code ./vault demo} plays it for a newcomer, on the stack under test. */
class DemoIT {

  @Test
  void a_file_that_was_entrusted_reaches_its_recipient_and_the_log_proves_every_step(
      @TempDir Path folder) throws Exception {
    var file = folder.resolve("evidence.bin");
    var bytes = new byte[10_000_000];
    new Random(7).nextBytes(bytes); // any bytes will do; the same ones each time
    Files.write(file, bytes);

    var began = System.nanoTime();
    var stack = RealParts.whole();
    var demo =
        play(
            folder,
            stack.server(Product.WITNESS_VAULT).base().toString(),
            stack.settings().mailboxPort(),
            file);

    assertThat(demo.status()).as(demo.said()).isZero();
    assertThat(TimeUnit.NANOSECONDS.toMinutes(System.nanoTime() - began))
        .as(demo.said())
        .isLessThan(10);
  }

  /** How it ended, and what it told. */
  record Said(int status, String said) {}

  /** Plays it against any server and its mailbox. */
  static Said play(Path folder, String server, int mailboxPort, Path file)
      throws IOException, InterruptedException {
    var out = folder.resolve("demo.txt");
    var builder =
        new ProcessBuilder(
            Path.of(System.getProperty("vault.home"), "vault").toString(),
            "demo",
            "--server",
            server,
            "--mailbox",
            "http://127.0.0.1:" + mailboxPort,
            file.toString());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("VAULT_HOME", folder.resolve("home").toString());
    var process = builder.redirectErrorStream(true).redirectOutput(out.toFile()).start();
    if (!process.waitFor(12, TimeUnit.MINUTES)) {
      process.destroyForcibly();
    }
    return new Said(process.waitFor(), Files.readString(out));
  }
}
