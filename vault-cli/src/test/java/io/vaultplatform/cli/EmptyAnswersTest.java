package io.vaultplatform.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.cli.work.Accounts;
import io.vaultplatform.core.keys.PrivateKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that answers with nothing at all is refused in one sentence. */
class EmptyAnswersTest {
  @TempDir Path folder = Path.of("");
  private final CheatingServer server = start();

  private static CheatingServer start() {
    try {
      return new CheatingServer();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void null_is_no_answer_to_any_command() throws IOException {
    new Accounts(Shell.client(Shell.home(folder), server.url()))
        .register("river", PrivateKeys.generate());
    var key = folder.resolve("me.txt").toString();
    assertThat(Shell.vault("keygen", "-o", key).exit()).isZero();
    var passphrase = Files.writeString(folder.resolve("passphrase"), "correct horse\n").toString();
    var link = server.url() + "/l/trustee/" + "A".repeat(43);
    for (var answer : List.of("null", "[null]", "5", "\"x\"")) {
      server.instead(answer);
      for (var command :
          List.of(
              List.of("check-in", "--link", link),
              List.of("accept", "--link", link, "-i", key),
              List.of("confirm", "--link", link, "-i", key),
              List.of("trustee", "prove", "--link", link, "-i", key),
              List.of("release", "open", "--link", link, "-i", key, "--code", "x"),
              List.of("sign-in", "--passphrase-file", passphrase),
              List.of("vault", "list", "--passphrase-file", passphrase))) {
        var ran = Shell.vaultAt(folder, command.toArray(String[]::new));
        var said = ran.out() + ran.err();
        assertThat(ran.exit()).as(said).isEqualTo(1);
        assertThat(said).contains("The answer").doesNotContain("Exception");
      }
    }
  }

  @Test
  void a_vault_that_is_not_known_is_a_refusal_and_no_wrong_usage() {
    var ran = Shell.vaultAt(folder, "log", "Nope", "--server", server.url());
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err()).contains("No vault called \"Nope\"");
  }
}
