package io.vaultplatform.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.cli.work.Releases;
import io.vaultplatform.core.crypto.SigningKey;
import io.vaultplatform.core.crypto.Suite;
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
    return shown(List.of(tried(receipt, withoutReceipt)));
  }

  private static Releases.Tried tried(Optional<Path> receipt, Optional<String> withoutReceipt) {
    var key = SigningKey.generate(Suite.HYBRID).verificationKey();
    var opened =
        new Releases.Opened("River", key, List.of(), List.of(), List.of(), receipt, withoutReceipt);
    return new Releases.Tried("trigger", Optional.of(opened), Optional.empty());
  }

  private int shown(List<Releases.Tried> tried) {
    var out = new PrintWriter(said);
    return ReleaseCommand.show(new Terminal(out, out, false, false, false), tried, true);
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

  @Test
  void of_two_releases_the_one_that_does_not_open_hides_nothing_of_the_other() {
    var whole = tried(Optional.of(Path.of("receipt.json")), Optional.empty());
    var failed =
        new Releases.Tried(
            "second",
            Optional.empty(),
            Optional.of(Stop.refused("The policy does not name this key.")));
    assertThat(shown(List.of(whole, failed))).isEqualTo(Stop.Exit.REFUSED.code());
    assertThat(said.toString())
        .contains(
            "Left by River", "NOT OPENED: release second. The policy does not name this key.");
  }
}
