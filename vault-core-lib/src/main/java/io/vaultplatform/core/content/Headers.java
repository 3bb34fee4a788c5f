package io.vaultplatform.core.content;

/**
 * The two headers of a version: the document's and its metadata file's, as they stand in the files.
 */
public final class Headers {
  private final byte[] document;
  private final byte[] metadata;

  public Headers(byte[] document, byte[] metadata) {
    this.document = document.clone();
    this.metadata = metadata.clone();
  }

  public byte[] document() {
    return document.clone();
  }

  public byte[] metadata() {
    return metadata.clone();
  }
}
