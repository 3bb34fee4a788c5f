package io.vaultplatform.counter.triggers;

import java.sql.Connection;

/** A pure package with a connection. */
final class TalksSql {
  Class<?> wanted() {
    return Connection.class;
  }
}
