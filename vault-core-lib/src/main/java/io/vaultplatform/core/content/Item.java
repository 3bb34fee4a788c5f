package io.vaultplatform.core.content;

import io.vaultplatform.core.base.VaultId;
import java.util.Objects;

/**
 * One version of a document, typed by who may read it, so that the wrong call does not compile.
 *
 * <p>{@link Vault#open} takes a {@link Legible}; a release unseals an {@link Escrowed}; no method
 * anywhere turns an {@link Opaque} into plaintext (INV-04, INV-08).
 */
public sealed interface Item {

  /** The vault it lies in. */
  VaultId vault();

  /** The document it is a version of. */
  DocumentId document();

  /** Which version, from 1. */
  int version();

  /** Its class. */
  EncryptionClass encryptionClass();

  /** Class A. */
  record Legible(VaultId vault, DocumentId document, int version) implements Item {
    public Legible {
      check(vault, document, version);
    }

    @Override
    public EncryptionClass encryptionClass() {
      return EncryptionClass.A;
    }
  }

  /** Class B. */
  record Escrowed(VaultId vault, DocumentId document, int version) implements Item {
    public Escrowed {
      check(vault, document, version);
    }

    @Override
    public EncryptionClass encryptionClass() {
      return EncryptionClass.B;
    }
  }

  /** Class C. */
  record Opaque(VaultId vault, DocumentId document, int version) implements Item {
    public Opaque {
      check(vault, document, version);
    }

    @Override
    public EncryptionClass encryptionClass() {
      return EncryptionClass.C;
    }
  }

  /** The item of a class. */
  static Item of(EncryptionClass type, VaultId vault, DocumentId document, int version) {
    return switch (type) {
      case A -> new Legible(vault, document, version);
      case B -> new Escrowed(vault, document, version);
      case C -> new Opaque(vault, document, version);
    };
  }

  private static void check(VaultId vault, DocumentId document, int version) {
    Objects.requireNonNull(vault, "vault");
    Objects.requireNonNull(document, "document");
    if (version < 1) {
      throw new IllegalArgumentException("versions count from 1");
    }
  }
}
