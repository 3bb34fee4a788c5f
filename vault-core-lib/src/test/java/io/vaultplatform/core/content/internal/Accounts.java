package io.vaultplatform.core.content.internal;

import io.vaultplatform.core.content.Writing;
import io.vaultplatform.core.store.PostgresExtension.TestDatabase;
import java.sql.SQLException;
import java.util.List;

/** Rows of accounts and their keys, where a test needs somebody to exist and not to sign in. */
public final class Accounts {
  private static final List<String> ADD =
      List.of(
          """
          INSERT INTO vault_core.accounts (account_id, name, kdf, salt, auth_salt, auth_hash, bundle, created_at,
                                           slots, slot_verifiers, prf_salt, slots_changed_at)
          VALUES ('%1$s', 'n' || replace('%1$s', '-', ''), '$argon2id$', decode(repeat('00', 16), 'hex'),
                  decode(repeat('00', 32), 'hex'), decode(repeat('00', 32), 'hex'), decode('00', 'hex'), now(),
                  decode(repeat('00', 6948), 'hex'), decode(repeat('00', 128), 'hex'), decode(repeat('00', 32), 'hex'), now())
          """,
          """
          INSERT INTO vault_core.user_keys (account_id, epoch, recipient, signing_key, fingerprint, published_at)
          VALUES ('%1$s', 1, '%2$s', '%3$s', repeat('0', 64), now())
          """);

  private Accounts() {}

  public static void add(TestDatabase database, Writing person) {
    try (var connection = database.superuser().getConnection();
        var statement = connection.createStatement()) {
      for (var add : ADD) {
        statement.execute(
            add.formatted(
                person.account,
                person.identity.recipient().text(),
                person.signing.verificationKey().text()));
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
