package io.vaultplatform.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.cli.work.Releases;
import io.vaultplatform.core.crypto.SigningKey;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a recipient is told of a hand-over, and what a program learns from the exit code. */
class ReleaseCommandTest {
  private final StringWriter said = new StringWriter();

  private int shown(Optional<Path> receipt, Optional<String> withoutReceipt) {
    var key = SigningKey.generate().verificationKey();
    var opened =
        new Releases.Opened("River", key, List.of(), List.of(), List.of(), receipt, withoutReceipt);
    var tried = new Releases.Tried("trigger", Optional.of(opened), Optional.empty());
    var out = new PrintWriter(said);
    return ReleaseCommand.show(new Terminal(out, out, false, false, false), List.of(tried), true);
  }

  @Test
  void a_hand_over_with_its_receipt_is_done() {
    assertThat(shown(Optional.of(Path.of("receipt.json")), Optional.empty())).isZero();
    assertThat(said.toString()).contains("Receipt of the hand-over: receipt.json");
  }

  @Test
  void a_hand_over_that_the_server_does_not_prove_is_opened_and_that_is_said() {
    assertThat(shown(Optional.empty(), Optional.of("The server gave no receipt.")))
        .isEqualTo(Stop.Exit.REFUSED.code());
    assertThat(said.toString())
        .contains("Left by River", "NO RECEIPT: The server gave no receipt.");
  }
}
