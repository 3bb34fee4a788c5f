package io.vaultplatform.core.kms;

import java.util.Map;
import java.util.TreeMap;

/**
 * What a sealed key is for, as named texts: bound to it, never empty, and the same when it is
 * unsealed.
 *
 * <p>No secret and nothing personal: cloud key services write it to their logs.
 *
 * @param parts sorted by name; for example {@code purpose=access-token-key, key=…}
 */
public record KeyContext(Map<String, String> parts) {

  public KeyContext {
    parts = java.util.Collections.unmodifiableMap(new TreeMap<>(parts));
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("a key context is never empty");
    }
    parts.forEach(
        (name, value) -> {
          if (name.isBlank() || value.isBlank() || name.length() > 64 || value.length() > 256) {
            throw new IllegalArgumentException(
                "a part of a key context has a name and a value: " + name);
          }
        });
  }

  /** For one purpose. */
  public static KeyContext of(String purpose) {
    return new KeyContext(Map.of("purpose", purpose));
  }

  /** This and one more part; a name is used once. */
  public KeyContext and(String name, Object value) {
    var more = new TreeMap<>(parts);
    if (more.put(name, value.toString()) != null) {
      throw new IllegalArgumentException("twice in one key context: " + name);
    }
    return new KeyContext(more);
  }
}
