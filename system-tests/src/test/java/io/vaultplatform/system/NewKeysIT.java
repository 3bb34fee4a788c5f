package io.vaultplatform.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vaultplatform.cli.home.Home;
import io.vaultplatform.core.crypto.SigningKey;
import io.vaultplatform.core.crypto.Suite;
import io.vaultplatform.core.crypto.VerificationKey;
import io.vaultplatform.launcher.Product;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An owner who replaces their keys between two releases, and what it is to those who know them by
 * the first ones: trustees, a recipient whose client saw the key of the first release, and one who
 * has it from the owner.
 */
class NewKeysIT {
  private static final String VAULT = "Letters";
  private static final String SEALED = "sealed.txt";
  private static final String LATER = "later.txt";

  private final Path folder;
  private final Someone owner;
  private final List<Someone> trustees;
  private final Someone rosa;
  private String vault = "";
  private String code = "";
  private VerificationKey first = unknown();
  private VerificationKey second = unknown();

  NewKeysIT(@TempDir Path folder) {
    this.folder = folder;
    owner = Someone.named("iris", folder);
    trustees = List.of(Someone.named("dora", folder), Someone.named("emil", folder));
    rosa = Someone.named("rosalind", folder);
  }

  @Test
  void whoever_knows_an_owner_by_earlier_keys_follows_the_later_ones_and_no_others()
      throws IOException {
    entrust();
    arm();
    var refused = owner.types("keys", "rotate");
    assertThat(refused.status()).as("while it is armed").isEqualTo(1);
    assertThat(refused.errors()).contains("Disarm it, replace the keys, and arm it again");
    var link = released();
    assertThat(saved(opens(rosa, link), 1)).containsExactly(SEALED);

    replaceTheKeys();
    put("B", LATER);
    arm();
    link = released();

    // The first release is behind the same link: signed by the first keys, and as much the owner's.
    var all = List.of(LATER, SEALED, SEALED);
    assertThat(saved(opens(rosa, link), 2)).as("seen: the first key").isEqualTo(all);
    for (var given : List.of(first, second)) {
      var opened = opens(another(given.fingerprint()), link, "--owner-key", given.text());
      assertThat(saved(opened, 2)).as("given: " + given.fingerprint()).isEqualTo(all);
    }
    nothing_leads_from_a_strangers_key(link);
  }

  private void nothing_leads_from_a_strangers_key(String link) {
    var stranger = unknown();
    var given = opens(another("given"), link, "--owner-key", stranger.text());
    var sees = another("sees");
    new Home(sees.file("home")).pins().put("release/" + vault + "/owner", stranger.text());
    var seen = opens(sees, link);
    for (var refused : List.of(given, seen)) {
      assertThat(refused.status()).isEqualTo(1);
      var releases = refused.json().get("releases");
      assertThat(releases).hasSize(2);
      for (var release : releases) {
        assertThat(release.has("files")).isFalse();
        assertThat(release.get("error").asText()).contains(stranger.fingerprint(), "Nothing was");
      }
      assertThat(releases.get(0).get("error").asText()).contains(second.fingerprint());
      assertThat(releases.get(1).get("error").asText()).contains(first.fingerprint());
    }
    assertThat(received(sees)).doesNotExist();
  }

  private void entrust() throws IOException {
    owner.does("register", "--name", owner.name);
    owner.does("address", owner.address, "--alias", "Iris");
    var confirmed =
        Http.to(Product.WITNESS_VAULT)
            .send(
                "POST",
                URI.create(owner.link("address")).getPath(),
                BodyPublishers.noBody(),
                "application/x-www-form-urlencoded");
    assertThat(confirmed.status()).isEqualTo(200);
    first = signs();
    vault = owner.does("vault", "create", VAULT).get("vault").asText();
    for (var trustee : trustees) {
      owner.does("trustee", "invite", VAULT, "--alias", trustee.name, "--address", trustee.address);
      trustee.does("keygen", "-o", key(trustee));
      var accepted = trustee.does("accept", "--link", trustee.link("trustee"), "-i", key(trustee));
      owner.does("trustee", "verify", VAULT, trustee.name, accepted.get("fingerprint").asText());
    }
    var rosas = rosa.does("keygen", "-o", key(rosa)).get("recipient").asText();
    code =
        owner
            .does(
                words(
                    List.of("recipient", "add", VAULT, "--alias", "Rosa"),
                    "--address",
                    rosa.address,
                    "--key",
                    rosas))
            .get("code")
            .asText();
    owner.hasPractised();
    put("C", SEALED, "-r", rosas);
  }

  private void put(String type, String name, String... more) throws IOException {
    var file = Files.writeString(owner.file(name), "what " + name + " says");
    owner.does(words(List.of("put", "--class", type, VAULT, file.toString()), more));
  }

  // What was handed over stays as it was signed, and the owner is told so.
  private void replaceTheKeys() {
    owner.sees(VAULT, "executed");
    var rotated = owner.types("keys", "rotate");
    assertThat(rotated.json().get("epoch").asInt()).isEqualTo(2);
    assertThat(rotated.json().get("left")).hasSize(1);
    assertThat(rotated.status()).isEqualTo(1);
    second = signs();
    assertThat(second).isNotEqualTo(first);
  }

  private VerificationKey signs() {
    return new VerificationKey(owner.does("whoami").get("signingKey").asText());
  }

  private void arm() {
    var plan =
        List.of(
            List.of("arm", VAULT),
            List.of("--interval", "PT6S", "--grace", "PT12S", "--remind-every", "PT3S"),
            List.of("--arrive-within", "PT2S", "--verify-within", "PT2M"),
            List.of("--challenge", "PT5S", "--abort-window", "PT1S"));
    owner.does(plan.stream().flatMap(List::stream).toArray(String[]::new));
  }

  /** Lets the silence take its course; the link in the recipient's letter. */
  private String released() {
    owner.sees(VAULT, "verifying");
    for (var trustee : trustees) {
      trustee.does("confirm", "--link", trustee.link("trustee"), "-i", key(trustee));
    }
    return rosa.link("recipient");
  }

  /** The same person with another computer, which has seen nothing yet. */
  private Someone another(String called) {
    return Someone.named(called, folder);
  }

  private Someone.Said opens(Someone who, String link, String... more) {
    var with = List.of("release", "open", "--link", link, "--code", code, "-i", key(rosa));
    return who.types(words(with, words(List.of("-o", received(who).toString()), more)));
  }

  private static Path received(Someone who) {
    return who.file("received");
  }

  /** The names of what was saved, in order, each found to be what the owner put. */
  private List<String> saved(Someone.Said said, int releases) throws IOException {
    assertThat(said.status()).as(said.out() + said.errors()).isZero();
    var opened = said.json().get("releases");
    assertThat(opened).hasSize(releases);
    var names = new ArrayList<String>();
    for (var release : opened) {
      for (var file : release.get("files")) {
        names.add(name(file));
      }
    }
    return names.stream().sorted().toList();
  }

  private static String name(JsonNode file) throws IOException {
    var says = Files.readString(Path.of(file.get("file").asText()));
    assertThat(says).startsWith("what ").endsWith(" says");
    return says.substring(5, says.length() - 5);
  }

  private static String[] words(List<String> some, String... more) {
    return Stream.concat(some.stream(), Stream.of(more)).toArray(String[]::new);
  }

  private static VerificationKey unknown() {
    return SigningKey.generate(Suite.HYBRID).verificationKey();
  }

  private static String key(Someone person) {
    return person.file("key.txt").toString();
  }
}
