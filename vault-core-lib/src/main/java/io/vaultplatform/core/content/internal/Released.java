package io.vaultplatform.core.content.internal;

import static io.vaultplatform.core.base.Refusal.Reason.NOT_FOUND;

import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.content.Ciphertext;
import io.vaultplatform.core.content.Item;
import io.vaultplatform.core.content.ReleasedContent;
import io.vaultplatform.core.content.StoredDocument;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/**
 * {@link ReleasedContent}: reads as whoever calls, which is the engine; row-level security shows
 * others nothing.
 */
@ApplicationScoped
class Released implements ReleasedContent {
  private final DocumentRows rows;
  private final Sending sending;

  @Inject
  Released(DocumentRows rows, Sending sending) {
    this.rows = rows;
    this.sending = sending;
  }

  /** For the proxy. */
  @SuppressWarnings("NullAway")
  Released() {
    rows = null;
    sending = null;
  }

  @Override
  public Outcome<StoredDocument> document(Item item) {
    return stored(item).then(stored -> Outcome.done(stored.document()));
  }

  @Override
  public Outcome<Ciphertext> fetch(Item item) {
    return stored(item).then(stored -> Outcome.done(sending.file(stored)));
  }

  private Outcome<DocumentRows.Stored> stored(Item item) {
    return rows.version(item)
        .map(Outcome::done)
        .orElseGet(() -> Outcome.refused(NOT_FOUND, "document", "There is no such document here."));
  }
}
