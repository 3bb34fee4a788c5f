package io.vaultplatform.core.release.internal;

import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.Refusal;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.crypto.Randomness;
import io.vaultplatform.core.crypto.RecipientKeys;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.escrow.EscrowWorld;
import io.vaultplatform.core.notify.Destination;
import io.vaultplatform.core.notify.LinkToken;
import io.vaultplatform.core.notify.MailAddress;
import io.vaultplatform.core.people.Alias;
import io.vaultplatform.core.people.CodeHash;
import io.vaultplatform.core.people.PersonKeys;
import io.vaultplatform.core.people.Reach;
import io.vaultplatform.core.people.Recipient;
import io.vaultplatform.core.people.RecipientId;
import io.vaultplatform.core.people.RecipientState;
import io.vaultplatform.core.people.Recipients;
import io.vaultplatform.core.people.Trustee;
import io.vaultplatform.core.people.TrusteeId;
import io.vaultplatform.core.people.TrusteeState;
import io.vaultplatform.core.people.Trustees;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The people of one vault, who were invited and accepted long ago; what they hold are real keys and
 * links.
 */
final class KnownPeople implements Reach {
  final EscrowWorld world;
  final VaultId vault;
  final Set<UUID> unconfirmed = new HashSet<>();
  final Set<UUID> withoutKey = new HashSet<>();
  boolean ownerHasAddress = true;
  final List<Destination> moreAddresses = new ArrayList<>();
  private final Map<String, UUID> links = new HashMap<>();

  KnownPeople(EscrowWorld world, VaultId vault) {
    this.world = world;
    this.vault = vault;
  }

  /** A link as it stands in a letter, and whose it is. */
  void holds(String token, UUID person) {
    links.put(token, person);
  }

  private static PersonKeys keys(EscrowWorld.Person person) {
    return new PersonKeys(
        RecipientKeys.of(person.identity().recipient()),
        Optional.of(person.key().verificationKey()));
  }

  private Trustee trustee(EscrowWorld.Person person) {
    boolean counts = !unconfirmed.contains(person.id());
    return new Trustee(
        new TrusteeId(person.id()),
        vault,
        new Alias("Trustee"),
        counts ? TrusteeState.CONFIRMED : TrusteeState.ACCEPTED,
        Optional.of(keys(person)),
        Instant.EPOCH);
  }

  private Recipient recipient(EscrowWorld.Person person) {
    return new Recipient(
        new RecipientId(person.id()),
        vault,
        new Alias("Recipient"),
        Optional.of(keys(person)).filter(keys -> !withoutKey.contains(person.id())),
        RecipientState.ADDED,
        Instant.EPOCH);
  }

  final Trustees trustees =
      new Trustees() {
        @Override
        public Outcome<Trustee> invite(VaultId where, Alias alias, MailAddress address) {
          throw new UnsupportedOperationException();
        }

        @Override
        public List<Trustee> of(VaultId where) {
          return where.equals(vault)
              ? world.trustees.stream().map(KnownPeople.this::trustee).toList()
              : List.of();
        }

        @Override
        public Optional<Trustee> find(VaultId where, TrusteeId id) {
          return of(where).stream().filter(t -> t.id().equals(id)).findFirst();
        }

        @Override
        public Outcome<Trustee> accept(String token, Signed acceptance) {
          throw new UnsupportedOperationException();
        }

        @Override
        public Outcome<Asked> asked(String token) {
          throw new UnsupportedOperationException();
        }

        @Override
        public Outcome<Trustee> holding(String token) {
          return of(vault).stream()
              .filter(t -> t.id().value().equals(links.get(token)))
              .findFirst()
              .map(Outcome::done)
              .orElseGet(() -> Outcome.refused(Refusal.of(Refusal.Reason.GONE, "no such link")));
        }
      };

  final Recipients recipients =
      new Recipients() {
        @Override
        public Outcome<Recipient> add(
            VaultId where,
            Alias alias,
            MailAddress address,
            Optional<PersonKeys> keys,
            CodeHash code) {
          throw new UnsupportedOperationException();
        }

        @Override
        public List<Recipient> of(VaultId where) {
          return where.equals(vault)
              ? world.recipients.stream().map(KnownPeople.this::recipient).toList()
              : List.of();
        }

        @Override
        public Optional<Recipient> find(VaultId where, RecipientId id) {
          return of(where).stream().filter(r -> r.id().equals(id)).findFirst();
        }

        @Override
        public Outcome<Admission> admit(String token, String code) {
          return admitted(token)
              .then(
                  r ->
                      Outcome.done(
                          new Admission(
                              r, LinkToken.of(Randomness.bytes(LinkToken.BYTES)), Instant.MAX)));
        }

        @Override
        public Outcome<Recipient> admitted(String session) {
          return of(vault).stream()
              .filter(r -> r.id().value().equals(links.get(session)))
              .findFirst()
              .map(Outcome::done)
              .orElseGet(() -> Outcome.refused(Refusal.of(Refusal.Reason.GONE, "no such link")));
        }
      };

  @Override
  public List<Destination> owner(VaultId where) {
    if (!ownerHasAddress) {
      return List.of();
    }
    var all = new ArrayList<>(List.of(new Destination("mail", "owner@example.org")));
    all.addAll(moreAddresses);
    return all;
  }

  @Override
  public List<Destination> trustee(VaultId where, TrusteeId trustee) {
    return List.of(new Destination("mail", trustee + "@trustees.example.org"));
  }

  @Override
  public List<Destination> recipient(VaultId where, RecipientId recipient) {
    return List.of(new Destination("mail", recipient + "@recipients.example.org"));
  }

  @Override
  public Alias ownerAlias(VaultId where) {
    return new Alias("Ann");
  }
}
