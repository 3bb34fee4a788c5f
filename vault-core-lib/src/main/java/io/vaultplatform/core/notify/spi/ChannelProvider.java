package io.vaultplatform.core.notify.spi;

import java.util.Map;

/** A way to reach people, plugged in by {@link java.util.ServiceLoader}; mail is built in. */
public interface ChannelProvider {

  /** The name destinations use, a lower-case word such as {@code mail}. */
  String name();

  /**
   * Opens the channel with the settings {@code vault.channel.<name>.*}, which are checked here: a
   * missing or wrong one stops the start by name.
   *
   * @throws io.vaultplatform.core.base.VaultException naming the setting
   */
  Channel open(Map<String, String> settings);
}
