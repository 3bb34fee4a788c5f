package io.vaultplatform.core.store;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Configuration by name, read once at start by each feature's settings record.
 *
 * <p>Keys are {@code vault.<feature>.<name>}; as environment variables {@code
 * VAULT_<FEATURE>_<NAME>}. A missing or malformed value stops the start with a sentence that names
 * the key and never shows the value, and so does a key that is none; see {@link SettingNames}.
 * Secrets have no default.
 */
public final class Settings {
  private final Function<String, Optional<String>> source;

  public Settings(Function<String, Optional<String>> source) {
    this.source = source;
  }

  /** The same, for a feature that reads these names and no other. */
  public Settings within(Set<String> names) {
    return new Settings(
        key -> {
          if (!names.contains(key)) {
            throw new IllegalArgumentException(key + " is read and not declared");
          }
          return source.apply(key);
        });
  }

  /** From a map, for tests and embedding. */
  public static Settings of(Map<String, String> values) {
    return new Settings(key -> Optional.ofNullable(values.get(key)));
  }

  /** The value, where one is set and not blank. */
  public Optional<String> find(String key) {
    return source.apply(key).filter(value -> !value.isBlank());
  }

  /** The value, which has to be there. */
  public String required(String key) {
    return find(key)
        .orElseThrow(
            () ->
                wrong(
                    key,
                    "is missing: set it, or the environment variable "
                        + SettingNames.variable(key)));
  }

  public String text(String key, String otherwise) {
    return find(key).orElse(otherwise);
  }

  /** A whole number within limits (both included). */
  public long number(String key, long otherwise, long least, long most) {
    var text = find(key);
    if (text.isEmpty()) {
      return otherwise;
    }
    try {
      long value = Long.parseLong(text.get().strip());
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw wrong(key, "is not a whole number");
    }
    throw wrong(key, "is not between " + least + " and " + most);
  }

  /** An ISO-8601 duration longer than nothing, such as {@code PT10M}. */
  public Duration duration(String key, Duration otherwise) {
    var text = find(key);
    if (text.isEmpty()) {
      return otherwise;
    }
    try {
      var value = Duration.parse(text.get().strip());
      if (value.isPositive()) {
        return value;
      }
    } catch (DateTimeParseException e) {
      throw wrong(key, "is not an ISO-8601 duration such as PT10M");
    }
    throw wrong(key, "is not longer than nothing");
  }

  /** A comma-separated list without empty parts; none when it is not set. */
  public List<String> texts(String key) {
    return find(key).stream()
        .flatMap(text -> Arrays.stream(text.split(",", -1)))
        .map(String::strip)
        .filter(part -> !part.isEmpty())
        .toList();
  }

  /** The failure that stops the start, for checks across keys. */
  public static IllegalStateException wrong(String key, String why) {
    return new IllegalStateException("setting " + key + " " + why);
  }
}
