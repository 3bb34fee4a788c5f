package io.vaultplatform.core.escrow;

import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.content.EncryptionClass;
import io.vaultplatform.core.content.Manifest;
import io.vaultplatform.core.content.ManifestCheck;
import io.vaultplatform.core.crypto.AgeHeader;
import io.vaultplatform.core.crypto.AgeLimits;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.crypto.VerificationKey;
import java.util.Arrays;

/**
 * A document's small parts, as a server handed them over, found to be what the owner signed.
 *
 * <p>Made by {@link #read} only: whoever holds one need not ask again whether the server exchanged
 * a header or the metadata.
 */
public final class Entrusted {
  private final Signed signed;
  private final Manifest manifest;
  private final AgeHeader header;
  private final AgeHeader metadataHeader;
  private final byte[] metadata;

  private Entrusted(
      Signed signed,
      Manifest manifest,
      AgeHeader header,
      AgeHeader metadataHeader,
      byte[] metadata) {
    this.signed = signed;
    this.manifest = manifest;
    this.header = header;
    this.metadataHeader = metadataHeader;
    this.metadata = metadata;
  }

  /**
   * Checks the parts against the owner's manifest.
   *
   * @param key the owner's signing key, known beforehand
   * @param header exactly the document's header
   * @param metadata the whole metadata file
   */
  public static Outcome<Entrusted> read(
      Signed signed,
      AccountId owner,
      VerificationKey key,
      VaultId vault,
      byte[] header,
      byte[] metadata) {
    Manifest claimed;
    try {
      claimed = Manifest.of(signed.unverifiedBody());
    } catch (IllegalArgumentException e) {
      return Reading.no("manifest", "The manifest is malformed: " + e.getMessage() + ".");
    }
    // Class, document and version are whatever the owner signed; owner, vault and key are known.
    var item =
        io.vaultplatform.core.content.Item.of(
            claimed.encryptionClass(), vault, claimed.document(), claimed.version());
    return ManifestCheck.signed(signed, ManifestCheck.Expected.exactly(owner, key, item))
        .orRefuse()
        .then(
            manifest ->
                AgeHeader.readExactly(header, AgeLimits.DEFAULT)
                    .orRefuse("header")
                    .then(
                        h ->
                            AgeHeader.read(metadata, AgeLimits.DEFAULT)
                                .orRefuse("metadata")
                                .then(m -> whole(signed, manifest, h, m, metadata))));
  }

  private static Outcome<Entrusted> whole(
      Signed signed,
      Manifest manifest,
      AgeHeader header,
      AgeHeader metadataHeader,
      byte[] metadata) {
    var payload = Arrays.copyOfRange(metadata, metadataHeader.length(), metadata.length);
    return ManifestCheck.small(manifest, header.bytes(), metadataHeader.bytes(), payload)
        .orRefuse()
        .then(
            m -> Outcome.done(new Entrusted(signed, m, header, metadataHeader, metadata.clone())));
  }

  /** The owner's manifest with its signature. */
  public Signed signed() {
    return signed;
  }

  /** What it says. */
  public Manifest manifest() {
    return manifest;
  }

  /** The document's header. */
  public AgeHeader header() {
    return header;
  }

  AgeHeader metadataHeader() {
    return metadataHeader;
  }

  /** The whole metadata file. */
  public byte[] metadata() {
    return metadata.clone();
  }

  /** Whether its owner added nobody's key: of class C, and nobody else opens it, ever. */
  public boolean isForItsOwnerAlone() {
    return manifest.encryptionClass() == EncryptionClass.C && header.stanzas().size() == 1;
  }
}
