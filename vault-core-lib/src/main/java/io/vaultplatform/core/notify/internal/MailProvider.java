package io.vaultplatform.core.notify.internal;

import io.vaultplatform.core.notify.Destination;
import io.vaultplatform.core.notify.MailAddress;
import io.vaultplatform.core.notify.spi.Channel;
import io.vaultplatform.core.notify.spi.ChannelProvider;
import io.vaultplatform.core.store.Settings;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.Function;

/**
 * Mail by SMTP: settings {@code host}, {@code port}, {@code from}, {@code user}, {@code password},
 * {@code starttls} ({@code true} or {@code false}), {@code wait} (for each answer of the server,
 * PT10S) and {@code limit} (for a whole letter, PT30S).
 */
final class MailProvider implements ChannelProvider {
  static final String LIMIT = "vault.channel.mail.limit";

  @Override
  public String name() {
    return Destination.MAIL;
  }

  @Override
  public Set<String> settings() {
    return Set.of("host", "port", "from", "user", "password", "auth", "starttls", "wait", "limit");
  }

  @Override
  public Channel open(Function<String, Optional<String>> settings) {
    // The same checks as everywhere, under the channel's own names.
    var checked = checked(settings);
    var from = checked.required("vault.channel.mail.from");
    var sender =
        switch (MailAddress.parse("from", from)) {
          case io.vaultplatform.core.base.Outcome.Done<MailAddress>(var address) -> address;
          case io.vaultplatform.core.base.Outcome.Refused<MailAddress> r ->
              throw Settings.wrong("vault.channel.mail.from", "is not a plain mail address");
        };
    var wait = checked.duration("vault.channel.mail.wait", Duration.ofSeconds(10));
    var properties = properties(checked, sender, wait);
    return new MailChannel(
        properties,
        sender,
        checked.find("vault.channel.mail.user").flatMap(user -> account(checked, user)),
        limit(settings));
  }

  /** How long one letter may take; whoever claims it must have the patience. */
  static Duration limit(Function<String, Optional<String>> settings) {
    return checked(settings).duration(LIMIT, Duration.ofSeconds(30));
  }

  private static Settings checked(Function<String, Optional<String>> settings) {
    return new Settings(key -> settings.apply(key.substring(key.lastIndexOf('.') + 1)));
  }

  private static Properties properties(Settings settings, MailAddress sender, Duration wait) {
    var properties = new Properties();
    var millis = Long.toString(wait.toMillis());
    properties.put("mail.smtp.host", settings.required("vault.channel.mail.host"));
    properties.put(
        "mail.smtp.port", Long.toString(settings.number("vault.channel.mail.port", 25, 1, 65535)));
    properties.put("mail.smtp.from", sender.text());
    properties.put("mail.smtp.connectiontimeout", millis);
    properties.put("mail.smtp.timeout", millis);
    properties.put("mail.smtp.writetimeout", millis);
    properties.put("mail.smtp.quitwait", "false");
    properties.put("mail.smtp.ssl.checkserveridentity", "true");
    // The server's own words on success reach us only as an exception; see MailChannel.
    properties.put("mail.smtp.reportsuccess", "true");
    var starttls =
        switch (settings.text("vault.channel.mail.starttls", "false").toLowerCase(Locale.ROOT)) {
          case "true" -> "true";
          case "false" -> "false";
          // A setting is text, not a closed type; a third word must not quietly mean "no
          // encryption".
          default ->
              throw Settings.wrong("vault.channel.mail.starttls", "is neither true nor false");
        };
    properties.put("mail.smtp.starttls.enable", starttls);
    properties.put("mail.smtp.starttls.required", starttls);
    return properties;
  }

  // A user without a password is what a server without authentication is configured with ("none").
  private static Optional<MailChannel.Account> account(Settings settings, String user) {
    return settings.text("vault.channel.mail.auth", "true").equals("false")
        ? Optional.empty()
        : Optional.of(
            new MailChannel.Account(user, settings.required("vault.channel.mail.password")));
  }
}
