package io.vaultplatform.core.content.internal;

import io.vaultplatform.core.audit.AuditLog;
import io.vaultplatform.core.audit.Chain;
import io.vaultplatform.core.audit.Entry;
import io.vaultplatform.core.audit.EventType;
import io.vaultplatform.core.audit.internal.TestAudit;
import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.Refusal;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.content.DocumentId;
import io.vaultplatform.core.content.StoredDocument;
import io.vaultplatform.core.content.Upload;
import io.vaultplatform.core.content.UploadLimits;
import io.vaultplatform.core.content.Vault;
import io.vaultplatform.core.content.VaultView;
import io.vaultplatform.core.content.Writing;
import io.vaultplatform.core.crypto.AgeFile;
import io.vaultplatform.core.kms.internal.TestKeys;
import io.vaultplatform.core.store.LocalWork;
import io.vaultplatform.core.store.Principal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * A database with a server's services on it, and what a request does: a transaction, or none around
 * a transfer.
 */
final class Stage {
  final LocalWork work;
  final AuditLog log;
  final TestContent content;

  Stage(LocalWork work) {
    this(work, TestContent.LIMITS);
  }

  Stage(LocalWork work, UploadLimits limits) {
    this(work, limits, TestKeys.open());
  }

  /** As another server, with keys that are there. */
  Stage(LocalWork work, UploadLimits limits, TestKeys keys) {
    this.work = work;
    log = TestAudit.open(work, keys).log();
    content = TestContent.open(work, keys, log, limits);
  }

  /** A new vault of somebody whose signing key is published. */
  VaultView vault(Writing owner) {
    content.published.put(owner.account, owner.signing.verificationKey());
    var label = AgeFile.encrypt(new byte[] {'x'}, Set.of(owner.identity.recipient()));
    return done(
        work.as(
            owner.account,
            () ->
                content
                    .vaults()
                    .create(new VaultId(UUID.randomUUID()), label, owner.identity.suite())));
  }

  /** The vault as somebody finds it. */
  Vault find(AccountId who, VaultId vault) {
    return done(work.as(who, () -> content.vaults().find(vault)));
  }

  Outcome<Upload> offer(Writing owner, Writing.Parts parts) {
    return work.as(
        owner.account,
        () ->
            find(owner, parts)
                .offer(
                    parts.item(),
                    parts.header(),
                    parts.metadata(),
                    parts.signed(),
                    java.util.Optional.empty()));
  }

  Outcome<Upload> send(Writing owner, Writing.Parts parts, long offset, byte[] bytes) {
    var vault = find(owner.account, parts.item().vault());
    return outside(
        owner.account,
        () ->
            vault.append(
                parts.item().document(),
                parts.item().version(),
                offset,
                new ByteArrayInputStream(bytes)));
  }

  /** Offers and sends it whole. */
  Upload.Complete store(Writing owner, Writing.Parts parts) {
    done(offer(owner, parts));
    return (Upload.Complete) done(send(owner, parts, 0, parts.payload()));
  }

  /** The whole file as somebody gets it. */
  Outcome<byte[]> fetch(AccountId who, VaultId vault, DocumentId document) {
    return work.as(who, () -> content.vaults().find(vault).then(found -> found.fetch(document)))
        .then(
            file -> {
              var out = new ByteArrayOutputStream();
              file.writeTo(out, 0, file.size());
              return Outcome.done(out.toByteArray());
            });
  }

  List<StoredDocument> list(AccountId who, VaultId vault) {
    return work.as(
        who, () -> done(content.vaults().find(vault)).documents(java.util.Optional.empty(), 50));
  }

  /** What the vault's log says, oldest first. */
  List<Entry> entries(AccountId owner, VaultId vault) {
    return work.as(owner, () -> log.after(Chain.of(vault), 0, 100));
  }

  List<Entry> entries(AccountId owner, VaultId vault, EventType type) {
    return entries(owner, vault).stream().filter(entry -> entry.type() == type).toList();
  }

  /** As a request does that begins its own transactions. */
  <T> T outside(AccountId who, Supplier<T> call) {
    return work.current().as(new Principal.Person(who), call);
  }

  static <T> T done(Outcome<T> outcome) {
    return switch (outcome) {
      case Outcome.Done<T>(var value) -> value;
      case Outcome.Refused<T>(var refusal) -> throw new AssertionError(refusal.toString());
    };
  }

  static Refusal refusal(Outcome<?> outcome) {
    return switch (outcome) {
      case Outcome.Done<?>(var value) -> throw new AssertionError("done: " + value);
      case Outcome.Refused<?>(var refusal) -> refusal;
    };
  }

  private Vault find(Writing owner, Writing.Parts parts) {
    return switch (content.vaults().find(parts.item().vault())) {
      case Outcome.Done<Vault>(var vault) -> vault;
      case Outcome.Refused<Vault>(var refusal) ->
          throw new AssertionError(owner.account + ": " + refusal);
    };
  }
}
