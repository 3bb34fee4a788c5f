package io.vaultplatform.core.audit.internal;

import io.vaultplatform.core.audit.Entry;
import io.vaultplatform.core.audit.Receipt;
import io.vaultplatform.core.base.CanonicalJson;
import io.vaultplatform.core.base.VaultException;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.store.Row;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A row of the log, read with suspicion: a row that is not canonical, or whose hash is not that of
 * its text, is broken trust and never handed on.
 *
 * @param payload the ciphertext of its personal part, where it is still there and was asked for
 */
record Stored(Entry entry, Receipt receipt, Optional<byte[]> payload) {
  /** The columns that {@link #of} reads, of the alias l. */
  static final String COLUMNS =
      "l.chain_id, l.chain_kind, l.sequence, l.control, l.hash, l.signer, l.signature";

  static Stored of(Row row) {
    return of(row, Optional.empty());
  }

  /** With the column {@code sealed}. */
  static Stored withPayload(Row row) {
    return of(row, row.findBytes("sealed"));
  }

  private static Stored of(Row row, Optional<byte[]> payload) {
    var place = row.text("chain_kind") + " " + row.uuid("chain_id") + " #" + row.number("sequence");
    try {
      var control = row.text("control").getBytes(StandardCharsets.UTF_8);
      var entry = Entry.of(CanonicalJson.parse(control));
      if (!entry.hash().equals(row.text("hash"))) {
        throw new VaultException("audit entry " + place + " was changed: restore the log");
      }
      var signature =
          Map.of("alg", "Ed25519", "key", row.text("signer"), "sig", row.text("signature"));
      var signed =
          Signed.of(Map.of("v", 1L, "body", Receipt.body(entry), "signatures", List.of(signature)));
      return new Stored(entry, Receipt.of(entry, signed), payload);
    } catch (IllegalArgumentException e) {
      throw new VaultException("audit entry " + place + " cannot be read: " + e.getMessage(), e);
    }
  }
}
