package io.vaultplatform.core.keys;

import io.vaultplatform.core.crypto.AgeRecipient;
import io.vaultplatform.core.crypto.RecipientKeys;
import io.vaultplatform.core.crypto.VerificationKey;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * {@code public-key-file/v1}: what a person gives to others, as a text file; keys of thousands of
 * characters are not typed. Specified in {@code docs/formats/public-key-file-v1.md}.
 */
public final class PublicKeyFile {
  private static final int MOST_BYTES = 64 * 1024;

  private PublicKeyFile() {}

  /**
   * What a file held.
   *
   * @param signing absent when the person signs nothing
   */
  public record Content(RecipientKeys recipient, Optional<VerificationKey> signing) {}

  /** The file's text, ASCII. */
  public static String write(PublicKeys keys) {
    var text = new StringBuilder(8192);
    text.append("# vault public keys v1\n");
    text.append("# fingerprint: ").append(keys.fingerprint()).append('\n');
    keys.recipient().keys().forEach(key -> text.append(key.text()).append('\n'));
    return text.append(keys.signing().text()).append('\n').toString();
  }

  /**
   * Reads a file; also one that holds only {@code age1…} lines.
   *
   * @throws IllegalArgumentException when it holds anything else
   */
  public static Content parse(byte[] file) {
    if (file.length > MOST_BYTES) {
      throw new IllegalArgumentException("it is longer than 64 KiB");
    }
    var lines =
        new String(file, StandardCharsets.UTF_8)
            .lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
            .toList();
    var recipients = lines.stream().filter(line -> line.startsWith("age1")).toList();
    var others = lines.stream().filter(line -> !line.startsWith("age1")).toList();
    if (recipients.size() > 2 || others.size() > 1) {
      throw new IllegalArgumentException(
          "a file of public keys holds one age1… line of each suite, and at most one signing key");
    }
    return new Content(
        recipients(recipients), others.stream().findFirst().map(VerificationKey::new));
  }

  private static RecipientKeys recipients(List<String> lines) {
    return new RecipientKeys(
        lines.stream()
            .map(AgeRecipient::parse)
            .sorted(Comparator.comparing(AgeRecipient::suite))
            .toList());
  }
}
