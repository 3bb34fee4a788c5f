package io.vaultplatform.core.content.internal;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;

/** A row of {@code vault_core.vaults}, read only. Leaves this package as a {@code VaultView}. */
@Entity(name = "VaultRow")
@Table(schema = "vault_core", name = "vaults")
class VaultRow {
  @Id
  @Column(name = "id")
  private UUID id;

  @Column(name = "product")
  private String product;

  @Column(name = "owner_id")
  private UUID ownerId;

  @Column(name = "label")
  private byte[] label;

  @Column(name = "suite")
  private String suite;

  @Column(name = "created_at")
  private OffsetDateTime createdAt;

  /** For JPA. */
  @SuppressWarnings("NullAway")
  protected VaultRow() {}

  UUID id() {
    return id;
  }

  String product() {
    return product;
  }

  UUID ownerId() {
    return ownerId;
  }

  byte[] label() {
    return label.clone();
  }

  String suite() {
    return suite;
  }

  Instant created() {
    return createdAt.toInstant();
  }
}
