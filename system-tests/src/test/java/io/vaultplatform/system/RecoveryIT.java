package io.vaultplatform.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vaultplatform.launcher.Product;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An owner who loses everything comes back, with the real client at the real server. */
class RecoveryIT {
  private static final String VAULT = "Evidence";
  private final Path folder;
  private final Someone owner;
  private String document = "";

  RecoveryIT(@TempDir Path folder) {
    this.folder = folder;
    this.owner = Someone.named("river", folder);
  }

  @BeforeEach
  void an_owner_with_something_to_lose() throws Exception {
    owner.does("register", "--name", owner.name);
    owner.does("vault", "create", VAULT);
    Files.writeString(owner.file("plan.txt"), "the plan");
    var waits = owner.types("put", "--class", "C", VAULT, owner.file("plan.txt").toString());
    assertThat(waits.status()).isEqualTo(1);
    assertThat(waits.errors()).contains("vault recovery drill");
    owner.hasPractised();
    document =
        owner
            .does("put", "--class", "C", VAULT, owner.file("plan.txt").toString())
            .get("document")
            .asText();
  }

  private void reads(Someone back) throws Exception {
    var got = back.file("got-" + System.nanoTime());
    back.does("vault", "list");
    back.does("get", VAULT, document, "-o", got.toString());
    assertThat(Files.readString(got)).isEqualTo("the plan");
  }

  @Test
  void a_kit_is_enough_after_computer_and_passphrase_are_lost_and_the_log_tells() throws Exception {
    owner.does("address", owner.address);
    assertThat(pressed(owner.link("address"))).isEqualTo(200);
    var back = Someone.named("back", folder);
    var kit = owner.file("kit.txt").toString();

    back.does(
        "recovery",
        "use",
        "--kit",
        kit,
        "--new-passphrase-file",
        back.file("passphrase").toString());

    reads(back);
    assertThat(owner.types("vault", "list").status()).as("the old passphrase").isEqualTo(1);
    assertThat(log(back)).contains("recovery_drilled", "unlock_changed", "session_revoked");
    back.hears("Somebody signed in with what you keep", owner.address);
    back.hears("Your passphrase was changed.", owner.address);
    back.does("recovery", "drill", "--kit", kit);
  }

  private static int pressed(String link) {
    return Http.to(Product.WITNESS_VAULT)
        .send(
            "POST",
            URI.create(link).getPath(),
            BodyPublishers.ofString(""),
            "application/x-www-form-urlencoded")
        .status();
  }

  private static String log(Someone person) throws Exception {
    var session = Http.JSON.readTree(Files.readString(person.file("home/session.json")));
    return Http.to(Product.WITNESS_VAULT)
        .with(session.get("access").asText())
        .get("/api/v1/audit")
        .body();
  }

  @Test
  void guardians_bring_the_owner_back_and_new_keys_are_followed() throws Exception {
    var guardians = List.of("ada", "ben", "cleo");
    var words = new ArrayList<>(List.of("recovery", "guardians", "--quorum", "2", "-o"));
    words.add(owner.file("shares").toString());
    for (var who : guardians) {
      owner.does("keygen", "-o", owner.file(who).toString());
      words.add(who + "=" + owner.file(who + ".pub"));
    }
    owner.does(words.toArray(String[]::new));

    var back = Someone.named("back", folder);
    var keys = back.does("keygen", "-o", back.file("new").toString());
    var use = new ArrayList<>(List.of("recovery", "use", "-i", back.file("new").toString()));
    for (int guardian : new int[] {0, 2}) {
      var answer = back.file("answer-" + guardian).toString();
      var typed =
          new ArrayList<>(
              List.of(
                  "recovery",
                  "answer",
                  "--share",
                  owner.file("shares/guardian-" + (guardian + 1) + ".age").toString(),
                  "-i",
                  owner.file(guardians.get(guardian)).toString(),
                  "--for",
                  back.file("new.pub").toString(),
                  "-o",
                  answer));
      typed.addAll(Arrays.asList(keys.get("fingerprint").asText().split(" ")));
      back.does(typed.toArray(String[]::new));
      use.addAll(List.of("--answer", answer));
    }
    use.addAll(List.of("--new-passphrase-file", back.file("passphrase").toString()));

    back.does(use.toArray(String[]::new));
    reads(back);

    var rotated = back.does("keys", "rotate");
    assertThat(rotated.get("epoch").asInt()).isEqualTo(2);
    assertThat(rotated.get("renewed").asInt()).isEqualTo(1);
    reads(back);
    var kinds =
        StreamSupport.stream(back.does("recovery", "status").get("slots").spliterator(), false)
            .map(slot -> slot.get("kind").asText())
            .toList();
    assertThat(kinds).containsExactlyInAnyOrder("passphrase", "kit", "guardians");
    JsonNode shown = back.does("keys", "verify", "me");
    assertThat(shown.get("words").asText().split(" ")).hasSize(16);
  }
}
