package io.vaultplatform.core.content;

/**
 * How much a vault takes; configuration.
 *
 * @param documentBytes ciphertext bytes of one payload, at most
 * @param metadataBytes bytes of one metadata age file, header included, at most
 * @param vaultBytes ciphertext bytes of all payloads of a vault, announced uploads included, at
 *     most
 */
public record UploadLimits(long documentBytes, int metadataBytes, long vaultBytes) {
  public UploadLimits {
    if (documentBytes < 1 || documentBytes > AgePayload.lengthOf(Manifest.MAX_SIZE)) {
      throw new IllegalArgumentException("documentBytes: 1 byte to 8 TiB");
    }
    if (metadataBytes < 1024 || metadataBytes > 256 * 1024) {
      throw new IllegalArgumentException("metadataBytes: 1 KiB to 256 KiB");
    }
    if (vaultBytes < documentBytes) {
      throw new IllegalArgumentException("vaultBytes: at least one document's bytes");
    }
  }
}
