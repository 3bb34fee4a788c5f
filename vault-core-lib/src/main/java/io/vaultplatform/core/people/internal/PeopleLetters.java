package io.vaultplatform.core.people.internal;

import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.crypto.Randomness;
import io.vaultplatform.core.notify.About;
import io.vaultplatform.core.notify.Destination;
import io.vaultplatform.core.notify.LinkToken;
import io.vaultplatform.core.notify.MailAddress;
import io.vaultplatform.core.notify.Outbox;
import io.vaultplatform.core.notify.Outgoing;
import io.vaultplatform.core.notify.OutgoingId;
import io.vaultplatform.core.notify.Scope;
import io.vaultplatform.core.notify.Template;
import io.vaultplatform.core.people.Alias;
import io.vaultplatform.core.people.Trustee;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The letters that people send by themselves: invitations, and whose address is whose. */
@ApplicationScoped
class PeopleLetters {
  /** The kind of subject of letters about a trustee. */
  static final String TRUSTEE = "trustee";

  /** The kind of subject of letters about an account. */
  static final String ACCOUNT = "account";

  private final Outbox outbox;
  private final ReachRows reach;

  @Inject
  PeopleLetters(Outbox outbox, ReachRows reach) {
    this.outbox = outbox;
    this.reach = reach;
  }

  // For the container's proxy, which never uses the fields.
  @SuppressWarnings("NullAway")
  PeopleLetters() {
    this(null, null);
  }

  Alias ownerAlias(VaultId vault) {
    return reach.ownerAlias(vault);
  }

  void invitation(
      Trustee trustee,
      VaultOwner owner,
      MailAddress address,
      LinkToken token,
      Instant until,
      Instant now) {
    var about =
        new About(
                new Scope.OfVault(trustee.vault()), TRUSTEE, trustee.id().value(), 0, "invitation")
            .to(trustee.id().value());
    var alias = ownerAlias(trustee.vault()).text();
    add(
        owner.product(),
        about,
        Template.TRUSTEE_INVITATION,
        address,
        Map.of("alias", alias, "until", until.toString()),
        Optional.of(token),
        now);
  }

  void confirmAddress(
      AccountId account,
      String product,
      MailAddress address,
      LinkToken token,
      Instant until,
      Instant now) {
    var about = new About(new Scope.OfAccount(account), ACCOUNT, account.value(), 0, "address");
    add(
        product,
        about,
        Template.CONFIRM_ADDRESS,
        address,
        Map.of("until", until.toString()),
        Optional.of(token),
        now);
  }

  void addressChanged(AccountId account, String product, MailAddress former, Instant now) {
    var about =
        new About(new Scope.OfAccount(account), ACCOUNT, account.value(), 0, "address_changed");
    add(
        product,
        about,
        Template.ADDRESS_CHANGED,
        former,
        Map.of("at", now.toString()),
        Optional.empty(),
        now);
  }

  void keysChanged(
      AccountId account, String product, MailAddress address, String news, Instant now) {
    var about =
        new About(new Scope.OfAccount(account), ACCOUNT, account.value(), 0, "keys_changed");
    add(
        product,
        about,
        Template.KEYS_CHANGED,
        address,
        Map.of("at", now.toString(), "news", news),
        Optional.empty(),
        now);
  }

  private void add(
      String product,
      About about,
      Template template,
      MailAddress address,
      Map<String, String> words,
      Optional<LinkToken> token,
      Instant now) {
    outbox.add(
        new Outgoing.Letter(
            new OutgoingId(Randomness.uuidV7(now)),
            product,
            about,
            now,
            Outgoing.Evidence.LETTER,
            template,
            List.of(Destination.mail(address)),
            words,
            token));
  }
}
