package io.vaultplatform.cli.work;

import io.vaultplatform.core.base.Bytes;
import io.vaultplatform.core.content.Manifest;
import io.vaultplatform.core.crypto.AgeHeader;
import io.vaultplatform.core.crypto.AgeLimits;
import io.vaultplatform.core.crypto.Digest;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.escrow.Entrusted;
import java.io.ByteArrayOutputStream;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The small parts of a document under other headers, signed anew; payloads stay as they are.
 *
 * @param metadata the whole metadata file
 */
record Rewrapping(Bytes header, Bytes metadataHeader, Bytes metadata, Signed manifest) {

  /**
   * @param escrow the epoch that the new manifest names
   * @param change from a header to the one that takes its place
   */
  static Rewrapping of(
      Entrusted kept,
      Accounts.Unlocked owner,
      Optional<Manifest.EscrowNames> escrow,
      UnaryOperator<AgeHeader> change) {
    var header = change.apply(kept.header()).bytes();
    var file = kept.metadata();
    var before = AgeHeader.read(file, AgeLimits.DEFAULT).orThrow("the metadata of a document");
    var metadataHeader = change.apply(before).bytes();
    var metadata = new ByteArrayOutputStream();
    metadata.writeBytes(metadataHeader);
    metadata.write(file, before.length(), file.length - before.length());
    var old = kept.manifest();
    var manifest =
        new Manifest(
            old.owner(),
            old.vault(),
            old.document(),
            old.version(),
            old.encryptionClass(),
            escrow,
            old.payloadSha256(),
            old.payloadSize(),
            old.plainSize(),
            old.metadataPayloadSha256(),
            // In class A the log records headers, and the manifest names none.
            old.headers()
                .map(
                    signed ->
                        new Manifest.HeaderHashes(
                            Digest.sha256Hex(header), Digest.sha256Hex(metadataHeader))));
    return new Rewrapping(
        Bytes.of(header),
        Bytes.of(metadataHeader),
        Bytes.of(metadata.toByteArray()),
        manifest.sign(owner.keys().signing()));
  }
}
