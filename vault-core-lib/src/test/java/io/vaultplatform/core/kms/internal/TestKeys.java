package io.vaultplatform.core.kms.internal;

import io.vaultplatform.core.kms.GateKeyService;
import io.vaultplatform.core.kms.KeyRef;
import io.vaultplatform.core.kms.KeyService;
import io.vaultplatform.core.kms.VaultKeys;
import io.vaultplatform.core.store.Settings;
import io.vaultplatform.core.store.Sql;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Set;

/** The real key service on a temporary key store, for every test that seals. */
public record TestKeys(KeyService application, GateKeyService gate) {

  /** A fresh one, with keys of its own. */
  public static TestKeys open() {
    try {
      var folder = Files.createTempDirectory("vault-keys");
      folder.toFile().deleteOnExit();
      var file = folder.resolve("keystore.p12");
      file.toFile().deleteOnExit();
      folder.resolve("keystore.p12.lock").toFile().deleteOnExit();
      var custodies =
          Custodies.open(
              Settings.of(
                  Map.of(
                      "vault.keystore",
                      file.toString(),
                      "vault.keystore.password",
                      "a password for tests")),
              Set.of(KeyRef.values()));
      return new TestKeys(custodies.forApplication(), custodies.forGate());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The data keys of vaults on the test's transactions. */
  public VaultKeys vaultKeys(Sql sql) {
    return new DataKeys(sql, application);
  }
}
