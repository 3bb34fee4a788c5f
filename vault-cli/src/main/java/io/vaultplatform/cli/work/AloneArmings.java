package io.vaultplatform.cli.work;

import io.vaultplatform.cli.Refusals;
import io.vaultplatform.cli.Stop;
import io.vaultplatform.cli.home.Pins;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.content.Manifest;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.crypto.VerificationKey;
import io.vaultplatform.core.escrow.Entrusted;
import io.vaultplatform.core.escrow.Leaving;
import io.vaultplatform.core.escrow.ReleasePolicy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The armings of a vault by which trustees can open without the platform, as this computer signed
 * them. Whoever is left out later is named by name before the server is asked; another computer of
 * the owner's learns it from the server's refusal.
 */
record AloneArmings(Pins pins, VaultId vault, VerificationKey owner) {

  /** Before its files are handed out: what was written once may be in a drawer already. */
  void remember(ReleasePolicy policy, Signed signed) {
    pins.put(
        at(policy.epoch().trigger(), policy.epoch().number()),
        new String(signed.bytes(), StandardCharsets.UTF_8));
  }

  /** Ends the command where somebody would leave who can open a document for good. */
  void requireNobodyLeaves(ReleasePolicy now, List<Entrusted> documents, Party everybody) {
    var sentences =
        documents.stream()
            .flatMap(
                document ->
                    earlier(document.manifest()).flatMap(old -> Leaving.of(old, now)).stream()
                        .map(left -> sentence(document.manifest(), left, everybody)))
            .toList();
    if (!sentences.isEmpty()) {
      throw Stop.refused(
          "headers",
          "Nothing was armed. "
              + String.join(" ", sentences)
              + " Disarm, put each anew as a new version (vault put --replaces), then arm.");
    }
  }

  private static String sentence(Manifest manifest, Leaving left, Party everybody) {
    return "Document "
        + manifest.document()
        + " was made for an arming that trustees can open without the platform, and "
        + (left.who().isEmpty()
            ? "a larger quorum"
            : "leaving out "
                + left.who().stream()
                    .map(id -> name(everybody, id))
                    .sorted()
                    .collect(Collectors.joining(", ")))
        + " does not take that back.";
  }

  private static String name(Party everybody, UUID id) {
    return Stream.concat(
            everybody.trustees().stream().filter(t -> t.id().equals(id)).map(People.Trustee::alias),
            everybody.recipients().stream()
                .filter(r -> r.id().equals(id))
                .map(People.Recipient::alias))
        .findFirst()
        .orElse(id.toString());
  }

  private Optional<ReleasePolicy> earlier(Manifest manifest) {
    return manifest
        .escrow()
        .flatMap(names -> pins.of(at(names.trigger(), names.epoch())))
        .map(text -> Signed.parse(text.getBytes(StandardCharsets.UTF_8)))
        .map(signed -> Refusals.done(ReleasePolicy.verify(signed, owner)));
  }

  private String at(UUID trigger, int epoch) {
    return "vault/" + vault + "/alone/" + trigger + "/" + epoch;
  }
}
