package io.vaultplatform.cli.work;

import io.vaultplatform.cli.Refusals;
import io.vaultplatform.cli.Stop;
import io.vaultplatform.cli.http.Json;
import io.vaultplatform.core.content.DocumentId;
import io.vaultplatform.core.content.Manifest;
import io.vaultplatform.core.crypto.AgeRecipient;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.escrow.Arming;
import io.vaultplatform.core.escrow.Portion;
import io.vaultplatform.core.escrow.ReleaseList;
import io.vaultplatform.core.escrow.ReleasePolicy;
import io.vaultplatform.core.keys.KeyBundle;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The running epoch of a vault's trigger, for a document that joins it: to whom it is encrypted
 * besides the owner, and the owner's signed list that has to name it.
 */
final class Epochs {
  private final Client client;

  Epochs(Client client) {
    this.client = client;
  }

  /**
   * A running epoch, as the owner's own signature tells it.
   *
   * @param list the current release list
   * @param escrows the epoch's escrow identities, their public halves
   */
  record Running(ReleasePolicy policy, ReleaseList list, SortedMap<Portion, AgeRecipient> escrows) {

    /** For whom a document is: as the list has it; a new one is for everybody. */
    Set<Portion> portions(DocumentId document) {
      return list.item(document)
          .<Set<Portion>>map(ReleaseList.Item::portions)
          .orElseGet(() -> new TreeSet<>(policy.portions()));
    }

    /** To whom a class B document is encrypted besides its owner. */
    List<AgeRecipient> keys(DocumentId document) {
      return new TreeSet<>(portions(document))
          .stream().map(portion -> Objects.requireNonNull(escrows.get(portion))).toList();
    }

    Manifest.EscrowNames names(DocumentId document) {
      return new Manifest.EscrowNames(
          policy.epoch().trigger(),
          policy.epoch().number(),
          keys(document).stream().map(AgeRecipient::fingerprint).toList());
    }
  }

  /** The running epoch, if the vault is armed. */
  Optional<Running> running(Accounts.Unlocked owner, Vaults.Known vault) {
    var live =
        new Switch(client)
            .list(vault).stream()
                .map(t -> client.api().get(escrow(vault, t.id().toString())).body())
                .filter(e -> e.flag("armed"))
                .toList();
    if (live.size() > 1) {
      throw Stop.refused("Two triggers of this vault are armed; this client serves one at a time.");
    }
    return live.stream()
        .findFirst()
        .map(
            e -> {
              var policy =
                  Refusals.done(
                      ReleasePolicy.verify(
                          Getting.signed(e.object("policy")),
                          owner.keys().signing().verificationKey()));
              return new Running(policy, list(owner, e, policy), escrowsOf(owner, policy));
            });
  }

  private static ReleaseList list(Accounts.Unlocked owner, Json escrow, ReleasePolicy policy) {
    var list =
        Refusals.done(
            ReleaseList.verify(
                Getting.signed(escrow.object("releaseList")),
                owner.keys().signing().verificationKey()));
    if (!list.epoch().equals(policy.epoch()) || !list.policyHash().equals(policy.hash())) {
      throw Stop.refused("The server shows a release list of another epoch than its policy.");
    }
    return list;
  }

  private static SortedMap<Portion, AgeRecipient> escrowsOf(
      Accounts.Unlocked owner, ReleasePolicy policy) {
    var all = new TreeMap<Portion, AgeRecipient>();
    for (var portion : policy.portions()) {
      all.put(portion, escrowOf(owner, policy, policy.set(portion).orElseThrow().escrow()));
    }
    return all;
  }

  private static AgeRecipient escrowOf(
      Accounts.Unlocked owner, ReleasePolicy policy, String fingerprint) {
    return owner.bundle().escrow().stream()
        .filter(e -> e.trigger().equals(policy.epoch().trigger()))
        .map(KeyBundle.Escrow::identity)
        .map(identity -> identity.recipient())
        .filter(r -> r.fingerprint().equals(fingerprint))
        .findFirst()
        .orElseThrow(
            () ->
                Stop.refused(
                    "Your key bundle lacks the escrow key of the running epoch: arm again to make a"
                        + " new one."));
  }

  /** The list as it is now with this document in it, signed; it travels with the offer. */
  Signed next(Accounts.Unlocked owner, Vaults.Known vault, ReleasePolicy policy, Signed manifest) {
    var trigger = policy.epoch().trigger().toString();
    var current = list(owner, client.api().get(escrow(vault, trigger)).body(), policy);
    var document = Manifest.of(manifest.unverifiedBody()).document();
    var portions =
        current
            .item(document)
            .<Set<Portion>>map(ReleaseList.Item::portions)
            .orElseGet(() -> new TreeSet<>(policy.portions()));
    return Refusals.done(
        Arming.add(
            current,
            manifest,
            portions,
            owner.keys().signing(),
            Instant.now().truncatedTo(ChronoUnit.MILLIS)));
  }

  private static String escrow(Vaults.Known vault, String trigger) {
    return "vaults/" + vault.id() + "/triggers/" + trigger + "/escrow";
  }
}
