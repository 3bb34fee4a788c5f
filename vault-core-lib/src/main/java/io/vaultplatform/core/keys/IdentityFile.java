package io.vaultplatform.core.keys;

import io.vaultplatform.core.crypto.AgeIdentity;
import io.vaultplatform.core.crypto.Base64Url;
import io.vaultplatform.core.crypto.SecretBytes;
import io.vaultplatform.core.crypto.SigningKey;
import io.vaultplatform.core.crypto.Suite;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * {@code identity-file/v1}: a person's private keys as a text file that the {@code age} command
 * reads too.
 *
 * <p>The hybrid identity and the signing seed stand in comment lines, which {@code age} skips: a
 * tool that does not know a kind of identity refuses the whole file. A file made by {@code
 * age-keygen} still opens files; it cannot sign. Read by {@link #parse}, written by {@link #write};
 * the format is specified in {@code docs/formats/identity-file-v1.md}.
 */
public final class IdentityFile {
  private static final String FIRST_LINE = "# vault identity v1";
  private static final String HYBRID = "# hybrid identity: ";
  private static final String SEED = "# signing seed: ";
  private static final int MOST_BYTES = 64 * 1024;

  private IdentityFile() {}

  /**
   * What a file held.
   *
   * @param identities one of each suite at most, classic before hybrid
   * @param signing absent when the file was not made by this product
   */
  public record Content(List<AgeIdentity> identities, Optional<SigningKey> signing)
      implements AutoCloseable {

    public Content {
      identities = List.copyOf(identities);
      PrivateKeys.recipients(identities);
    }

    @Override
    public void close() {
      identities.forEach(AgeIdentity::close);
      signing.ifPresent(SigningKey::close);
    }

    /**
     * All keys.
     *
     * @throws IllegalArgumentException when the file has no signing seed
     */
    public PrivateKeys keys() {
      return new PrivateKeys(
          identities,
          signing.orElseThrow(
              () -> new IllegalArgumentException("this identity file has no signing seed")));
    }
  }

  /** The file's bytes, ASCII. The caller closes them. */
  public static SecretBytes write(PrivateKeys keys) {
    try (var seed = keys.signing().seed()) {
      var text = new StringBuilder(8192);
      text.append(FIRST_LINE).append('\n');
      text.append("# fingerprint: ").append(keys.publicKeys().fingerprint()).append('\n');
      text.append("# public key: ").append(keys.publicKeys().recipient()).append('\n');
      text.append("# signing key: ").append(keys.signing().verificationKey()).append('\n');
      text.append(SEED).append(seed.<String>expose(Base64Url::encode)).append('\n');
      for (var identity : keys.identities().reversed()) {
        if (identity.suite() == Suite.HYBRID && keys.identities().size() > 1) {
          text.append(HYBRID);
        }
        text.append(textOf(identity)).append('\n');
      }
      return SecretBytes.taking(text.toString().getBytes(StandardCharsets.US_ASCII));
    }
  }

  private static String textOf(AgeIdentity identity) {
    try (var text = identity.text()) {
      return text.expose(bytes -> new String(bytes, StandardCharsets.US_ASCII));
    }
  }

  /**
   * Reads a file; also one made by {@code age-keygen}, of either suite.
   *
   * @throws IllegalArgumentException when it holds no identity, two of one suite, or one and a
   *     signing seed that is malformed; the message never quotes the file
   */
  public static Content parse(SecretBytes file) {
    if (file.length() > MOST_BYTES) {
      throw new IllegalArgumentException("this is no identity file: it is longer than 64 KiB");
    }
    var lines = file.<String>expose(b -> new String(b, StandardCharsets.UTF_8)).lines().toList();
    var plain =
        lines.stream()
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
            .toList();
    var texts = Stream.concat(plain.stream(), after(HYBRID, lines).stream()).toList();
    var seeds = after(SEED, lines);
    if (texts.isEmpty() || texts.size() > Suite.values().length || seeds.size() > 1) {
      throw new IllegalArgumentException(
          "an identity file holds one identity of each suite, and at most one signing seed");
    }
    var identities =
        texts.stream()
            .map(AgeIdentity::parse)
            .sorted(Comparator.comparing(AgeIdentity::suite))
            .toList();
    return new Content(identities, seeds.stream().findFirst().map(IdentityFile::signingKey));
  }

  private static List<String> after(String beginning, List<String> lines) {
    return lines.stream()
        .filter(line -> line.startsWith(beginning))
        .map(line -> line.substring(beginning.length()).strip())
        .toList();
  }

  private static SigningKey signingKey(String text) {
    try (var seed = SecretBytes.taking(Base64Url.decode(text))) {
      return SigningKey.ofSeed(seed);
    }
  }
}
