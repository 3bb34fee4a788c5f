package io.vaultplatform.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.cli.work.Accounts;
import io.vaultplatform.cli.work.Vaults;
import io.vaultplatform.core.crypto.AgeIdentity;
import io.vaultplatform.core.crypto.AgeRecipient;
import io.vaultplatform.core.crypto.SigningKey;
import io.vaultplatform.core.crypto.Suite;
import io.vaultplatform.core.keys.PrivateKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An owner's client meets another platform key than the one it saw first. */
class PlatformKeysTest {
  @TempDir Path folder = Path.of("");
  private final CheatingServer server = start();
  private final AgeIdentity later = AgeIdentity.generate(Suite.HYBRID);

  private static CheatingServer start() {
    try {
      return new CheatingServer();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeEach
  void river_has_a_vault() {
    var client = Shell.client(Shell.home(folder), server.url());
    new Accounts(client).register("river", PrivateKeys.generate());
    new Vaults(client).create("Case", Suite.HYBRID);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private AgeRecipient exchanged(AgeIdentity now) {
    var before = server.platform.recipient();
    server.platform = now;
    return before;
  }

  private void logSays(SigningKey signedBy, AgeRecipient... keys) {
    server.log = Optional.of(server.logOf(signedBy, List.of(keys)));
  }

  private Shell.Ran put() {
    try {
      var file = Files.writeString(folder.resolve("plan.txt"), "what was seen");
      var passphrase = Files.writeString(folder.resolve("pass"), "correct horse battery staple");
      return Shell.vaultAt(
          folder,
          "put",
          "--class",
          "A",
          "Case",
          file.toString(),
          "--passphrase-file",
          passphrase.toString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void assertStops(AgeRecipient before, AgeRecipient now) {
    var ran = put();
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err()).contains(before.fingerprint(), now.fingerprint(), "Nothing was done");
    assertThat(server.log).as("what the client was shown").isPresent();
  }

  @Test
  void one_that_the_log_says_came_after_is_followed_and_remembered() {
    var before = exchanged(later);
    logSays(server.audit, before, later.recipient());
    var followed = put();
    assertThat(followed.exit()).as(followed.err()).isZero();
    server.log = Optional.empty();
    assertThat(put().exit()).as("without asking for the log again").isZero();
    server.platform = AgeIdentity.generate(Suite.HYBRID);
    logSays(server.audit, before, later.recipient());
    assertStops(later.recipient(), server.platform.recipient());
  }

  @Test
  void one_that_the_log_does_not_name_stops_with_both_fingerprints() {
    var before = exchanged(later);
    logSays(server.audit, before);
    assertStops(before, later.recipient());
  }

  @Test
  void one_that_came_before_stops_with_both_fingerprints() {
    var before = exchanged(later);
    logSays(server.audit, later.recipient(), before);
    assertStops(before, later.recipient());
  }

  @Test
  void a_log_that_does_not_know_the_first_key_leads_nowhere() {
    var before = exchanged(later);
    logSays(server.audit, later.recipient());
    assertStops(before, later.recipient());
  }

  @Test
  void a_log_by_another_key_stops_with_both_fingerprints() {
    var before = exchanged(later);
    logSays(SigningKey.generate(Suite.CLASSIC), before, later.recipient());
    assertStops(before, later.recipient());
  }
}
