package io.vaultplatform.core.audit;

import java.util.List;
import java.util.OptionalLong;

/**
 * Some entries of a chain, oldest first.
 *
 * @param next the cursor of the following page: the sequence after which it begins; empty at the
 *     end
 */
public record Page(List<Entry> entries, OptionalLong next) {

  /** The most entries of one page. */
  public static final int MOST = 500;

  public Page {
    entries = List.copyOf(entries);
  }
}
