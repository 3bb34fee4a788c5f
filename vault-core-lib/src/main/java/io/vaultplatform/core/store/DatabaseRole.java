package io.vaultplatform.core.store;

/**
 * The database roles that a server takes on, for one transaction each, by {@code SET LOCAL ROLE}.
 */
public enum DatabaseRole {
  /** Ticks, outbox, links: work that belongs to no signed-in person. */
  ENGINE("vault_engine"),
  /** The release gate, the only reader of sealed escrow shares. */
  GATE("vault_gate"),
  /** Reads the log, writes nothing. */
  AUDITOR("vault_auditor"),
  /** Removes what was erased. */
  ERASER("vault_eraser"),
  /** Re-seals sealed columns, and sees no others. */
  KEEPER("vault_keeper"),
  /** Looks a name up at sign-in; the only reader of sign-in hashes. */
  DOOR("vault_door");

  private final String text;

  DatabaseRole(String text) {
    this.text = text;
  }

  /** The role's name in PostgreSQL. */
  public String text() {
    return text;
  }
}
