package io.vaultplatform.core.people.internal;

import io.vaultplatform.core.people.CodeTries;
import io.vaultplatform.core.store.Settings;
import java.time.Duration;
import java.util.Set;

/**
 * The bounds around people.
 *
 * @param most of each kind per vault ({@code vault.people.most}); every one of them is written to,
 *     so it is also a bound on unasked-for mail
 * @param lettersPerDay to people who never asked for one, caused by one account in 24 hours: as
 *     many invitations, and as many letters to an address it names ({@code
 *     vault.people.letters-per-day})
 * @param invitation how long a trustee's link works ({@code vault.people.invitation})
 * @param confirmation how long the link that confirms an owner's address works ({@code
 *     vault.people.confirmation})
 * @param session how long a recipient may read and save before the code is asked for again ({@code
 *     vault.people.session})
 * @param tries wrong codes ({@code vault.people.code-tries} within {@code vault.people.code-wait})
 */
record PeopleSettings(
    int most,
    int lettersPerDay,
    Duration invitation,
    Duration confirmation,
    Duration session,
    CodeTries.Limit tries) {
  static final Set<String> NAMES =
      Set.of(
          "vault.people.most",
          "vault.people.letters-per-day",
          "vault.people.invitation",
          "vault.people.confirmation",
          "vault.people.session",
          "vault.people.code-tries",
          "vault.people.code-wait");

  static PeopleSettings of(Settings source) {
    var settings = source.within(NAMES);
    return new PeopleSettings(
        (int) settings.number("vault.people.most", 20, 1, 100),
        (int) settings.number("vault.people.letters-per-day", 40, 1, 1000),
        settings.duration("vault.people.invitation", Duration.ofDays(30)),
        settings.duration("vault.people.confirmation", Duration.ofDays(2)),
        settings.duration("vault.people.session", Duration.ofMinutes(30)),
        new CodeTries.Limit(
            (int) settings.number("vault.people.code-tries", 5, 1, 20),
            settings.duration("vault.people.code-wait", Duration.ofHours(1))));
  }
}
