package io.vaultplatform.core.kms;

/**
 * One version of a key. Versions count from 1; what is sealed says which one sealed it, and the
 * newest seals.
 */
public record KeyVersion(KeyRef key, int number) implements Comparable<KeyVersion> {

  public KeyVersion {
    if (number < 1) {
      throw new IllegalArgumentException("versions of keys count from 1");
    }
  }

  /** The name that key services know it by: {@code data}, then {@code data.2}, {@code data.3}. */
  public String text() {
    return number == 1 ? key.text() : key.text() + "." + number;
  }

  /** The one after this. */
  public KeyVersion next() {
    return new KeyVersion(key, number + 1);
  }

  @Override
  public int compareTo(KeyVersion other) {
    int keys = key.compareTo(other.key);
    return keys != 0 ? keys : Integer.compare(number, other.number);
  }

  @Override
  public String toString() {
    return text();
  }
}
