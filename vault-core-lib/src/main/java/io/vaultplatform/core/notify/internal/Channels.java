package io.vaultplatform.core.notify.internal;

import io.vaultplatform.core.notify.Destination;
import io.vaultplatform.core.notify.spi.Channel;
import io.vaultplatform.core.notify.spi.Channel.Message;
import io.vaultplatform.core.notify.spi.Channel.Sent;
import io.vaultplatform.core.notify.spi.ChannelProvider;
import io.vaultplatform.core.store.Settings;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The open channels, by name. */
final class Channels implements AutoCloseable {
  private static final String CHANNELS = "vault.notify.channels";

  private final Map<String, Channel> open;

  Channels(Map<String, Channel> open) {
    this.open = Map.copyOf(open);
  }

  /**
   * Opens mail, and whatever else {@code vault.notify.channels} names, from the providers on the
   * class path.
   *
   * @throws IllegalStateException for an unknown name or a wrong setting
   */
  static Channels open(Settings settings) {
    var providers = providers();
    var names = new LinkedHashSet<>(settings.texts(CHANNELS));
    names.add(Destination.MAIL);
    var open = new HashMap<String, Channel>();
    for (var name : names) {
      var provider = providers.get(name);
      if (provider == null) {
        throw Settings.wrong(
            CHANNELS,
            "names a channel that is not installed: one of " + providers.keySet() + " is needed");
      }
      open.put(name, provider.open(setting -> find(settings, name, setting)));
    }
    return new Channels(open);
  }

  /** A channel's setting, by our name for it or by the one that it has everywhere. */
  static Optional<String> find(Settings settings, String channel, String setting) {
    return settings
        .within(names(Set.of()))
        .find(key(channel, setting))
        .or(() -> conventional(settings, channel, setting));
  }

  /** Those names, and the settings of every installed channel. */
  static Set<String> names(Set<String> others) {
    var names = new HashSet<>(others);
    names.add(CHANNELS);
    providers()
        .forEach(
            (name, provider) ->
                provider.settings().forEach(setting -> names.add(key(name, setting))));
    return names;
  }

  private static String key(String channel, String setting) {
    return "vault.channel." + channel + "." + setting;
  }

  private static Map<String, ChannelProvider> providers() {
    var providers = new HashMap<String, ChannelProvider>();
    providers.put(Destination.MAIL, new MailProvider());
    ServiceLoader.load(ChannelProvider.class)
        .forEach(provider -> providers.put(provider.name(), provider));
    return providers;
  }

  // SMTP_HOST, SMTP_PORT, MAIL_FROM and so on are what every container image calls them.
  private static Optional<String> conventional(Settings settings, String channel, String setting) {
    return channel.equals(Destination.MAIL)
        ? settings.find(setting.equals("from") ? "mail.from" : "smtp." + setting)
        : Optional.empty();
  }

  Sent send(Destination to, Message message) {
    @Nullable Channel channel = open.get(to.channel());
    // A channel that was configured when the letter was written and is not any more: not now, and
    // the metrics show it.
    return channel == null
        ? new Sent.NotNow("channel " + to.channel() + " is not configured")
        : channel.send(message);
  }

  @Override
  public void close() {
    open.values().forEach(Channel::close);
  }
}
