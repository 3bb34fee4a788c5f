package io.vaultplatform.cli.work;

import io.vaultplatform.cli.Refusals;
import io.vaultplatform.cli.Stop;
import io.vaultplatform.core.content.Manifest;
import io.vaultplatform.core.crypto.AgeRecipient;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.escrow.Arming;
import io.vaultplatform.core.escrow.ReleaseList;
import io.vaultplatform.core.escrow.ReleasePolicy;
import io.vaultplatform.core.keys.KeyBundle;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

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
   * @param escrow the epoch's escrow identity, its public half
   */
  record Running(ReleasePolicy policy, AgeRecipient escrow) {
    Manifest.EscrowNames names() {
      return new Manifest.EscrowNames(
          policy.epoch().trigger(), policy.epoch().number(), List.of(escrow.fingerprint()));
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
              return new Running(policy, escrowOf(owner, policy));
            });
  }

  private static AgeRecipient escrowOf(Accounts.Unlocked owner, ReleasePolicy policy) {
    return owner.bundle().escrow().stream()
        .filter(e -> e.trigger().equals(policy.epoch().trigger()))
        .map(KeyBundle.Escrow::identity)
        .map(identity -> identity.recipient())
        .filter(r -> r.fingerprint().equals(policy.stages().getFirst().escrow()))
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
    var current =
        Refusals.done(
            ReleaseList.verify(
                Getting.signed(
                    client.api().get(escrow(vault, trigger)).body().object("releaseList")),
                owner.keys().signing().verificationKey()));
    if (!current.epoch().equals(policy.epoch()) || !current.policyHash().equals(policy.hash())) {
      throw Stop.refused("The server shows a release list of another epoch than its policy.");
    }
    return Refusals.done(
        Arming.add(
            current,
            manifest,
            owner.keys().signing(),
            Instant.now().truncatedTo(ChronoUnit.MILLIS)));
  }

  private static String escrow(Vaults.Known vault, String trigger) {
    return "vaults/" + vault.id() + "/triggers/" + trigger + "/escrow";
  }
}
