package io.vaultplatform.core.people.internal;

import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.keys.spi.KeyNotices;
import io.vaultplatform.core.notify.MailAddress;
import io.vaultplatform.core.store.Row;
import io.vaultplatform.core.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Letters to an owner about their own keys, to the address they confirmed, if they have one. */
@ApplicationScoped
class OwnerNotices implements KeyNotices {
  private static final String CONFIRMED =
      """
      SELECT product, address FROM vault_core.owner_addresses WHERE account_id = ? AND confirmed_at IS NOT NULL
      """;

  private final Sql sql;
  private final Sealed sealed;
  private final PeopleLetters letters;

  @Inject
  OwnerNotices(Sql sql, Sealed sealed, PeopleLetters letters) {
    this.sql = sql;
    this.sealed = sealed;
    this.letters = letters;
  }

  // For the container's proxy, which never uses the fields.
  @SuppressWarnings("NullAway")
  OwnerNotices() {
    this(null, null, null);
  }

  private record Known(String product, MailAddress address) {}

  @Override
  public void tell(AccountId owner, News news) {
    sql.find(CONFIRMED, row -> known(owner, row), owner.value())
        .ifPresent(
            known ->
                letters.keysChanged(
                    owner, known.product(), known.address(), word(news), sql.now()));
  }

  private Known known(AccountId owner, Row row) {
    return new Known(
        row.text("product"),
        new MailAddress(sealed.owners(owner, "address", row.bytes("address"))));
  }

  private static String word(News news) {
    return switch (news) {
      case SLOTS_CHANGED -> "slots";
      case PASSPHRASE_CHANGED -> "passphrase";
      case RECOVERY_USED -> "recovery";
      case KEYS_REPLACED -> "keys";
    };
  }
}
