package io.vaultplatform.core.content;

import io.vaultplatform.core.crypto.AgeHeader;
import io.vaultplatform.core.crypto.AgeLimits;
import io.vaultplatform.core.crypto.Digest;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.crypto.Suite;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;

/** A stored version of a document: everything but its payload. */
public final class StoredDocument {
  private final Manifest manifest;
  private final Signed signed;
  private final Headers headers;
  private final byte[] metadataPayload;
  private final Instant stored;

  public StoredDocument(Signed signed, Headers headers, byte[] metadataPayload, Instant stored) {
    // Verified when it was stored; the client verifies it again, against the key it knows.
    this.manifest = Manifest.of(signed.unverifiedBody());
    this.signed = signed;
    this.headers = Objects.requireNonNull(headers, "headers");
    this.metadataPayload = metadataPayload.clone();
    this.stored = Objects.requireNonNull(stored, "stored");
  }

  /** Where it lies, typed by class. */
  public Item item() {
    return manifest.item();
  }

  /** The manifest as the server read it. */
  public Manifest manifest() {
    return manifest;
  }

  /** The manifest as the owner signed it. */
  public Signed signed() {
    return signed;
  }

  /** Both headers. */
  public Headers headers() {
    return headers;
  }

  /** The metadata file behind its header. */
  public byte[] metadataPayload() {
    return metadataPayload.clone();
  }

  /** The whole metadata file, to be opened by whoever holds an identity that its header names. */
  public byte[] metadata() {
    return metadataUnder(headers.metadata());
  }

  /** The metadata file under another header. */
  public byte[] metadataUnder(byte[] header) {
    var file = Arrays.copyOf(header, header.length + metadataPayload.length);
    System.arraycopy(metadataPayload, 0, file, header.length, metadataPayload.length);
    return file;
  }

  /** When its last byte came. */
  public Instant stored() {
    return stored;
  }

  /** Length of the {@code .age} file, header and payload, in bytes. */
  public long fileSize() {
    return headers.document().length + manifest.payloadSize();
  }

  /** How many keys open it; whose they are cannot be seen. */
  public int keys() {
    return header().stanzas().size();
  }

  /** The suite of those keys. */
  public Suite suite() {
    return header().suite().orElseThrow();
  }

  private AgeHeader header() {
    return AgeHeader.readExactly(headers.document(), AgeLimits.DEFAULT).orThrow("a stored header");
  }

  /** Changes when the header or the manifest does; the payload of a version never changes. */
  public String etag() {
    var of = signed.bodyHash() + Digest.sha256Hex(headers.document());
    return Digest.sha256Hex(of.getBytes(StandardCharsets.US_ASCII)).substring(0, 32);
  }
}
