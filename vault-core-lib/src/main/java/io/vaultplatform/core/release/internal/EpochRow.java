package io.vaultplatform.core.release.internal;

import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.VaultException;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.crypto.VerificationKey;
import io.vaultplatform.core.escrow.Epoch;
import io.vaultplatform.core.escrow.ReleaseList;
import io.vaultplatform.core.escrow.ReleasePolicy;
import io.vaultplatform.core.escrow.Stored;
import io.vaultplatform.core.store.Row;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** One arming as it is stored, with the owner's documents as they were signed. */
record EpochRow(
    Epoch epoch,
    AccountId owner,
    VerificationKey ownerKey,
    Signed policy,
    List<Signed> shareSets,
    Signed releaseList,
    int listVersion) {

  static final String COLUMNS =
      "e.vault_id, e.trigger_id, e.epoch, e.owner_id, e.owner_key, e.policy, e.share_sets,"
          + " e.release_list, e.list_version";

  static EpochRow of(Row row) {
    return new EpochRow(
        new Epoch(new VaultId(row.uuid("vault_id")), row.uuid("trigger_id"), row.integer("epoch")),
        new AccountId(row.uuid("owner_id")),
        new VerificationKey(row.text("owner_key")),
        signed(row.text("policy")),
        Stored.trees(row.text("share_sets")).stream().map(Signed::of).toList(),
        signed(row.text("release_list")),
        row.integer("list_version"));
  }

  /** The policy; checked when it was stored, and again here, for rows may be edited. */
  ReleasePolicy readPolicy() {
    return whole(ReleasePolicy.verify(policy, ownerKey));
  }

  /**
   * The policy, for letters that are a courtesy: a row that was edited must not stop the step they
   * belong to, which may be a sign of life.
   */
  Optional<ReleasePolicy> policyIfWhole() {
    return ReleasePolicy.verify(policy, ownerKey) instanceof Outcome.Done<ReleasePolicy>(var whole)
        ? Optional.of(whole)
        : Optional.empty();
  }

  ReleaseList readList() {
    return whole(ReleaseList.verify(releaseList, ownerKey));
  }

  private <T> T whole(Outcome<T> outcome) {
    return switch (outcome) {
      case Outcome.Done<T>(var value) -> value;
      case Outcome.Refused<T>(var refusal) ->
          throw new VaultException(
              "the stored documents of " + epoch + " were changed: " + refusal.detail());
    };
  }

  static Signed signed(String canonical) {
    return Signed.parse(canonical.getBytes(StandardCharsets.UTF_8));
  }

  static String text(Signed signed) {
    return new String(signed.bytes(), StandardCharsets.UTF_8);
  }
}
