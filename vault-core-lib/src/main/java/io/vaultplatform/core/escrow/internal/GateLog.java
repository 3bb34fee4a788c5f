package io.vaultplatform.core.escrow.internal;

import io.vaultplatform.core.audit.AuditLog;
import io.vaultplatform.core.audit.Chain;
import io.vaultplatform.core.audit.Entry;
import io.vaultplatform.core.audit.Head;
import io.vaultplatform.core.audit.Receipt;
import io.vaultplatform.core.base.VaultException;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.crypto.VerificationKey;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.UUID;

/**
 * A vault's log as the gate reads it: from its first entry, page by page, and with the signature of
 * every entry that speaks of the trigger checked.
 *
 * <p>The chain alone is no proof: whoever can write every row can compute it anew. The signature
 * is, for its key is in the key service; and the policy names that key.
 */
@ApplicationScoped
class GateLog {
  private static final int PIECE = 500;

  private final AuditLog log;

  @Inject
  GateLog(AuditLog log) {
    this.log = log;
  }

  /** For the proxy. */
  @SuppressWarnings("NullAway")
  GateLog() {
    log = null;
  }

  /** The origin of the log that is read here. */
  public String origin() {
    return log.origin();
  }

  public Head end(VaultId vault) {
    return log.head(Chain.of(vault));
  }

  /**
   * Every entry, in order.
   *
   * @throws VaultException while iterating, when an entry about the trigger is not signed by one of
   *     the log's keys
   */
  public Iterable<Entry> about(VaultId vault, UUID trigger) {
    var signers = log.signers();
    return () -> new Reading(Chain.of(vault), trigger.toString(), signers);
  }

  private final class Reading implements Iterator<Entry> {
    private final Chain chain;
    private final String trigger;
    private final List<VerificationKey> signers;
    private final ArrayDeque<Entry> page = new ArrayDeque<>();
    private long read;
    private boolean over;

    Reading(Chain chain, String trigger, List<VerificationKey> signers) {
      this.chain = chain;
      this.trigger = trigger;
      this.signers = signers;
    }

    @Override
    public boolean hasNext() {
      if (page.isEmpty() && !over) {
        page.addAll(log.after(chain, read, PIECE));
        over = page.isEmpty();
      }
      return !page.isEmpty();
    }

    @Override
    public Entry next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      var entry = page.remove();
      read = entry.sequence();
      if (trigger.equals(entry.facts().get("trigger"))) {
        requireSigned(entry);
      }
      return entry;
    }

    private boolean isOurs(Signed signed) {
      return signers.stream()
          .anyMatch(key -> signed.verify(key, Receipt.FORMAT) instanceof Signed.Verification.Valid);
    }

    private void requireSigned(Entry entry) {
      boolean genuine =
          log.receipt(chain, entry.sequence())
              .filter(receipt -> receipt.hash().equals(entry.hash()))
              .map(Receipt::signed)
              .filter(this::isOurs)
              .isPresent();
      if (!genuine) {
        throw new ForgedEntry(entry.sequence());
      }
    }
  }

  /** An entry that the log's key did not sign. */
  static final class ForgedEntry extends VaultException {
    private static final long serialVersionUID = 1L;

    ForgedEntry(long sequence) {
      super("entry " + sequence + " is not signed by the log's key");
    }
  }
}
