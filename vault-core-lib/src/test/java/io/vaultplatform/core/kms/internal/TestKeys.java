package io.vaultplatform.core.kms.internal;

import io.vaultplatform.core.kms.ErasureKeys;
import io.vaultplatform.core.kms.GateKeyService;
import io.vaultplatform.core.kms.KeyOperations;
import io.vaultplatform.core.kms.KeyRef;
import io.vaultplatform.core.kms.KeyService;
import io.vaultplatform.core.kms.SealedColumn;
import io.vaultplatform.core.kms.VaultKeys;
import io.vaultplatform.core.kms.spi.KmsProvider.Caller;
import io.vaultplatform.core.store.LocalWork;
import io.vaultplatform.core.store.Settings;
import io.vaultplatform.core.store.Sql;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/** The real key service on a temporary key store, for every test that seals. */
public record TestKeys(
    KeyService application, GateKeyService gate, ErasureKeys erasures, Path file) {
  private static final String PASSWORD = "a password for tests";

  /** A fresh one, with keys of its own. */
  public static TestKeys open() {
    try {
      var folder = Files.createTempDirectory("vault-keys");
      folder.toFile().deleteOnExit();
      var file = folder.resolve("keystore.p12");
      file.toFile().deleteOnExit();
      folder.resolve("keystore.p12.lock").toFile().deleteOnExit();
      return on(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As another server opens the same key store. */
  public static TestKeys on(Path file) {
    var custodies = custodies(file);
    return new TestKeys(
        custodies.forApplication(), custodies.forGate(), custodies.erasures(), file);
  }

  /** The same with another gate. */
  public TestKeys with(GateKeyService other) {
    return new TestKeys(application, other, erasures, file);
  }

  /** What operators may do with these keys. */
  public KeyOperations operations(LocalWork work) {
    return new KeyServices(
        custodies(file), new KeyChecks(work.engine(), work.keeper(), work.sql()));
  }

  // Settings know paths of this machine's own file system; a test's disk is opened directly.
  private static Custodies custodies(Path file) {
    var all = Set.of(KeyRef.values());
    if (file.getFileSystem() == FileSystems.getDefault()) {
      return Custodies.open(settings(file), all);
    }
    var store = new Pkcs12KeyStore(file, PASSWORD.toCharArray());
    return new Custodies(
        new Pkcs12Custody(Caller.APPLICATION, store, store.open(all)),
        new Pkcs12Custody(Caller.GATE, store, store.open(all)),
        new Pkcs12Custody(Caller.OPERATOR, store, store.open(all)));
  }

  /** The data keys of vaults on the test's transactions. */
  public VaultKeys vaultKeys(Sql sql) {
    return new DataKeys(sql, application, erasures);
  }

  /** The column that this feature seals. */
  public static SealedColumn column() {
    return DataKeys.sealed();
  }

  private static Settings settings(Path file) {
    return Settings.of(
        Map.of("vault.keystore", file.toString(), "vault.keystore.password", PASSWORD));
  }
}
