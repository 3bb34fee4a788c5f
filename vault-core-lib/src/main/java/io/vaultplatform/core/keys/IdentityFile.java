package io.vaultplatform.core.keys;

import io.vaultplatform.core.crypto.AgeIdentity;
import io.vaultplatform.core.crypto.Base64Url;
import io.vaultplatform.core.crypto.SecretBytes;
import io.vaultplatform.core.crypto.SigningKey;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * {@code identity-file/v1}: a person's private keys as a text file that the {@code age} command
 * reads too.
 *
 * <p>The signing seed stands in a comment line, which {@code age} skips. A file without it (one
 * made by {@code age-keygen}) still opens files; it cannot sign. Read by {@link #parse}, written by
 * {@link #write}; the format is specified in {@code docs/formats/identity-file-v1.md}.
 */
public final class IdentityFile {
  private static final String FIRST_LINE = "# vault identity v1";
  private static final String SEED = "# signing seed: ";
  private static final int MOST_BYTES = 64 * 1024;

  private IdentityFile() {}

  /**
   * What a file held.
   *
   * @param signing absent when the file was not made by this product
   */
  public record Content(AgeIdentity identity, Optional<SigningKey> signing)
      implements AutoCloseable {
    @Override
    public void close() {
      identity.close();
      signing.ifPresent(SigningKey::close);
    }

    /**
     * Both keys.
     *
     * @throws IllegalArgumentException when the file has no signing seed
     */
    public PrivateKeys both() {
      return new PrivateKeys(
          identity,
          signing.orElseThrow(
              () -> new IllegalArgumentException("this identity file has no signing seed")));
    }
  }

  /** The file's bytes, ASCII. The caller closes them. */
  public static SecretBytes write(PrivateKeys keys) {
    try (var seed = keys.signing().seed();
        var identity = keys.identity().text()) {
      var text = new StringBuilder(512);
      text.append(FIRST_LINE).append('\n');
      text.append("# public key: ").append(keys.identity().recipient().text()).append('\n');
      text.append("# signing key: ").append(keys.signing().verificationKey().text()).append('\n');
      text.append(SEED).append(seed.<String>expose(Base64Url::encode)).append('\n');
      text.append(identity.<String>expose(b -> new String(b, StandardCharsets.US_ASCII)));
      text.append('\n');
      return SecretBytes.taking(text.toString().getBytes(StandardCharsets.US_ASCII));
    }
  }

  /**
   * Reads a file; also one made by {@code age-keygen}.
   *
   * @throws IllegalArgumentException when it holds not exactly one identity, or one and a signing
   *     seed that is malformed; the message never quotes the file
   */
  public static Content parse(SecretBytes file) {
    if (file.length() > MOST_BYTES) {
      throw new IllegalArgumentException("this is no identity file: it is longer than 64 KiB");
    }
    var lines = file.<String>expose(b -> new String(b, StandardCharsets.UTF_8)).lines().toList();
    var identities =
        lines.stream()
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
            .toList();
    if (identities.size() != 1) {
      throw new IllegalArgumentException("an identity file holds exactly one identity");
    }
    var seeds = lines.stream().filter(line -> line.startsWith(SEED)).toList();
    if (seeds.size() > 1) {
      throw new IllegalArgumentException("an identity file holds at most one signing seed");
    }
    var signing =
        seeds.stream().findFirst().map(line -> signingKey(line.substring(SEED.length()).strip()));
    return new Content(AgeIdentity.parse(identities.getFirst()), signing);
  }

  private static SigningKey signingKey(String text) {
    try (var seed = SecretBytes.taking(Base64Url.decode(text))) {
      return SigningKey.ofSeed(seed);
    }
  }
}
