package io.vaultplatform.core.notify.internal;

import io.vaultplatform.core.notify.Destination;
import io.vaultplatform.core.notify.Retry;
import io.vaultplatform.core.store.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.Set;

/**
 * How letters are sent.
 *
 * @param product whose rows this server sends ({@code vault.product})
 * @param publicUrl what links begin with, without a slash at the end ({@code vault.public-url})
 * @param retry how a destination is tried again ({@code vault.notify.attempts}, {@code .backoff},
 *     {@code .backoff-cap})
 * @param claim how long a sender may take before another one sends the same letter again ({@code
 *     vault.notify.claim}); longer than a channel's own limit
 * @param period how often the outbox is looked at ({@code vault.tick-period})
 */
record NotifySettings(
    String product, String publicUrl, Retry retry, Duration claim, Duration period) {
  static final Set<String> NAMES =
      Set.of(
          "vault.product",
          "vault.public-url",
          "vault.notify.attempts",
          "vault.notify.backoff",
          "vault.notify.backoff-cap",
          "vault.notify.claim",
          "vault.tick-period");

  static NotifySettings of(Settings source) {
    var settings = source.within(NAMES);
    var publicUrl = settings.required("vault.public-url").replaceAll("/+$", "");
    if (!publicUrl.matches("https?://[A-Za-z0-9.:\\[\\]-]+(/[A-Za-z0-9/_.-]*)?")) {
      throw Settings.wrong(
          "vault.public-url", "is not an address such as https://vault.example.org");
    }
    var backoff = settings.duration("vault.notify.backoff", Duration.ofMinutes(1));
    var cap = settings.duration("vault.notify.backoff-cap", Duration.ofHours(1));
    if (cap.compareTo(backoff) < 0) {
      throw Settings.wrong("vault.notify.backoff-cap", "is shorter than vault.notify.backoff");
    }
    var claim = settings.duration("vault.notify.claim", Duration.ofMinutes(3));
    var letter = MailProvider.limit(name -> Channels.find(source, Destination.MAIL, name));
    if (claim.compareTo(letter) <= 0) {
      throw Settings.wrong(
          "vault.notify.claim", "is not longer than " + MailProvider.LIMIT + ", a letter's time");
    }
    return new NotifySettings(
        settings.required("vault.product"),
        URI.create(publicUrl).toString(),
        new Retry((int) settings.number("vault.notify.attempts", 8, 1, 100), backoff, cap),
        claim,
        settings.duration("vault.tick-period", Duration.ofMinutes(1)));
  }
}
