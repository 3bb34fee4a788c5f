package io.vaultplatform.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GreetingTest {
  private final RunSettings settings =
      RunSettings.of(Path.of("/srv/vault"), Map.of("VAULT_RUN_FOLDER", "kept"));

  @Test
  void the_first_start_names_the_two_files_whose_loss_loses_everything() {
    assertThat(Greeting.first(settings))
        .contains("This was the first start")
        .contains("/srv/vault/kept/keystore.p12")
        .contains("/srv/vault/kept/secrets.properties")
        .contains("loses everything")
        .contains("apart from each other");
  }

  @Test
  void every_other_start_says_nothing_of_them() {
    assertThat(Greeting.again(settings))
        .doesNotContain("first start")
        .doesNotContain("keystore.p12")
        .doesNotContain("secrets.properties");
  }

  @Test
  void each_start_says_where_everything_is_and_what_to_try_next() {
    for (var greeting : new String[] {Greeting.first(settings), Greeting.again(settings)}) {
      assertThat(greeting)
          .contains(
              "Everything runs.",
              "Witness Vault  http://localhost:9080/  and with TLS https://localhost:9443/",
              "Final File     http://localhost:9081/  and with TLS https://localhost:9444/",
              "Mailbox        http://localhost:9026/",
              "embedded PostgreSQL on 127.0.0.1:9432",
              "Data and logs  /srv/vault/kept",
              "./vault demo",
              "Ctrl-C stops everything.");
    }
  }
}
