package io.vaultplatform.core.store;

import io.vaultplatform.core.base.VaultException;
import java.sql.SQLException;

/**
 * A statement failed. Always thrown on: PostgreSQL has aborted the transaction, and whoever
 * swallows this loses the earlier statements without noticing.
 *
 * <p>The message holds the SQLState and the statement, never its parameters, and not the driver's
 * text either, which quotes values ("Key (name)=(…) already exists").
 */
public final class SqlFailure extends VaultException {
  private static final long serialVersionUID = 1L;
  private final String state;

  SqlFailure(String statement, SQLException cause) {
    super("SQLState " + cause.getSQLState() + " at: " + statement.strip(), new Quiet(cause));
    this.state = cause.getSQLState() == null ? "" : cause.getSQLState();
  }

  /** The five letters of SQLState, or an empty text when the driver gave none. */
  public String state() {
    return state;
  }

  /** A unique constraint refused the row (SQLState 23505). */
  public boolean isDuplicate() {
    return "23505".equals(state);
  }

  /** Others hold what was to be locked, for longer than this waits (SQLState 55P03). */
  public boolean isBusy() {
    return "55P03".equals(state);
  }

  /** The place of the failure without the text that may quote a row's content. */
  private static final class Quiet extends Exception {
    private static final long serialVersionUID = 1L;

    Quiet(SQLException cause) {
      super(cause.getClass().getSimpleName());
      setStackTrace(cause.getStackTrace());
    }
  }
}
