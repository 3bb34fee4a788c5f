package io.vaultplatform.core.people.internal;

import io.vaultplatform.core.notify.About;
import io.vaultplatform.core.notify.Delivery;
import io.vaultplatform.core.notify.Scope;
import io.vaultplatform.core.notify.spi.DeliveryListener;
import io.vaultplatform.core.notify.spi.Recheck;
import io.vaultplatform.core.people.Recipient;
import io.vaultplatform.core.people.RecipientState;
import io.vaultplatform.core.people.Trustee;
import io.vaultplatform.core.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * What deliveries say about people: a letter that could not be delivered makes an address
 * unverified, and that is shown.
 */
@ApplicationScoped
class PeopleDeliveries implements DeliveryListener, Recheck {
  // Both are followed by the time of the step they belong to, in microseconds.
  private static final Pattern TO_THE_OWNER = Pattern.compile("(reminder|window)(_([0-9]{1,17}))?");

  private static final String OWNER_REACHED =
      """
      UPDATE vault_core.owner_addresses a SET reached = ?
        FROM vault_core.vaults v WHERE v.owner_id = a.account_id AND v.id = ? AND a.confirmed_at <= ?
      """;

  private static final String PENDING =
      "SELECT pending_id FROM vault_core.owner_addresses WHERE account_id = ? AND pending_id IS NOT"
          + " NULL";

  private final Sql sql;
  private final TrusteeRows trustees;
  private final RecipientRows recipients;

  @Inject
  PeopleDeliveries(Sql sql, TrusteeRows trustees, RecipientRows recipients) {
    this.sql = sql;
    this.trustees = trustees;
    this.recipients = recipients;
  }

  // For the container's proxy, which never uses the fields.
  @SuppressWarnings("NullAway")
  PeopleDeliveries() {
    this(null, null, null);
  }

  @Override
  public void lock(About about) {
    about
        .person()
        .ifPresent(
            person -> {
              trustees.lock(person);
              recipients.lock(person);
            });
  }

  @Override
  public void heard(Delivery delivery) {
    switch (delivery) {
      case Delivery.Accepted a -> {
        ownerReached(a.about(), a.at(), "taken");
        recipient(a.about()).ifPresent(who -> recipients.become(who, RecipientState.TOLD, a.at()));
      }
      case Delivery.GivenUp g -> {
        ownerReached(g.about(), g.at(), "unreached");
        trustee(g.about()).ifPresent(who -> bounced(who, g));
        recipient(g.about())
            .ifPresent(who -> recipients.become(who, RecipientState.UNREACHED, g.at()));
      }
      // Another destination follows, or nothing was sent.
      case Delivery.Failed f -> {}
      case Delivery.Dropped d -> {}
    }
  }

  // A letter that was written before the address in use was confirmed went to the former one.
  private void ownerReached(About about, Instant at, String reached) {
    var occasion = TO_THE_OWNER.matcher(about.occasion());
    if (about.kind().equals(About.TRIGGER)
        && about.scope() instanceof Scope.OfVault(var vault)
        && occasion.matches()) {
      var micros = Optional.ofNullable(occasion.group(3)).map(Long::parseLong);
      var written = micros.map(time -> Instant.EPOCH.plus(time, ChronoUnit.MICROS)).orElse(at);
      sql.update(OWNER_REACHED, reached, vault.value(), written);
    }
  }

  private Optional<Trustee> trustee(About about) {
    return about.person().flatMap(trustees::find);
  }

  private Optional<Recipient> recipient(About about) {
    return about.person().flatMap(recipients::find);
  }

  private void bounced(Trustee trustee, Delivery.GivenUp delivery) {
    var state = trustee.state().bounced();
    if (state != trustee.state()) {
      trustees.become(trustee, state, trustee.keys(), delivery.at());
    }
  }

  @Override
  public Verdict recheck(About about) {
    return switch (about.occasion()) {
      case "invitation" ->
          trustee(about).filter(found -> found.keys().isEmpty()).isPresent()
                  || !about.kind().equals(PeopleLetters.TRUSTEE)
              ? new Verdict.Holds()
              : new Verdict.Stale("the invitation was accepted already");
      case "address" ->
          !about.kind().equals(PeopleLetters.ACCOUNT) || pending(about.subject())
              ? new Verdict.Holds()
              : new Verdict.Stale("the address was confirmed or replaced");
      // Occasions are words of many features, not a closed type: the others are not ours to judge.
      default -> new Verdict.Holds();
    };
  }

  private boolean pending(UUID account) {
    return sql.find(PENDING, row -> row.uuid("pending_id"), account).isPresent();
  }
}
