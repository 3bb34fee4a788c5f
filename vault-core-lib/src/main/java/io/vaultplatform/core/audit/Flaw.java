package io.vaultplatform.core.audit;

import java.util.Locale;

/** What can be wrong with a log; see the table in {@code docs/formats/audit-export-v1.md}. */
public enum Flaw {
  /** Something says other than what was hashed and signed. */
  EDITED,
  /** An entry is missing between others. */
  DELETED,
  /** An entry stands in another's place, and that one comes later. */
  REORDERED,
  /** A line that belongs to no place. */
  INSERTED,
  /** The log ends before what its checkpoint or a receipt vouches for. */
  TRUNCATED,
  /** Genuine signatures that contradict each other: the platform signed two histories. */
  FORKED,
  /** Signed by a key that is not the log's. */
  FOREIGN_SIGNATURE,
  /** Of another chain. */
  WRONG_VAULT,
  /** Not of this format. */
  MALFORMED;

  /** The lower-case name, as the command line prints it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
