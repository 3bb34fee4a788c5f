package io.vaultplatform.core.crypto;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What files for one person are encrypted to: a key of suite {@code classic}, one of {@code
 * hybrid}, or one of each. Which of them is used is decided by the vault's suite.
 *
 * <p>Text: the recipients' own texts, classic before hybrid, with one space between; one form per
 * person, so that it can be pinned, hashed and compared.
 */
public record RecipientKeys(List<AgeRecipient> keys) {

  /**
   * @throws IllegalArgumentException when there is none, or two of one suite
   */
  public RecipientKeys {
    keys = List.copyOf(keys);
    var suites = keys.stream().map(AgeRecipient::suite).toList();
    if (suites.isEmpty() || !suites.stream().sorted().distinct().toList().equals(suites)) {
      throw new IllegalArgumentException("a person has one key of each suite, classic first");
    }
  }

  /** A single key. */
  public static RecipientKeys of(AgeRecipient key) {
    return new RecipientKeys(List.of(key));
  }

  /**
   * Reads the text form.
   *
   * @throws IllegalArgumentException when it is anything else
   */
  public static RecipientKeys parse(String text) {
    var texts = text.split(" ", -1);
    if (texts.length > Suite.values().length) {
      throw new IllegalArgumentException("a person has one key of each suite, classic first");
    }
    var keys = new ArrayList<AgeRecipient>();
    for (var one : texts) {
      keys.add(AgeRecipient.parse(one));
    }
    return new RecipientKeys(keys);
  }

  /** The key of a suite, if the person has one. */
  public Optional<AgeRecipient> of(Suite suite) {
    return keys.stream().filter(key -> key.suite() == suite).findFirst();
  }

  /** The hybrid key where there is one; for what is made for this person alone. */
  public AgeRecipient strongest() {
    return keys.getLast();
  }

  /** Whether the two have a key in common. */
  public boolean sharesAKeyWith(RecipientKeys other) {
    return keys.stream().anyMatch(other.keys::contains);
  }

  /** Whether one of the keys is the one that a signed document names by this fingerprint. */
  public boolean includes(String fingerprint) {
    return keys.stream().anyMatch(key -> key.fingerprint().equals(fingerprint));
  }

  public String text() {
    return String.join(" ", keys.stream().map(AgeRecipient::text).toList());
  }

  /** Lower-case hex of SHA-256 over {@link #text}. */
  public String fingerprint() {
    return Digest.sha256Hex(text().getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public String toString() {
    return text();
  }
}
