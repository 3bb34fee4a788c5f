package io.vaultplatform.core.kms.internal;

import io.vaultplatform.core.crypto.PuncturableKey;
import io.vaultplatform.core.crypto.Randomness;
import io.vaultplatform.core.crypto.SecretBytes;
import io.vaultplatform.core.kms.KeyRef;
import io.vaultplatform.core.kms.KeyVersion;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import javax.crypto.spec.SecretKeySpec;

/**
 * The file behind the embedded key service: random AES-256 keys, one per purpose and version, and
 * the key that holds a key for every erasable thing, in a password-protected PKCS#12 key store,
 * made at the first start and readable by nobody but its owner.
 *
 * <p>Losing this file (or its password) loses everything the servers sealed. It is written to a
 * temporary file, forced to the disk and renamed, so a crash or a full disk leaves the old file or
 * the new one, never half of one; and the temporary one is never read. Several servers share it:
 * each change is made under a lock, on the file as it then is, and seen by the others because the
 * file is another one.
 */
final class Pkcs12KeyStore {
  /** The alias of the key of erasable things. */
  static final String ERASABLE = "erasable";

  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");
  private static final Pattern ALIAS = Pattern.compile("([a-z]+)(?:\\.([1-9][0-9]{0,8}))?");

  private final Path file;
  private final char[] password;

  Pkcs12KeyStore(Path file, char[] password) {
    this.file = file;
    this.password = password.clone();
  }

  /** Tells one state of the file from another: a change renames a new file into its place. */
  record Stamp(Object file, java.nio.file.attribute.FileTime changed, long size) {}

  Stamp stamp() {
    try {
      var attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return new Stamp(
          Optional.ofNullable(attributes.fileKey()).orElse(file),
          attributes.lastModifiedTime(),
          attributes.size());
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /**
   * Every key. Where the file lacks an unused one (or is not there) it is made first; a used one
   * that is missing was lost, and nothing is made.
   *
   * @throws IllegalStateException in one sentence for an operator, without the password
   */
  Pkcs12Keys open(Set<KeyRef> unused) {
    return locked(
        () -> {
          var store = load();
          requireUsed(store, unused);
          boolean changed = false;
          for (var ref : KeyRef.values()) {
            if (newest(store, ref) == 0) {
              makeKey(store, ref.text());
              changed = true;
            }
          }
          if (!store.containsAlias(ERASABLE)) {
            try (var fresh = PuncturableKey.generate();
                var encoded = fresh.encoded()) {
              put(store, ERASABLE, encoded);
            }
            changed = true;
          }
          if (changed) {
            write(store);
          }
          return keys(store);
        });
  }

  /** The keys as the file has them now. */
  Pkcs12Keys read() {
    return locked(() -> keys(load()));
  }

  KeyVersion add(KeyRef key) {
    return locked(
        () -> {
          var store = load();
          var made = new KeyVersion(key, newest(store, key) + 1);
          makeKey(store, made.text());
          write(store);
          return made;
        });
  }

  void destroy(KeyVersion version) {
    locked(
        () -> {
          var store = load();
          if (newest(store, version.key()) == version.number()) {
            throw new IllegalArgumentException("the newest version of a key seals: " + version);
          }
          if (store.containsAlias(version.text())) {
            store.deleteEntry(version.text());
            write(store);
          }
          return version;
        });
  }

  void replaceErasable(java.util.function.UnaryOperator<PuncturableKey> change) {
    locked(
        () -> {
          var store = load();
          try (var encoded = secret(store, ERASABLE);
              var before = PuncturableKey.of(encoded);
              var after = change.apply(before);
              var result = after.encoded()) {
            put(store, ERASABLE, result);
          }
          write(store);
          return ERASABLE;
        });
  }

  private interface Access<T> {
    T get() throws IOException, GeneralSecurityException;
  }

  // Two servers share the file and may start, or change it, together; the second finds what the
  // first did. Within one process the channel's lock would be refused, hence the monitor.
  @SuppressWarnings("try") // the lock is held, not used
  private <T> T locked(Access<T> access) {
    synchronized (Pkcs12KeyStore.class) {
      var lock = file.resolveSibling(file.getFileName() + ".lock");
      try {
        if (Files.exists(file) && !Files.getPosixFilePermissions(file).equals(OWNER_ONLY)) {
          throw new IllegalStateException(
              "the key store " + file + " must have mode 0600: others could read or replace it");
        }
        try (var channel =
                FileChannel.open(
                    lock,
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            var held = channel.lock()) {
          return access.get();
        }
      } catch (IOException e) {
        throw unreadable(e);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(
            "the key store " + file + " holds a key that does not open with its password", e);
      }
    }
  }

  private IllegalStateException unreadable(IOException e) {
    return new IllegalStateException(
        "the key store "
            + file
            + " could not be opened ("
            + e.getMessage()
            + "): wrong password, not a PKCS#12 file, or no right to read and write it",
        e);
  }

  private KeyStore load() throws IOException, GeneralSecurityException {
    var store = KeyStore.getInstance("PKCS12");
    if (Files.exists(file)) {
      settle();
      try (var in = Files.newInputStream(file)) {
        store.load(in, password);
      }
    } else {
      store.load(null, password);
    }
    return store;
  }

  private Pkcs12Keys keys(KeyStore store) throws GeneralSecurityException {
    var versions = new TreeMap<KeyVersion, SecretBytes>();
    for (var ref : KeyRef.values()) {
      for (var number : numbers(store, ref)) {
        var version = new KeyVersion(ref, number);
        versions.put(version, secret(store, version.text()));
      }
    }
    try (var encoded = secret(store, ERASABLE)) {
      return new Pkcs12Keys(versions, PuncturableKey.of(encoded), stamp());
    }
  }

  private static java.util.List<Integer> numbers(KeyStore store, KeyRef ref)
      throws GeneralSecurityException {
    var numbers = new java.util.ArrayList<Integer>();
    for (var alias : Collections.list(store.aliases())) {
      var read = ALIAS.matcher(alias);
      if (read.matches() && read.group(1).equals(ref.text())) {
        numbers.add(read.group(2) == null ? 1 : Integer.parseInt(read.group(2)));
      }
    }
    Collections.sort(numbers);
    return numbers;
  }

  private static int newest(KeyStore store, KeyRef ref) throws GeneralSecurityException {
    var numbers = numbers(store, ref);
    return numbers.isEmpty() ? 0 : numbers.getLast();
  }

  private void makeKey(KeyStore store, String alias) throws GeneralSecurityException {
    try (var fresh = Randomness.secret(32)) {
      put(store, alias, fresh);
    }
  }

  private void put(KeyStore store, String alias, SecretBytes secret)
      throws GeneralSecurityException {
    var entry =
        new KeyStore.SecretKeyEntry(secret.expose(bytes -> new SecretKeySpec(bytes, "AES")));
    store.setEntry(alias, entry, new KeyStore.PasswordProtection(password));
  }

  private SecretBytes secret(KeyStore store, String alias) throws GeneralSecurityException {
    if (!(store.getEntry(alias, new KeyStore.PasswordProtection(password))
        instanceof KeyStore.SecretKeyEntry entry)) {
      throw new GeneralSecurityException("not a secret key: " + alias);
    }
    return SecretBytes.taking(entry.getSecretKey().getEncoded());
  }

  private void requireUsed(KeyStore store, Set<KeyRef> unused) throws GeneralSecurityException {
    for (var ref : KeyRef.values()) {
      if (!unused.contains(ref) && newest(store, ref) == 0) {
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

  private void write(KeyStore store) throws GeneralSecurityException {
    var half = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.deleteIfExists(half);
      Files.createFile(half, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
      try (var out = Files.newOutputStream(half)) {
        store.store(out, password);
      }
      force(half);
      Files.move(half, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      // What little room there is belongs to the next try.
      try {
        Files.deleteIfExists(half);
      } catch (IOException again) {
        e.addSuppressed(again);
      }
      throw new IllegalStateException(
          "the key store "
              + file
              + " could not be written ("
              + e.getMessage()
              + "): it is as it was before; see to its disk",
          e);
    }
    settle();
  }

  // Other servers see a rename before the disk has it for good. Whoever used a key that a power
  // failure takes back would have sealed for nobody; so nobody reads the file before that.
  private void settle() {
    try {
      force(file.toAbsolutePath().resolveSibling("."));
    } catch (IOException e) {
      throw new IllegalStateException(
          "the key store "
              + file
              + " was not kept for good ("
              + e.getMessage()
              + "): no new key in it is used before it is; see to its disk",
          e);
    }
  }

  private static void force(Path path) throws IOException {
    try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
