package io.vaultplatform.core.crypto;

import com.exceptionfactory.jagged.FileKey;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The header of an age v1 file, apart from its payload (C2SP {@code age.md}, "Header").
 *
 * <p>It says which keys open the file and is small, so it may be rewritten for other keys while the
 * payload, large and immutable, stays where it is: header ‖ payload is one valid age file. Reading
 * is strict and bounded by {@link AgeLimits}: an age file comes from anybody.
 */
public final class AgeHeader {
  static final String VERSION_LINE = "age-encryption.org/v1";
  private static final byte[] NO_SALT = new byte[0];

  private final List<AgeStanza> stanzas;
  private final byte[] bytes; // the first `length` of them
  private final int length;
  private final int authenticated; // how many of the bytes the MAC covers: up to and with "---"
  private final byte[] mac;

  AgeHeader(List<AgeStanza> stanzas, byte[] bytes, int length, int authenticated, byte[] mac) {
    this.stanzas = List.copyOf(stanzas);
    this.bytes = bytes;
    this.length = length;
    this.authenticated = authenticated;
    this.mac = mac;
  }

  /**
   * Reads a header and not a byte more: afterwards {@code file} stands at the payload. Armor is not
   * looked for here; see {@link AgeFile#decrypt}.
   *
   * @param file read byte by byte, so give a buffered stream
   * @throws UncheckedIOException when {@code file} fails
   */
  public static Opening<AgeHeader> read(InputStream file, AgeLimits limits) {
    try {
      return new Opening.Opened<>(new HeaderReader(file, limits).header());
    } catch (AgeException e) {
      return new Opening.Unopened<>(e.fault());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads the header at the start of {@code file}; what follows it is ignored. */
  public static Opening<AgeHeader> read(byte[] file, AgeLimits limits) {
    return read(new ByteArrayInputStream(file), limits);
  }

  /** Reads bytes that must be exactly one header, as it is stored apart from its payload. */
  public static Opening<AgeHeader> readExactly(byte[] header, AgeLimits limits) {
    return read(header, limits)
        .then(
            read ->
                read.length() == header.length
                    ? new Opening.Opened<>(read)
                    : Opening.fault(
                        AgeFault.Kind.MALFORMED_HEADER, "bytes follow the header's last line"));
  }

  /** The recipients' entries, in file order. */
  public List<AgeStanza> stanzas() {
    return stanzas;
  }

  /** The header's length in bytes; the payload begins there. */
  public int length() {
    return length;
  }

  /** The header as it stands in the file. */
  public byte[] bytes() {
    return Arrays.copyOf(bytes, length);
  }

  /**
   * Whether a stanza of this header can be unwrapped by {@code identity}, be the header intact or
   * not.
   *
   * <p>Each stanza is tried by itself: a reader that follows the specification gives a file up at
   * its first broken stanza, but whoever wants the file key simply goes on to the next.
   */
  public boolean names(AgeIdentity identity) {
    var opener = openerOf(identity);
    for (var stanza : stanzas) {
      try {
        var key = opener.unwrap(stanza);
        if (key.isPresent()) {
          key.get().destroy();
          return true;
        }
      } catch (AgeException e) {
        // This one opens to nobody; the next may.
      }
    }
    return false;
  }

  /**
   * Whether every stanza of a known suite can be somebody's. A share of low order is well formed
   * and opens to nobody: a reader meets it only with a key in hand, and then gives the whole file
   * up.
   */
  public boolean isSound() {
    return stanzas.stream().allMatch(AgeHeader::isSound);
  }

  private static boolean isSound(AgeStanza stanza) {
    if (stanza.type().equals(Suite.CLASSIC.stanza())) {
      return X25519Recipient.isSafe(stanza);
    }
    return !stanza.type().equals(Suite.HYBRID.stanza()) || HybridRecipient.isSafe(stanza);
  }

  /**
   * The suite that all stanzas are of; empty when they are of several, or one is of another kind
   * (as that of a passphrase is).
   */
  public Optional<Suite> suite() {
    return Arrays.stream(Suite.values())
        .filter(suite -> stanzas.stream().allMatch(s -> s.type().equals(suite.stanza())))
        .findFirst();
  }

  /**
   * Whether {@code identity} opens this header and the header is as it was made. Needs no payload.
   */
  public boolean opens(AgeIdentity identity) {
    return switch (fileKey(List.of(openerOf(identity)))) {
      case Opening.Opened<FileKey>(var key) -> {
        key.destroy();
        yield true;
      }
      case Opening.Unopened<FileKey> unopened -> false;
    };
  }

  /**
   * A new header for the same payload, opened by exactly {@code recipients}.
   *
   * <p>Whoever was dropped and has seen the file key can still read this payload: taking somebody's
   * access away needs a new payload.
   *
   * @param identity a key that opens this header
   * @param recipients 1..20 keys of one suite
   */
  public Opening<AgeHeader> rewrap(AgeIdentity identity, Set<? extends AgeRecipient> recipients) {
    return fileKey(List.of(openerOf(identity)))
        .then(
            key -> {
              var header = make(key, recipients);
              key.destroy();
              return new Opening.Opened<>(header);
            });
  }

  /**
   * A new header for the same payload, in which one recipient stands in the place of another and
   * everybody else's entry stays as it is; so it needs to know nobody else's key.
   *
   * @param identity whose entry goes; it has to open this header
   * @param recipient of this header's suite
   * @throws IllegalArgumentException when {@code recipient} is of another
   */
  public Opening<AgeHeader> exchange(AgeIdentity identity, AgeRecipient recipient) {
    if (!suite().equals(Optional.of(recipient.suite()))) {
      throw new IllegalArgumentException("the recipients of one age file are of one suite");
    }
    var opener = openerOf(identity);
    return fileKey(List.of(opener))
        .then(
            key -> {
              var others = new ArrayList<AgeStanza>();
              for (var stanza : stanzas) {
                if (!unwraps(opener, stanza)) {
                  others.add(stanza);
                }
              }
              others.add(wrap(recipient, key));
              var header = make(key, others);
              key.destroy();
              return new Opening.Opened<>(header);
            });
  }

  /**
   * A new header for the same payload, opened by everybody who opens this one and by {@code more}.
   *
   * <p>The stanzas that are there stay as they are: they are anonymous, so whoever adds somebody
   * need not know the keys of the others.
   *
   * @param identity a key that opens this header
   * @param more at least one key, of this header's suite
   * @throws IllegalArgumentException when {@code more} is empty, of another suite, or too many
   */
  public Opening<AgeHeader> adding(AgeIdentity identity, Set<? extends AgeRecipient> more) {
    if (more.isEmpty() || stanzas.size() + more.size() > AgeLimits.DEFAULT.stanzas()) {
      throw new IllegalArgumentException("an age file has 1 to 20 recipients");
    }
    if (!more.stream().allMatch(recipient -> suite().equals(Optional.of(recipient.suite())))) {
      throw new IllegalArgumentException("the recipients of one age file are of one suite");
    }
    return fileKey(List.of(openerOf(identity)))
        .then(
            key -> {
              var all = new ArrayList<>(stanzas);
              more.forEach(recipient -> all.add(wrap(recipient, key)));
              var header = make(key, all);
              key.destroy();
              return new Opening.Opened<>(header);
            });
  }

  private static boolean unwraps(StanzaOpener opener, AgeStanza stanza) {
    try {
      var key = opener.unwrap(stanza);
      key.ifPresent(FileKey::destroy);
      return key.isPresent();
    } catch (AgeException e) {
      return false;
    }
  }

  /** The file key, checked against the header's MAC. */
  Opening<FileKey> fileKey(Collection<? extends StanzaOpener> openers) {
    Optional<FileKey> found;
    try {
      found = unwrap(openers);
    } catch (AgeException e) {
      return new Opening.Unopened<>(e.fault());
    }
    if (found.isEmpty()) {
      return Opening.fault(AgeFault.Kind.NO_MATCH, "none of the given keys opens this file");
    }
    var key = found.get();
    if (!MessageDigest.isEqual(mac, macOf(key, bytes, authenticated))) {
      key.destroy();
      return Opening.fault(
          AgeFault.Kind.HEADER_CHANGED, "the header was changed after it was made");
    }
    return new Opening.Opened<>(key);
  }

  private Optional<FileKey> unwrap(Collection<? extends StanzaOpener> openers) throws AgeException {
    for (var opener : openers) {
      for (var stanza : stanzas) {
        var key = opener.unwrap(stanza);
        if (key.isPresent()) {
          return key;
        }
      }
    }
    return Optional.empty();
  }

  static StanzaOpener openerOf(AgeIdentity identity) {
    return switch (identity) {
      case X25519Identity x25519 -> x25519::unwrap;
      case HybridIdentity hybrid -> hybrid.opener();
    };
  }

  static AgeStanza wrap(AgeRecipient recipient, FileKey fileKey) {
    return switch (recipient) {
      case X25519Recipient x25519 -> x25519.wrap(fileKey);
      case HybridRecipient hybrid -> hybrid.wrap(fileKey);
    };
  }

  static AgeHeader make(FileKey key, Set<? extends AgeRecipient> recipients) {
    if (recipients.isEmpty() || recipients.size() > AgeLimits.DEFAULT.stanzas()) {
      throw new IllegalArgumentException("an age file has 1 to 20 recipients");
    }
    if (recipients.stream().map(AgeRecipient::suite).distinct().count() > 1) {
      throw new IllegalArgumentException("the recipients of one age file are of one suite");
    }
    var stanzas = new ArrayList<AgeStanza>();
    for (var recipient : recipients) {
      stanzas.add(wrap(recipient, key));
    }
    return make(key, stanzas);
  }

  static AgeHeader make(FileKey key, List<AgeStanza> stanzas) {
    var base64 = Base64.getEncoder().withoutPadding();
    var text = new StringBuilder(VERSION_LINE).append('\n');
    for (var stanza : stanzas) {
      text.append("-> ").append(stanza.type());
      stanza.arguments().forEach(argument -> text.append(' ').append(argument));
      text.append('\n');
      var body = base64.encodeToString(stanza.body());
      // A body always ends in a line shorter than 64 characters, be it an empty one.
      for (int at = 0; at <= body.length(); at += 64) {
        text.append(body, at, Math.min(at + 64, body.length())).append('\n');
      }
    }
    text.append("---");
    var covered = text.toString().getBytes(StandardCharsets.US_ASCII);
    var mac = macOf(key, covered, covered.length);
    text.append(' ').append(base64.encodeToString(mac)).append('\n');
    var bytes = text.toString().getBytes(StandardCharsets.US_ASCII);
    return new AgeHeader(stanzas, bytes, bytes.length, covered.length, mac);
  }

  private static byte[] macOf(FileKey key, byte[] bytes, int length) {
    var info = "header".getBytes(StandardCharsets.US_ASCII);
    var macKey = Hkdf.derive(key.getEncoded(), NO_SALT, info, 32);
    return Hkdf.hmac(macKey, bytes, length);
  }
}
