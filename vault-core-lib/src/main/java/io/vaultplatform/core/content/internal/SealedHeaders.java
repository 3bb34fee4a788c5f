package io.vaultplatform.core.content.internal;

import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.content.DocumentId;
import io.vaultplatform.core.content.Headers;
import io.vaultplatform.core.content.Item;
import io.vaultplatform.core.content.Manifest;
import io.vaultplatform.core.crypto.Sealing;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.kms.ErasureKeys;
import io.vaultplatform.core.kms.Thing;
import io.vaultplatform.core.store.Row;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Headers as they stand in rows: under the keys of their document and their vault, which are in no
 * copy of the database.
 *
 * <p>Without its header a payload is noise, also to whoever holds an identity that the header
 * names; so destroying one of the two keys destroys the document in every copy there is of the
 * database. Format: {@code docs/formats/erasable-v1.md}.
 */
@ApplicationScoped
class SealedHeaders {
  // A header that was stored before there were these keys begins with a letter.
  private static final byte SEALED = 2;

  private final ErasureKeys erasures;

  @Inject
  SealedHeaders(ErasureKeys erasures) {
    this.erasures = erasures;
  }

  /** For the proxy. */
  @SuppressWarnings("NullAway")
  SealedHeaders() {
    erasures = null;
  }

  byte[] sealed(Item item, byte[] header) {
    var sealed = erasures.seal(things(item.vault(), item.document()), header, meaning(item));
    return ByteBuffer.allocate(1 + sealed.length).put(SEALED).put(sealed).array();
  }

  /** Both headers of a row; empty when document or vault was erased for good. */
  Optional<Headers> opened(Signed manifest, Row row) {
    var item = Manifest.of(manifest.unverifiedBody()).item();
    return opened(item, row.bytes("header"))
        .flatMap(
            header ->
                opened(item, row.bytes("metadata_header"))
                    .map(metadata -> new Headers(header, metadata)));
  }

  /** One header of a row. */
  Optional<byte[]> opened(Item item, byte[] stored) {
    var things = things(item.vault(), item.document());
    return stored[0] == SEALED
        ? erasures.open(things, Arrays.copyOfRange(stored, 1, stored.length), meaning(item))
        : Optional.of(stored).filter(plain -> things.stream().noneMatch(erasures::erased));
  }

  boolean erased(VaultId vault, DocumentId document) {
    return things(vault, document).stream().anyMatch(erasures::erased);
  }

  static List<Thing> things(VaultId vault, DocumentId document) {
    return List.of(Thing.vault(vault), Thing.document(vault, document.value()));
  }

  private static Sealing.Meaning meaning(Item item) {
    return Sealing.Meaning.of("vault/document-header/v1")
        .and(item.vault().value())
        .and(item.document().value())
        .and(item.version());
  }
}
