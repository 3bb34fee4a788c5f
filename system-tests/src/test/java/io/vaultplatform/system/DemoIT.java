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
    var demo = vault(folder, "demo", file.toString());

    assertThat(demo.status()).as(demo.said()).isZero();
    assertThat(TimeUnit.NANOSECONDS.toMinutes(System.nanoTime() - began))
        .as(demo.said())
        .isLessThan(10);
  }

  private record Said(int status, String said) {}

  private static Said vault(Path folder, String command, String file)
      throws IOException, InterruptedException {
    var stack = RealParts.whole();
    var out = folder.resolve("out.txt");
    var builder =
        new ProcessBuilder(
            stack.settings().home().resolve("vault").toString(),
            command,
            "--server",
            stack.server(Product.WITNESS_VAULT).base().toString(),
            "--mailbox",
            "http://127.0.0.1:" + stack.settings().mailboxPort(),
            file);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("VAULT_HOME", folder.resolve("home").toString());
    var process = builder.redirectErrorStream(true).redirectOutput(out.toFile()).start();
    if (!process.waitFor(12, TimeUnit.MINUTES)) {
      process.destroyForcibly();
    }
    return new Said(process.waitFor(), Files.readString(out));
  }
}
