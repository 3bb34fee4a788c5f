package io.vaultplatform.core.content.internal;

import static io.vaultplatform.core.base.Refusal.Reason.FORBIDDEN;

import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.Refusal;
import io.vaultplatform.core.content.ArmedEpoch;
import io.vaultplatform.core.content.Ciphertext;
import io.vaultplatform.core.content.ClassLedger;
import io.vaultplatform.core.content.DocumentId;
import io.vaultplatform.core.content.Item;
import io.vaultplatform.core.content.Plaintext;
import io.vaultplatform.core.content.StoredDocument;
import io.vaultplatform.core.content.Upload;
import io.vaultplatform.core.content.Vault;
import io.vaultplatform.core.content.VaultView;
import io.vaultplatform.core.crypto.Signed;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One vault for whoever found it: sends each call to the bean that does it, and owners only where
 * it writes.
 */
final class VaultHandle implements Vault {
  private final VaultView view;
  private final Parts parts;

  /** The beans behind a handle. */
  record Parts(
      Acting acting,
      Uploads uploads,
      Receiving receiving,
      Documents documents,
      Sending sending,
      ClassA classA,
      Suites suites,
      ClassDesk classes) {}

  VaultHandle(VaultView view, Parts parts) {
    this.view = view;
    this.parts = parts;
  }

  @Override
  public VaultView view() {
    return view;
  }

  @Override
  public Outcome<Upload> offer(
      Item item, byte[] header, byte[] metadata, Signed manifest, Optional<Signed> releaseList) {
    if (!item.vault().equals(view.id())) {
      throw new IllegalArgumentException("the item lies in another vault");
    }
    return forOwner(
        () -> parts.uploads().offer(view.owner(), item, header, metadata, manifest, releaseList));
  }

  @Override
  public Outcome<Upload> upload(DocumentId document, int version) {
    return forOwner(() -> parts.uploads().status(view.id(), document, version));
  }

  @Override
  public Outcome<Upload> append(
      DocumentId document, int version, long offset, InputStream payload) {
    return forOwner(
        () ->
            parts.receiving().append(view.owner(), view.id(), document, version, offset, payload));
  }

  @Override
  public List<StoredDocument> documents(Optional<DocumentId> after, int limit) {
    if (limit < 1 || limit > 200) {
      throw new IllegalArgumentException("limit: 1 to 200");
    }
    return parts.documents().list(view.id(), after, limit);
  }

  @Override
  public Outcome<StoredDocument> document(DocumentId document) {
    return parts.documents().find(view.id(), document);
  }

  @Override
  public Outcome<Ciphertext> fetch(DocumentId document) {
    return parts
        .documents()
        .toOpen(view.owner(), view.id(), document, "ciphertext")
        .then(stored -> Outcome.done(parts.sending().file(stored)));
  }

  @Override
  public Outcome<Plaintext> open(Item.Legible item) {
    if (!item.vault().equals(view.id())) {
      throw new IllegalArgumentException("the item lies in another vault");
    }
    return parts.classA().open(view.owner(), item);
  }

  @Override
  public void hold() {
    parts.documents().hold(view.id());
  }

  @Override
  public Outcome<StoredDocument> rewrap(Rewrap rewrap, String etag) {
    return forOwner(() -> parts.documents().rewrap(view.owner(), view.id(), rewrap, etag));
  }

  @Override
  public Outcome<Exchange> exchange(List<Rewrap> rewraps, ArmedEpoch arming) {
    return forOwner(() -> parts.documents().exchange(view.owner(), view.id(), rewraps, arming));
  }

  @Override
  public Outcome<VaultView> strengthen(byte[] label) {
    return forOwner(() -> parts.suites().strengthen(view, label));
  }

  @Override
  public Outcome<ClassLedger> classes(DocumentId document) {
    return forOwner(() -> parts.classes().ledger(view.id(), document));
  }

  @Override
  public Outcome<Ordered> order(DocumentId document, Signed order) {
    return forOwner(() -> parts.classes().order(view.owner(), view.id(), document, order));
  }

  @Override
  public Outcome<Ordered> cancel(DocumentId document, DocumentId successor) {
    return forOwner(() -> parts.classes().cancel(view.id(), document, successor));
  }

  // A grant may let somebody see and open; writing takes the owner's signature, so it is the
  // owner's alone.
  private <T> Outcome<T> forOwner(Supplier<Outcome<T>> work) {
    return parts.acting().account().filter(view.owner()::equals).isPresent()
        ? work.get()
        : Outcome.refused(Refusal.of(FORBIDDEN, "Only the owner of a vault writes to it."));
  }
}
