package io.vaultplatform.core.kms.internal;

import io.vaultplatform.core.base.Bytes;
import io.vaultplatform.core.kms.KeyRef;
import io.vaultplatform.core.store.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A key store as somebody takes it away: the bytes of its file, and perhaps its passphrase. */
public record TakenKeyStore(Bytes file) {

  /** A new one under this passphrase. */
  public static TakenKeyStore make(String passphrase) {
    return in(
        folder -> {
          open(folder, passphrase);
          return new TakenKeyStore(Bytes.of(Files.readAllBytes(folder.resolve("keys.p12"))));
        });
  }

  /** The keys in it, if the passphrase is the right one. */
  public Optional<TestKeys> open(String passphrase) {
    return in(
        folder -> {
          var copy = folder.resolve("keys.p12");
          Files.write(copy, file.toArray());
          Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-------"));
          try {
            return Optional.of(open(folder, passphrase));
          } catch (RuntimeException e) {
            return Optional.empty();
          }
        });
  }

  private static TestKeys open(Path folder, String passphrase) {
    var custodies =
        Custodies.open(
            Settings.of(
                Map.of(
                    "vault.keystore",
                    folder.resolve("keys.p12").toString(),
                    "vault.keystore.password",
                    passphrase)),
            Set.of(KeyRef.values()));
    return new TestKeys(
        custodies.forApplication(),
        custodies.forGate(),
        custodies.erasures(),
        folder.resolve("keys.p12"));
  }

  private interface Work<T> {
    T with(Path folder) throws IOException;
  }

  private static <T> T in(Work<T> work) {
    try {
      var folder = Files.createTempDirectory("taken-keys");
      folder.toFile().deleteOnExit();
      folder.resolve("keys.p12").toFile().deleteOnExit();
      folder.resolve("keys.p12.lock").toFile().deleteOnExit();
      return work.with(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
