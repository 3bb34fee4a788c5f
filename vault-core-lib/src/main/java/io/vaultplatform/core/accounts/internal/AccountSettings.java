package io.vaultplatform.core.accounts.internal;

import io.vaultplatform.core.store.Settings;
import java.time.Duration;
import java.util.Set;

/**
 * What an operator may set.
 *
 * @param product the audience of the access tokens
 * @param accessLife of an access token, at most 15 minutes: a leaked one must not live long
 * @param sessionLife after which a passphrase is needed again
 * @param registrationsPerHour from one address
 */
record AccountSettings(
    String product, Duration accessLife, Duration sessionLife, int registrationsPerHour) {
  static final Set<String> NAMES =
      Set.of(
          "vault.product",
          "vault.accounts.access-token-life",
          "vault.accounts.session-life",
          "vault.accounts.registrations-per-hour");
  private static final String ACCESS = "vault.accounts.access-token-life";

  AccountSettings {
    if (accessLife.compareTo(Duration.ofMinutes(15)) > 0) {
      throw Settings.wrong(ACCESS, "is longer than PT15M");
    }
  }

  static AccountSettings of(Settings source) {
    var settings = source.within(NAMES);
    return new AccountSettings(
        settings.required("vault.product"),
        settings.duration(ACCESS, Duration.ofMinutes(10)),
        settings.duration("vault.accounts.session-life", Duration.ofDays(30)),
        (int) settings.number("vault.accounts.registrations-per-hour", 60, 1, 100_000));
  }
}
