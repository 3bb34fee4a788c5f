package io.vaultplatform.cli.home;

import io.vaultplatform.cli.Stop;
import io.vaultplatform.cli.http.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What this client saw first and holds others to: keys, and the newest version of each document.
 *
 * <p>A server that could hand out other keys later, or an older version, would be believed by a
 * client without memory.
 */
public final class Pins {
  private final Path file;
  private Map<String, Object> seen;

  Pins(Path file) {
    this.file = file;
    this.seen = read();
  }

  private Map<String, Object> read() {
    return Files.exists(file) ? new TreeMap<>(SmallFiles.own(file).members()) : new TreeMap<>();
  }

  // Another command may have written since: what it saw must neither be lost nor be contradicted.
  private void update(Runnable change) {
    PrivateFiles.alone(
        file.resolveSibling("seen.lock"),
        () -> {
          seen = read();
          change.run();
          return seen;
        });
  }

  /** What was seen under this name. */
  public Optional<String> of(String name) {
    return Optional.ofNullable(seen.get(name)).map(String::valueOf);
  }

  /**
   * Keeps {@code value} when it is the first, and ends the command when it is another than the
   * first.
   *
   * @param what what it is, for the sentence, such as "the key of trustee Ada"
   */
  public void hold(String name, String value, String what) {
    if (!of(name).equals(Optional.of(value))) {
      update(() -> holdAlone(name, value, what));
    }
  }

  private void holdAlone(String name, String value, String what) {
    var first = of(name);
    if (first.isEmpty()) {
      write(name, value);
    } else if (!first.get().equals(value)) {
      throw Stop.refused(
          "The server now names another value for "
              + what
              + " than this client saw first. Nothing was done. Compare fingerprints with the"
              + " person; if the change is right, remove \""
              + name
              + "\" from "
              + file
              + ".");
    }
  }

  /**
   * Lets what was seen become something else: for versions, which grow. What {@code next} is given
   * is what another command may have written a moment ago.
   */
  public void become(String name, Function<Optional<String>, String> next) {
    update(() -> write(name, next.apply(of(name))));
  }

  /** Replaces what was seen: for names that people choose. */
  public void put(String name, String value) {
    update(() -> write(name, value));
  }

  private void write(String name, String value) {
    seen.put(name, value);
    PrivateFiles.replace(file, Json.bytes(seen));
  }

  /** Everything under a beginning, without it. */
  public Map<String, String> under(String beginning) {
    var found = new TreeMap<String, String>();
    seen.forEach(
        (name, value) -> {
          if (name.startsWith(beginning)) {
            found.put(name.substring(beginning.length()), String.valueOf(value));
          }
        });
    return found;
  }
}
