package io.vaultplatform.core.store.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.core.store.PostgresExtension;
import io.vaultplatform.core.store.PostgresExtension.TestDatabase;
import io.vaultplatform.core.store.Sql;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class LoginStrengthIT {
  @Test
  void the_servers_login_is_weak_enough_and_a_superuser_is_not(TestDatabase database) {
    assertThat(new LoginStrength(new Sql(database.app()::getConnection)).isTooStrong()).isFalse();
    var superuser = new LoginStrength(new Sql(database.superuser()::getConnection));
    assertThat(superuser.isTooStrong()).isTrue();
  }
}
