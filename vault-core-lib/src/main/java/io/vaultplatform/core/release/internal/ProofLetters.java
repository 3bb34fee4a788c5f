package io.vaultplatform.core.release.internal;

import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.crypto.Randomness;
import io.vaultplatform.core.escrow.Epoch;
import io.vaultplatform.core.notify.About;
import io.vaultplatform.core.notify.LinkPurpose;
import io.vaultplatform.core.notify.Links;
import io.vaultplatform.core.notify.Outbox;
import io.vaultplatform.core.notify.Outgoing;
import io.vaultplatform.core.notify.OutgoingId;
import io.vaultplatform.core.notify.Template;
import io.vaultplatform.core.people.Reach;
import io.vaultplatform.core.people.TrusteeId;
import io.vaultplatform.core.release.GroupProofs;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The letters about proofs, put into the outbox by the transaction that decided them. */
@ApplicationScoped
class ProofLetters {
  /** The kind of subject of a letter that asks a trustee; the owner's is about the trigger. */
  static final String TRUSTEE = "trustee";

  /** To a trustee. */
  static final String PROOF = "proof";

  /** To the owner. */
  static final String SHORT = "proofs";

  // Longer than the way to the next letter, so that whoever comes late comes in all the same.
  private static final Duration LINK = Duration.ofDays(90);

  private final Outbox outbox;
  private final Links links;
  private final Reach reach;

  @Inject
  ProofLetters(Outbox outbox, Links links, Reach reach) {
    this.outbox = outbox;
    this.links = links;
    this.reach = reach;
  }

  /** For the proxy. */
  @SuppressWarnings("NullAway")
  ProofLetters() {
    this(null, null, null);
  }

  /** Asks a trustee. */
  public void ask(String product, VaultId vault, UUID trustee, Instant due, Instant now) {
    var to = reach.trustee(vault, new TrusteeId(trustee));
    if (to.isEmpty()) {
      return;
    }
    var until = (due.isAfter(now) ? due : now).plus(LINK);
    outbox.add(
        new Outgoing.Letter(
            new OutgoingId(Randomness.uuidV7(now)),
            product,
            new About(Tasks.scope(vault), TRUSTEE, trustee, 0, PROOF).to(trustee),
            now,
            Outgoing.Evidence.LETTER,
            Template.TRUSTEE_PROOF,
            to,
            Map.of(
                "alias",
                reach.ownerAlias(vault).text(),
                "due",
                due.toString(),
                "until",
                until.toString()),
            Optional.of(links.create(LinkPurpose.TRUSTEE, Tasks.scope(vault), trustee, until))));
  }

  /** Tells the owner. */
  public void warn(String product, Epoch epoch, GroupProofs worst, Instant now) {
    var to = reach.owner(epoch.vault());
    if (to.isEmpty()) {
      return;
    }
    outbox.add(
        new Outgoing.Letter(
            new OutgoingId(Randomness.uuidV7(now)),
            product,
            new About(
                Tasks.scope(epoch.vault()), About.TRIGGER, epoch.trigger(), epoch.number(), SHORT),
            now,
            Outgoing.Evidence.LETTER,
            Template.PROOFS_SHORT,
            to,
            Map.of(
                "standing",
                Integer.toString(worst.standing()),
                "needed",
                Integer.toString(worst.needed())),
            Optional.empty()));
  }
}
