package io.vaultplatform.cli.home;

import io.vaultplatform.cli.Stop;
import io.vaultplatform.cli.http.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The client's folder: who one is at which server, the session, what was seen of others' keys,
 * receipts, and uploads that are not finished.
 *
 * <p>{@code $VAULT_HOME}, or {@code ~/.config/vault}. No private key and no passphrase is ever in
 * it; the tokens in it sign in and open nothing.
 */
public final class Home {
  private final Path folder;
  private final Pins pins;

  public Home(Path folder) {
    this.folder = PrivateFiles.folder(folder.toAbsolutePath().normalize());
    this.pins = new Pins(this.folder.resolve("seen.json"));
  }

  /** The folder that the environment names. */
  public static Path usual(Map<String, String> environment, String userHome) {
    var named = environment.get("VAULT_HOME");
    if (named != null && !named.isBlank()) {
      return Path.of(named);
    }
    var config = environment.get("XDG_CONFIG_HOME");
    return (config == null || config.isBlank() ? Path.of(userHome, ".config") : Path.of(config))
        .resolve("vault");
  }

  /**
   * Who one is.
   *
   * @param kdf parameters of the derivation, as registered: another answer later is an attack
   * @param salt of the derivation, base64url
   */
  public record Account(
      String server,
      String name,
      String id,
      String recipient,
      String signing,
      String kdf,
      String salt) {}

  /**
   * A session's tokens.
   *
   * @param server who gave them, and the only one they are ever sent to
   */
  public record Tokens(String server, String access, String refresh) {}

  public Path folder() {
    return folder;
  }

  /** What this client has seen before and will not let change silently. */
  public Pins pins() {
    return pins;
  }

  public Optional<Account> account() {
    return read(
        "account.json",
        j ->
            new Account(
                j.text("server"),
                j.text("name"),
                j.text("id"),
                j.text("recipient"),
                j.text("signing"),
                j.text("kdf"),
                j.text("salt")));
  }

  /** The account, which a command needs. */
  public Account requireAccount() {
    return account()
        .orElseThrow(
            () -> Stop.usage("No account here yet: run \"vault register\" or \"vault sign-in\"."));
  }

  public void save(Account a) {
    write(
        "account.json",
        Map.of(
            "server", a.server(),
            "name", a.name(),
            "id", a.id(),
            "recipient", a.recipient(),
            "signing", a.signing(),
            "kdf", a.kdf(),
            "salt", a.salt()));
  }

  public Optional<Tokens> tokens() {
    return read(
        "session.json", j -> new Tokens(j.text("server"), j.text("access"), j.text("refresh")));
  }

  public void save(Tokens tokens) {
    write(
        "session.json",
        Map.of("server", tokens.server(), "access", tokens.access(), "refresh", tokens.refresh()));
  }

  /**
   * Runs {@code change} while no other command of this folder changes tokens: two that renewed with
   * the same refresh token would end the session.
   */
  public <T> T alone(Supplier<T> change) {
    return PrivateFiles.alone(folder.resolve("session.lock"), change);
  }

  public void forgetTokens() {
    try {
      Files.deleteIfExists(folder.resolve("session.json"));
    } catch (IOException e) {
      throw Stop.refused("The session file in " + folder + " cannot be removed.");
    }
  }

  /** What the server signed for this person to keep. */
  public Receipts receipts() {
    return new Receipts(folder.resolve("receipts"), pins);
  }

  /** Where unfinished uploads lie, one folder each. */
  public Path uploads() {
    return PrivateFiles.folder(folder.resolve("uploads"));
  }

  private <T> Optional<T> read(String name, Function<Json, T> meaning) {
    var file = folder.resolve(name);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    var content = SmallFiles.own(file);
    try {
      return Optional.of(meaning.apply(content));
    } catch (Stop e) {
      throw SmallFiles.damaged(file);
    }
  }

  private void write(String name, Map<String, String> content) {
    PrivateFiles.replace(folder.resolve(name), Json.bytes(content));
  }
}
