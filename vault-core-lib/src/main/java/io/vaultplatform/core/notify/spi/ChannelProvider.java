package io.vaultplatform.core.notify.spi;

import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** A way to reach people, plugged in by {@link java.util.ServiceLoader}; mail is built in. */
public interface ChannelProvider {

  /** The name destinations use, a lower-case word such as {@code mail}. */
  String name();

  /** The names of the settings it reads; any other below its name stops the start. */
  Set<String> settings();

  /**
   * Opens the channel. Settings are checked here: a missing or wrong one stops the start by name.
   *
   * @param settings the value of {@code vault.channel.<channel>.<setting>} for the name of a
   *     setting
   * @throws IllegalStateException naming the setting
   */
  Channel open(Function<String, Optional<String>> settings);
}
