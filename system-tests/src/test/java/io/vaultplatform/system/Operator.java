package io.vaultplatform.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Whoever runs the servers, and types {@code ./vault-operator} beside them. */
final class Operator {
  private final Path folder;

  Operator(Path folder) {
    this.folder = folder;
  }

  /** Types a command and waits for it. */
  Someone.Said types(String... words) throws IOException, InterruptedException {
    var settings = RealParts.whole().settings();
    var command = new ArrayList<String>();
    command.add(settings.home().resolve("vault-operator").toString());
    command.addAll(List.of(words));
    var out = folder.resolve("operator.out");
    var errors = folder.resolve("operator.err");
    var builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(errors.toFile());
    var environment = builder.environment();
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("VAULT_RUN_FOLDER", settings.runFolder().toString());
    environment.put("DB_PORT", Integer.toString(settings.database().port()));
    var process = builder.start();
    if (!process.waitFor(3, TimeUnit.MINUTES)) {
      process.destroyForcibly();
    }
    return new Someone.Said(process.waitFor(), Files.readString(out), Files.readString(errors));
  }

  /** Types an order that must be carried out. */
  void orders(String... words) throws IOException, InterruptedException {
    var said = types(words);
    assertThat(said.status()).as(String.join(" ", words) + said.out() + said.errors()).isZero();
    assertThat(said.out()).as(String.join(" ", words)).contains(": done, ");
  }

  /** What is sealed under which version of which key. */
  JsonNode inventory() throws IOException, InterruptedException {
    return types("keys", "inventory").json();
  }
}
