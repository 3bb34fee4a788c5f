package io.vaultplatform.core.content.spi;

import java.util.Objects;
import java.util.UUID;

/** A payload in the blob store, as an id; never reused. */
public record BlobId(UUID value) {

  public BlobId {
    Objects.requireNonNull(value, "value");
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
