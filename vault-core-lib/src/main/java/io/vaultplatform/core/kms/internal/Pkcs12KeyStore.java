package io.vaultplatform.core.kms.internal;

import io.vaultplatform.core.crypto.Randomness;
import io.vaultplatform.core.crypto.SecretBytes;
import io.vaultplatform.core.kms.KeyRef;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import javax.crypto.spec.SecretKeySpec;

/**
 * The file behind the embedded key service: one random AES-256 key per purpose, in a
 * password-protected PKCS#12 key store, made at the first start and readable by nobody but its
 * owner.
 *
 * <p>Losing this file (or its password) loses everything the servers sealed. It is written to a
 * temporary file, forced to the disk and renamed, so a crash leaves the old file or the new one,
 * never half of one.
 */
final class Pkcs12KeyStore {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private Pkcs12KeyStore() {}

  /**
   * Every key. Where the file lacks an unused one (or is not there) it is made first; a used one
   * that is missing was lost, and nothing is made.
   *
   * @throws IllegalStateException in one sentence for an operator, without the password
   */
  @SuppressWarnings("try") // the lock is held, not used
  static Map<KeyRef, SecretBytes> open(Path file, char[] password, Set<KeyRef> unused) {
    var lock = file.resolveSibling(file.getFileName() + ".lock");
    try {
      if (Files.exists(file) && !Files.getPosixFilePermissions(file).equals(OWNER_ONLY)) {
        throw new IllegalStateException(
            "the key store " + file + " must have mode 0600: others could read or replace it");
      }
      // Two servers share the file and may start together; the second finds the keys of the first.
      try (var channel =
              FileChannel.open(
                  lock,
                  Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                  PosixFilePermissions.asFileAttribute(OWNER_ONLY));
          var held = channel.lock()) {
        return complete(file, password, unused);
      }
    } catch (IOException e) {
      throw new IllegalStateException(
          "the key store "
              + file
              + " could not be opened: wrong password, not a PKCS#12 file, or no right to read and"
              + " write it",
          e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          "the key store " + file + " holds a key that does not open with its password", e);
    }
  }

  private static Map<KeyRef, SecretBytes> complete(Path file, char[] password, Set<KeyRef> unused)
      throws IOException, GeneralSecurityException {
    var store = KeyStore.getInstance("PKCS12");
    if (Files.exists(file)) {
      try (var in = Files.newInputStream(file)) {
        store.load(in, password);
      }
    } else {
      store.load(null, password);
    }
    requireUsed(store, file, unused);
    var protection = new KeyStore.PasswordProtection(password);
    boolean changed = false;
    Map<KeyRef, SecretBytes> keys = new EnumMap<>(KeyRef.class);
    for (var ref : KeyRef.values()) {
      if (!store.containsAlias(ref.text())) {
        try (var fresh = Randomness.secret(32)) {
          var entry =
              new KeyStore.SecretKeyEntry(fresh.expose(bytes -> new SecretKeySpec(bytes, "AES")));
          store.setEntry(ref.text(), entry, protection);
        }
        changed = true;
      }
      if (!(store.getEntry(ref.text(), protection) instanceof KeyStore.SecretKeyEntry entry)) {
        throw new GeneralSecurityException("not a secret key: " + ref.text());
      }
      keys.put(ref, SecretBytes.taking(entry.getSecretKey().getEncoded()));
    }
    if (changed) {
      write(store, file, password);
    }
    return keys;
  }

  private static void requireUsed(KeyStore store, Path file, Set<KeyRef> unused)
      throws GeneralSecurityException {
    for (var ref : KeyRef.values()) {
      if (!unused.contains(ref) && !store.containsAlias(ref.text())) {
        throw new IllegalStateException(
            "the key store "
                + file
                + (store.size() == 0 ? " is missing" : " lacks the key '" + ref.text() + "'")
                + " although the database holds what was sealed under it (or did not answer when it"
                + " was asked): restore the file from your backup, for new keys would open"
                + " nothing");
      }
    }
  }

  private static void write(KeyStore store, Path file, char[] password)
      throws IOException, GeneralSecurityException {
    var half = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(half);
    Files.createFile(half, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    try (var out = Files.newOutputStream(half)) {
      store.store(out, password);
    }
    force(half);
    Files.move(half, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    force(half.toAbsolutePath().resolveSibling("."));
  }

  private static void force(Path path) throws IOException {
    try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
