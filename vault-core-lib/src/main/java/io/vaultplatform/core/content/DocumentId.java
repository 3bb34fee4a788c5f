package io.vaultplatform.core.content;

import java.util.Objects;
import java.util.UUID;

/**
 * A document of a vault, as an id; chosen by the client, who signs it before the server sees it.
 */
public record DocumentId(UUID value) {

  public DocumentId {
    Objects.requireNonNull(value, "value");
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
