package io.vaultplatform.core.crypto;

import com.exceptionfactory.jagged.FileKey;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * The one container: age v1 files, made and opened as streams in constant memory.
 *
 * <p>Plaintext written to a sink is safe to use only after {@link Opening.Opened} came back: the
 * end of a file is authenticated last, so a sink must be discarded on {@link Opening.Unopened}.
 */
public final class AgeFile {
  // For header and armor, which are read byte by byte; chunks of payload pass it by.
  private static final int BUFFER = 8 * 1024;

  /** What {@code age -p} uses: 256 MiB and about a second. */
  public static final int PASSPHRASE_LOG_N = 18;

  private AgeFile() {}

  /**
   * Encrypts {@code plain} to {@code recipients}.
   *
   * @param recipients 1..20 keys of one suite
   * @param age receives the binary form; flushed, not closed
   * @return the header that was written; the rest of the file is the payload
   * @throws UncheckedIOException when a stream fails
   */
  public static AgeHeader encrypt(
      InputStream plain, Set<? extends AgeRecipient> recipients, OutputStream age) {
    var key = new FileKey();
    return encrypt(plain, key, AgeHeader.make(key, recipients), age);
  }

  /** As {@link #encrypt(InputStream, Set, OutputStream)}, to a passphrase alone. */
  public static AgeHeader encrypt(
      InputStream plain, Passphrase passphrase, int logN, OutputStream age) {
    if (logN < 1 || logN > AgeLimits.DEFAULT.scryptLogN()) {
      throw new IllegalArgumentException("scrypt work factor 1..20");
    }
    var key = new FileKey();
    var stanza = ScryptStanza.wrap(passphrase, logN, key);
    return encrypt(plain, key, AgeHeader.make(key, List.of(stanza)), age);
  }

  /** As {@link #encrypt(InputStream, Set, OutputStream)}, for content at hand. */
  public static byte[] encrypt(byte[] plain, Set<? extends AgeRecipient> recipients) {
    var age = new ByteArrayOutputStream(plain.length + 1024);
    encrypt(new ByteArrayInputStream(plain), recipients, age);
    return age.toByteArray();
  }

  /**
   * Decrypts {@code age}, binary or armored, with the first of {@code identities} that opens it.
   *
   * @param plain receives the plaintext; flushed, not closed; to be discarded unless Opened comes
   *     back
   * @return the number of plaintext bytes
   * @throws UncheckedIOException when a stream fails
   */
  public static Opening<Long> decrypt(
      InputStream age, Collection<? extends AgeIdentity> identities, OutputStream plain) {
    var openers = identities.stream().map(AgeHeader::openerOf).toList();
    return decrypt(age, openers, AgeLimits.DEFAULT, plain);
  }

  /** As {@link #decrypt(InputStream, Collection, OutputStream)}, with a passphrase. */
  public static Opening<Long> decrypt(
      InputStream age, Passphrase passphrase, AgeLimits limits, OutputStream plain) {
    StanzaOpener opener = stanza -> ScryptStanza.unwrap(passphrase, stanza, limits);
    return decrypt(age, List.of(opener), limits, plain);
  }

  /**
   * As {@link #decrypt(InputStream, Collection, OutputStream)}, for small files.
   *
   * @param maxPlain plaintext bytes accepted, at most; beyond, {@link
   *     AgeFault.Kind#PLAINTEXT_TOO_LARGE}
   */
  public static Opening<SecretBytes> decrypt(
      byte[] age, Collection<? extends AgeIdentity> identities, int maxPlain) {
    // Ciphertext is never shorter than its plaintext, so this needs no look inside.
    var sink = new BoundedSink(maxPlain);
    var opened = decrypt(new ByteArrayInputStream(age), identities, sink);
    return opened.then(
        size ->
            sink.overflowed()
                ? Opening.fault(
                    AgeFault.Kind.PLAINTEXT_TOO_LARGE,
                    "the plaintext is longer than " + maxPlain + " bytes")
                : new Opening.Opened<>(sink.take()));
  }

  private static AgeHeader encrypt(
      InputStream plain, FileKey key, AgeHeader header, OutputStream age) {
    try {
      age.write(header.bytes());
      Payload.encrypt(plain, key, age);
      age.flush();
      return header;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      key.destroy();
    }
  }

  private static Opening<Long> decrypt(
      InputStream file,
      Collection<? extends StanzaOpener> openers,
      AgeLimits limits,
      OutputStream plain) {
    try {
      var age = Armor.reading(new BufferedInputStream(file, BUFFER));
      var header = new HeaderReader(age, limits).header();
      return switch (header.fileKey(openers)) {
        case Opening.Opened<FileKey>(var key) ->
            new Opening.Opened<>(Payload.decrypt(age, key, plain));
        case Opening.Unopened<FileKey>(var fault) -> new Opening.Unopened<>(fault);
      };
    } catch (AgeException e) {
      return new Opening.Unopened<>(e.fault());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
