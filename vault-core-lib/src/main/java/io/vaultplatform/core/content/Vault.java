package io.vaultplatform.core.content;

import io.vaultplatform.core.audit.Receipt;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.crypto.Signed;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * One vault, for whoever found it: the owner, or somebody with a grant.
 *
 * <p>Uploading takes two steps: {@link #offer} the small parts, then {@link #append} the payload,
 * in as many requests as the line needs. A version is there when its last byte is, and never
 * before.
 *
 * <p>{@link #offer}, {@link #append}, {@link #open} and what {@link #fetch} returns begin
 * transactions of their own, piece by piece: a transfer outlasts any transaction, so they are
 * called outside of one.
 */
public interface Vault {

  /** What is shown of it. */
  VaultView view();

  /**
   * Offers a version. The class is checked against every platform identity the vault ever had
   * (INV-06).
   *
   * <p>The first version of a successor carries out its order: with its last byte the document
   * before it is erased, and grants on that end.
   *
   * <p>Offering the same again continues where the upload stopped; offering something else under
   * the same version replaces an upload that is not complete.
   *
   * @param releaseList while the vault is armed, for class B and C: the owner's next list, which
   *     names this version. It becomes current together with the version. If another list came
   *     first, the payload stays, and the same offer with a newer list completes it
   */
  Outcome<Upload> offer(
      Item item, byte[] header, byte[] metadata, Signed manifest, Optional<Signed> releaseList);

  /** Where an upload stands. */
  Outcome<Upload> upload(DocumentId document, int version);

  /**
   * Adds to a payload.
   *
   * <p>Whole pieces of 4 MiB are kept, so the offset afterwards may be less than was sent. With the
   * last byte the payload is checked against the manifest; if it is another one, the upload is
   * discarded and the refusal says so.
   *
   * @param offset what the client believes was received; anything else is refused as a conflict
   *     that names the true one
   * @param payload read to its end, or to the payload's; not closed
   */
  Outcome<Upload> append(DocumentId document, int version, long offset, InputStream payload);

  /**
   * Stored documents by id, newest version of each, as far as the caller may see them.
   *
   * @param after the last id of the previous page
   * @param limit 1 to 200
   */
  List<StoredDocument> documents(Optional<DocumentId> after, int limit);

  /** One document, newest version; for who may see it. */
  Outcome<StoredDocument> document(DocumentId document);

  /** The ciphertext of one document, for its owner or who may open it; audited. */
  Outcome<Ciphertext> fetch(DocumentId document);

  /**
   * Opens class A for its owner or who may open it; audited. There is no such method for the other
   * classes: who calls one of them legible is refused by {@code class}, and that is audited as well
   * (INV-06).
   *
   * @throws io.vaultplatform.core.base.VaultException when the file is not what its manifest says
   */
  Outcome<Plaintext> open(Item.Legible item);

  /**
   * Lets nobody else store in this vault until the caller's transaction ends. Whoever arms decides
   * over everything that is stored: a document that slipped in meanwhile would be left behind.
   */
  void hold();

  /**
   * Moves the vault from suite classic to hybrid, for its owner; see {@link SuiteChange}. A new
   * platform identity is made; stored documents keep their keys until they are stored anew.
   *
   * @param label the vault's name as an age file to a hybrid key of the owner
   */
  Outcome<VaultView> strengthen(byte[] label);

  /**
   * Every class that the content of this document ever had and every change that was ordered; also
   * for a document that was succeeded.
   */
  Outcome<ClassLedger> classes(DocumentId document);

  /** An order as it was recorded, and the receipt for it. */
  record Ordered(ClassMove move, Receipt receipt) {}

  /**
   * Takes the owner's order to change the class of this document's content; audited. A
   * strengthening may be carried out at once, a weakening when the letter about it was taken and
   * the waiting has passed: by offering the successor. The same order again changes nothing.
   *
   * @param order {@code class-order/v1}
   */
  Outcome<Ordered> order(DocumentId document, Signed order);

  /** Takes an order back that was not carried out; audited. Twice changes nothing. */
  Outcome<Ordered> cancel(DocumentId document, DocumentId successor);

  /** New headers for a stored version. */
  record Rewrap(Item item, Headers headers, Signed manifest) {}

  /**
   * Exchanges the headers of one document; audited. Refused while a release list names it, which
   * fixes its manifest.
   *
   * @param etag of what it replaces; compared under the lock, so of two devices one is refused
   */
  Outcome<StoredDocument> rewrap(Rewrap rewrap, String etag);

  /** Headers that were accepted and are not stored yet. */
  interface Exchange {
    /** Stores and enters them, in the transaction that decided. */
    List<StoredDocument> carryOut();
  }

  /**
   * Decides about the headers that an arming brings, all or none, in the caller's transaction; a
   * refusal is entered. Asked before the caller enters anything: the entry of a refusal would wait
   * for the caller's own. Fields of a refusal begin with {@code headers[i].}
   *
   * @param arming the epoch that new manifests may name besides those the vault is armed with
   */
  Outcome<Exchange> exchange(List<Rewrap> rewraps, ArmedEpoch arming);
}
