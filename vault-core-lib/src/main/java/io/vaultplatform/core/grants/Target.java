package io.vaultplatform.core.grants;

import io.vaultplatform.core.base.VaultId;
import java.util.Objects;
import java.util.UUID;

/** What a grant is about. Documents and shares are ids here: grants know of no other feature. */
public sealed interface Target {

  /** The vault it lies in. */
  VaultId vault();

  /** Everything in a vault. */
  record Everything(VaultId vault) implements Target {
    public Everything {
      Objects.requireNonNull(vault, "vault");
    }
  }

  /** One document. */
  record Document(VaultId vault, UUID document) implements Target {
    public Document {
      Objects.requireNonNull(vault, "vault");
      Objects.requireNonNull(document, "document");
    }
  }

  /** One share. */
  record Share(VaultId vault, UUID share) implements Target {
    public Share {
      Objects.requireNonNull(vault, "vault");
      Objects.requireNonNull(share, "share");
    }
  }

  /** Whether a grant on this is a grant on {@code other}. */
  default boolean covers(Target other) {
    return switch (this) {
      case Everything everything -> vault().equals(other.vault());
      case Document document -> equals(other);
      case Share share -> equals(other);
    };
  }
}
