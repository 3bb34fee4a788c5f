package io.vaultplatform.core.notify.internal;

import io.vaultplatform.core.audit.Actor;
import io.vaultplatform.core.audit.AuditLog;
import io.vaultplatform.core.audit.Chain;
import io.vaultplatform.core.audit.Draft;
import io.vaultplatform.core.audit.Entry;
import io.vaultplatform.core.audit.EventType;
import io.vaultplatform.core.audit.Head;
import io.vaultplatform.core.audit.Page;
import io.vaultplatform.core.audit.Query;
import io.vaultplatform.core.audit.Receipt;
import io.vaultplatform.core.audit.Succession;
import io.vaultplatform.core.crypto.AgeRecipient;
import io.vaultplatform.core.crypto.VerificationKey;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** A log in memory, for tests that look at what was entered and not at how the chain is kept. */
public final class MemoryAudit implements AuditLog {
  private final List<Draft> entered = Collections.synchronizedList(new ArrayList<>());

  /** Every draft, refusals too, in order. */
  public List<Draft> entered() {
    return List.copyOf(entered);
  }

  /** The types of the drafts, in order. */
  public List<EventType> types() {
    return entered().stream().map(Draft::type).toList();
  }

  @Override
  public Entry append(Draft draft) {
    entered.add(draft);
    return Entry.following(
        Head.genesis(draft.chain()), draft, UUID.randomUUID(), Instant.EPOCH, Optional.empty());
  }

  @Override
  public void refuse(Draft draft) {
    entered.add(draft);
  }

  @Override
  public Receipt receipt(Entry entry) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<Receipt> receipt(Chain chain, long sequence) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Page list(Chain chain, Query query, OptionalLong after, int limit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<Entry> after(Chain chain, long sequence, int limit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Head head(Chain chain) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void export(Chain chain, Actor actor, AgeRecipient owner, OutputStream lines) {
    throw new UnsupportedOperationException();
  }

  @Override
  public VerificationKey signer() {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<Succession> successions() {
    throw new UnsupportedOperationException();
  }
}
