package io.vaultplatform.core.content.internal;

import static io.vaultplatform.core.base.Refusal.Reason.TOO_LARGE;
import static io.vaultplatform.core.base.Refusal.Reason.UNACCEPTABLE;

import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.content.AgePayload;
import io.vaultplatform.core.content.SuiteChange;
import io.vaultplatform.core.content.VaultView;
import io.vaultplatform.core.content.spi.KeyHolders;
import io.vaultplatform.core.crypto.AgeHeader;
import io.vaultplatform.core.crypto.AgeLimits;
import io.vaultplatform.core.crypto.Suite;
import io.vaultplatform.core.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The suite of a vault: whether its label is of it, and how it becomes hybrid. */
@ApplicationScoped
class Suites {
  static final int LABEL_BYTES = 4096;

  private static final String BECOME =
      "UPDATE vault_core.vaults SET suite = ?, label = ? WHERE id = ? AND suite = 'classic'";

  private static final String NOW = "SELECT suite FROM vault_core.vaults WHERE id = ?";

  private final Sql sql;
  private final DocumentRows documents;
  private final PlatformIdentities platform;
  private final Arming arming;
  private final Iterable<KeyHolders> people;
  private final ContentLog log;

  @Inject
  Suites(
      Sql sql,
      DocumentRows documents,
      PlatformIdentities platform,
      Arming arming,
      @Any Instance<KeyHolders> people,
      ContentLog log) {
    this(sql, documents, platform, arming, (Iterable<KeyHolders>) people, log);
  }

  Suites(
      Sql sql,
      DocumentRows documents,
      PlatformIdentities platform,
      Arming arming,
      Iterable<KeyHolders> people,
      ContentLog log) {
    this.sql = sql;
    this.documents = documents;
    this.platform = platform;
    this.arming = arming;
    this.people = people;
    this.log = log;
  }

  /** For the proxy. */
  @SuppressWarnings("NullAway")
  Suites() {
    sql = null;
    documents = null;
    platform = null;
    arming = null;
    people = null;
    log = null;
  }

  /** A label's bytes, found to be a whole age file for keys of the suite. */
  static Outcome<byte[]> label(byte[] label, Suite suite) {
    if (label.length > LABEL_BYTES) {
      return Outcome.refused(
          TOO_LARGE, "label", "A label file has at most " + LABEL_BYTES + " bytes.");
    }
    return AgeHeader.read(label, AgeLimits.DEFAULT)
        .orRefuse("label")
        .then(header -> whole(label, header, suite));
  }

  // As strict as with a document's metadata: a label that nobody can open is lost without a word.
  private static Outcome<byte[]> whole(byte[] label, AgeHeader header, Suite suite) {
    if (label.length - header.length() < AgePayload.lengthOf(0)) {
      return Outcome.refused(UNACCEPTABLE, "label", "The label file was cut behind its header.");
    }
    if (!header.isSound() || !header.suite().equals(Optional.of(suite))) {
      return Outcome.refused(
          UNACCEPTABLE, "label", "The label is made for keys of the vault's suite and no others.");
    }
    return Outcome.done(label);
  }

  /** From classic to hybrid, in the caller's transaction; see {@link SuiteChange}. */
  Outcome<VaultView> strengthen(VaultView vault, byte[] label) {
    return label(label, Suite.HYBRID).then(whole -> become(vault, whole));
  }

  private Outcome<VaultView> become(VaultView vault, byte[] label) {
    // No epoch may come and no upload end while it is decided.
    documents.lockVault(vault.id());
    var from = Suite.of(sql.one(NOW, row -> row.text("suite"), vault.id().value()));
    var refusal = SuiteChange.refusal(from, arming.of(vault.id()), without(vault.id()));
    if (refusal.isPresent()) {
      return new Outcome.Refused<>(refusal.get());
    }
    sql.updateOne(BECOME, Suite.HYBRID.text(), label, vault.id().value());
    var recipient = platform.make(vault.id(), Suite.HYBRID);
    log.suiteChanged(vault.id(), from, Suite.HYBRID, recipient);
    return Outcome.done(
        new VaultView(
            vault.id(),
            vault.owner(),
            vault.product(),
            Suite.HYBRID,
            label,
            recipient,
            vault.created()));
  }

  private List<String> without(VaultId vault) {
    var names = new ArrayList<String>();
    people.forEach(holders -> names.addAll(holders.without(vault, Suite.HYBRID)));
    return names;
  }
}
