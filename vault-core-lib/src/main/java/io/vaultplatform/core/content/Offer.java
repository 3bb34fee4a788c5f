package io.vaultplatform.core.content;

import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.Refusal;
import io.vaultplatform.core.crypto.AgeHeader;
import io.vaultplatform.core.crypto.AgeLimits;
import io.vaultplatform.core.crypto.Digest;
import io.vaultplatform.core.crypto.Opening;
import io.vaultplatform.core.crypto.Signed;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/**
 * The small parts of a document's version, as a client offers them before it sends the payload.
 *
 * <p>Made by {@link #read} only, so an offer that exists consists of two well-formed age headers
 * within limits; whether it is acceptable is {@link UploadRule}'s question.
 */
public final class Offer {
  private final Item item;
  private final AgeHeader header;
  private final AgeHeader metadataHeader;
  private final byte[] metadata;
  private final Signed manifest;
  private final Optional<Signed> releaseList;

  private Offer(
      Item item,
      AgeHeader header,
      AgeHeader metadataHeader,
      byte[] metadata,
      Signed manifest,
      Optional<Signed> releaseList) {
    this.item = item;
    this.header = header;
    this.metadataHeader = metadataHeader;
    this.metadata = metadata;
    this.manifest = manifest;
    this.releaseList = releaseList;
  }

  /**
   * Reads the parts of an upload.
   *
   * @param item where the client says it belongs, with its class
   * @param header exactly one age header
   * @param metadata a whole age file: header and payload
   * @param manifest the owner's manifest, not yet checked
   */
  public static Outcome<Offer> read(
      Item item, byte[] header, byte[] metadata, Signed manifest, UploadLimits limits) {
    Objects.requireNonNull(manifest, "manifest");
    if (header.length == 0) {
      return Outcome.refused(Refusal.Reason.UNACCEPTABLE, "header", "The header is empty.");
    }
    if (metadata.length == 0) {
      return Outcome.refused(Refusal.Reason.UNACCEPTABLE, "metadata", "The metadata are empty.");
    }
    if (metadata.length > limits.metadataBytes()) {
      return Outcome.refused(
          Refusal.Reason.TOO_LARGE,
          "metadata",
          "The metadata file has at most " + limits.metadataBytes() + " bytes.");
    }
    return named("header", AgeHeader.readExactly(header, AgeLimits.DEFAULT))
        .then(
            head ->
                named("metadata", AgeHeader.read(metadata, AgeLimits.DEFAULT))
                    .then(
                        metadataHead ->
                            complete(metadata, metadataHead)
                                .then(
                                    whole ->
                                        Outcome.done(
                                            new Offer(
                                                item,
                                                head,
                                                metadataHead,
                                                metadata.clone(),
                                                manifest,
                                                Optional.empty())))));
  }

  /** The same offer with the owner's next release list, which names its version. */
  public Offer with(Optional<Signed> list) {
    return new Offer(item, header, metadataHeader, metadata, manifest, list);
  }

  /** Where it belongs, and its class. */
  public Item item() {
    return item;
  }

  /** The document's header. */
  public AgeHeader header() {
    return header;
  }

  /** The metadata file's header. */
  public AgeHeader metadataHeader() {
    return metadataHeader;
  }

  /** The metadata file behind its header. */
  public byte[] metadataPayload() {
    return Arrays.copyOfRange(metadata, metadataHeader.length(), metadata.length);
  }

  /** The manifest as it came, not yet checked. */
  public Signed manifest() {
    return manifest;
  }

  /** The owner's next release list as it came, not yet checked. */
  public Optional<Signed> releaseList() {
    return releaseList;
  }

  /** SHA-256 of both headers, lower-case hex. */
  public Manifest.HeaderHashes headerHashes() {
    return new Manifest.HeaderHashes(
        Digest.sha256Hex(header.bytes()), Digest.sha256Hex(metadataHeader.bytes()));
  }

  // The shortest payload is a nonce and the tag of an empty chunk; anything shorter was cut.
  private static Outcome<byte[]> complete(byte[] metadata, AgeHeader head) {
    if (metadata.length - head.length() < AgePayload.lengthOf(0)) {
      return Outcome.refused(
          Refusal.Reason.UNACCEPTABLE, "metadata", "The metadata file was cut behind its header.");
    }
    return Outcome.done(metadata);
  }

  private static Outcome<AgeHeader> named(String field, Opening<AgeHeader> opening) {
    return switch (opening) {
      case Opening.Opened<AgeHeader>(var read) -> Outcome.done(read);
      case Opening.Unopened<AgeHeader>(var fault) ->
          Outcome.refused(
              Refusal.Reason.UNACCEPTABLE,
              field,
              "The " + field + " is refused: " + fault.detail() + ".");
    };
  }
}
