package io.vaultplatform.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.vaultplatform.core.crypto.Base64Url;
import io.vaultplatform.core.crypto.Randomness;
import io.vaultplatform.launcher.Product;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Somebody with a computer of their own: a folder, the {@code ./vault} command and a mail address.
 * What they do is what a person types; what they know is what the command prints and what letters
 * say.
 */
final class Someone {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  final String name;
  final String address;
  private final Path folder;
  private final Set<String> followed = new HashSet<>();

  private Someone(String name, Path folder) {
    this.name = name;
    this.folder = folder;
    this.address = name + "@example.org";
  }

  /** A new person with an empty folder. */
  static Someone named(String called, Path folder) {
    var name =
        called
            + Base64Url.encode(Randomness.bytes(6))
                .toLowerCase(Locale.ROOT)
                .replace('_', 'x')
                .replace('-', 'x');
    try {
      var own = Files.createDirectory(folder.resolve(called));
      Files.writeString(own.resolve("passphrase"), "a passphrase that nobody guesses " + name);
      return new Someone(name, own);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file of theirs. */
  Path file(String called) {
    return folder.resolve(called);
  }

  /** What the command said and how it ended. */
  record Said(int status, String out, String errors) {
    JsonNode json() {
      try {
        return Http.JSON.readTree(out);
      } catch (JsonProcessingException e) {
        throw new AssertionError("not JSON: " + out, e);
      }
    }
  }

  /** Types a command and waits for it. */
  Said types(String... words) {
    var process = starts(words);
    try {
      if (!process.waitFor(3, TimeUnit.MINUTES)) {
        process.destroyForcibly();
      }
      return new Said(
          process.waitFor(), Files.readString(file("out")), Files.readString(file("err")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Types a command that must succeed. */
  JsonNode does(String... words) {
    var said = types(words);
    assertThat(said.status()).as(words[0] + ": " + said.errors()).isZero();
    return said.json();
  }

  /** Makes a recovery kit and practises with it, as everybody does before class C. */
  Path hasPractised() {
    var kit = file("kit.txt");
    does("recovery", "kit", "-o", kit.toString());
    does("recovery", "drill", "--kit", kit.toString());
    return kit;
  }

  /** A vault's whole log, which their own command finds to be unbroken. */
  List<JsonNode> verifiedLog(String vault) throws IOException {
    var export = file("export-" + UUID.randomUUID());
    does("log", vault, "--export", export.toString());
    var verified = types("verify-log", export.toString());
    assertThat(verified.status()).as(verified.errors()).isZero();
    var entries = new ArrayList<JsonNode>();
    for (var line : Files.readAllLines(export)) {
      entries.add(Http.JSON.readTree(line));
    }
    return entries;
  }

  /** Types a command, and does not wait. */
  Process starts(String... words) {
    var stack = RealParts.whole();
    var command = new ArrayList<String>();
    command.add(stack.settings().home().resolve("vault").toString());
    command.addAll(List.of(words));
    command.addAll(
        List.of(
            "--json",
            "--passphrase-file",
            file("passphrase").toString(),
            "--server",
            stack.server(Product.WITNESS_VAULT).base().toString()));
    var builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("VAULT_HOME", file("home").toString());
    try {
      return builder
          .redirectOutput(file("out").toFile())
          .redirectError(file("err").toFile())
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for a letter with a link of that kind that they have not followed yet. */
  String link(String kind) {
    var shape = Pattern.compile("https?://\\S+/l/" + Pattern.quote(kind) + "/[A-Za-z0-9_-]{43}");
    var link =
        eventually(
            "a letter to " + name + " with a link of the kind " + kind,
            () ->
                RealParts.whole().mailbox().mails().stream()
                    .filter(mail -> mail.to().contains(address))
                    .flatMap(mail -> shape.matcher(mail.text()).results())
                    .map(match -> match.group())
                    .filter(found -> !followed.contains(found))
                    .findFirst());
    followed.add(link);
    return link;
  }

  /** Waits for a letter to that address that says so. */
  void hears(String sentence, String to) {
    eventually(
        "a letter to " + to + " that says: " + sentence,
        () ->
            RealParts.whole().mailbox().mails().stream()
                .filter(mail -> mail.to().contains(to) && mail.text().contains(sentence))
                .findFirst());
  }

  /** Forgets the letters that came so far. */
  void forgetsLetters(String kind) {
    var shape = Pattern.compile("https?://\\S+/l/" + Pattern.quote(kind) + "/[A-Za-z0-9_-]{43}");
    RealParts.whole().mailbox().mails().stream()
        .flatMap(mail -> shape.matcher(mail.text()).results())
        .forEach(match -> followed.add(match.group()));
  }

  /** Waits until their own command shows the switch of the vault in that state. */
  void sees(String vault, String state) {
    eventually(
        "the state " + state,
        () ->
            does("status", vault).get("state").asText().equals(state)
                ? Optional.of(state)
                : Optional.empty());
  }

  /** What {@code look} finds in the end; a test fails that looks for a minute in vain. */
  static <T> T eventually(String what, Supplier<Optional<T>> look) {
    var end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      var seen = look.get();
      if (seen.isPresent()) {
        return seen.get();
      }
      try {
        Thread.sleep(200);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
    throw new AssertionError("not seen within " + PATIENCE.toSeconds() + " seconds: " + what);
  }
}
