package io.vaultplatform.core.audit;

import io.vaultplatform.core.crypto.AgeRecipient;
import io.vaultplatform.core.crypto.VerificationKey;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The log of every vault and account.
 *
 * <p>Three promises. Nothing happens without an entry: {@link #append} joins the caller's
 * transaction, so both are there or neither. Nothing entered can be changed, removed or moved
 * without it showing to whoever kept a receipt. And anybody can check this with {@link
 * LogVerifier}, without us.
 *
 * <p>Append last: the chain's head is locked from there to the end of the transaction, and whoever
 * also locks a trigger's row locks that first.
 */
public interface AuditLog {

  /**
   * Enters what the caller's transaction does.
   *
   * @return the entry, in the chain once the transaction commits
   * @throws jakarta.transaction.TransactionalException when there is no transaction
   * @throws io.vaultplatform.core.base.VaultException when the entry cannot be written; the
   *     transaction is then lost
   */
  Entry append(Draft draft);

  /**
   * Enters a refusal in a transaction of its own, because the caller's is about to roll back.
   *
   * <p>The first few of one kind (same chain, type and actor) within a minute are entered at once;
   * the rest are counted, and follow as one entry with the fact {@code count}. So an attacker can
   * neither hide an attempt nor fill the log.
   */
  void refuse(Draft draft);

  /** The signed statement that this entry is in the log, for the person to keep. */
  Receipt receipt(Entry entry);

  /** The same for an entry by its number, if the caller may see that chain. */
  Optional<Receipt> receipt(Chain chain, long sequence);

  /**
   * Entries of a chain that the current principal may see, oldest first.
   *
   * @param after the cursor of the previous page; empty for the first
   * @param limit how many at most, from 1 to {@link Page#MOST}
   */
  Page list(Chain chain, Query query, OptionalLong after, int limit);

  /**
   * The entries behind {@code sequence}, in order, at most {@code limit}; for readers that keep up
   * with a chain.
   */
  List<Entry> after(Chain chain, long sequence, int limit);

  /** Where the chain ends now; its {@link Head#genesis} when it has no entry. */
  Head head(Chain chain);

  /**
   * Writes the whole chain as JSON lines ({@code docs/formats/audit-export-v1.md}), in constant
   * memory, and enters that it did so; that entry is the last of the export.
   *
   * <p>Must be called outside a transaction: it reads page by page, each in one of its own.
   *
   * @param owner whom the keys of the personal payloads are encrypted to
   */
  void export(Chain chain, Actor actor, AgeRecipient owner, OutputStream lines);

  /** The key that signs entries, receipts and checkpoints now. */
  VerificationKey signer();

  /** How the log's first key came to its present one, oldest first; empty when it is the first. */
  List<Succession> successions();

  /** Every key that signed or signs, oldest first. */
  default List<VerificationKey> signers() {
    var all = new ArrayList<VerificationKey>();
    successions().forEach(succession -> all.add(succession.from()));
    all.add(signer());
    return all;
  }

  /**
   * The log's origin, as release policies name it: SHA-256 in hex of the text of its first key. It
   * stays what it is when the key is rotated.
   */
  default String origin() {
    return signers().getFirst().fingerprint();
  }
}
