package io.vaultplatform.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.launcher.Product;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A trustee shows that their key works, with the link of the letter they have and one command; the
 * owner sees it with theirs.
 */
class ProvingIT {
  private static final String VAULT = "Evidence";

  private final Someone owner;
  private final List<Someone> trustees;
  private final Someone recipient;

  ProvingIT(@TempDir Path folder) {
    owner = Someone.named("river", folder);
    trustees = List.of(Someone.named("ada", folder), Someone.named("ben", folder));
    recipient = Someone.named("rosa", folder);
  }

  private static String key(Someone person) {
    return person.file("key.txt").toString();
  }

  @Test
  void a_trustee_proves_their_key_and_the_owner_sees_the_statement_they_signed() {
    owner.does("register", "--name", owner.name);
    owner.does("address", owner.address, "--alias", "River");
    assertThat(press(owner.link("address"))).isEqualTo(200);
    owner.does("vault", "create", VAULT);
    var recipientKey = recipient.does("keygen", "-o", key(recipient)).get("recipient").asText();
    owner.does(
        "recipient",
        "add",
        VAULT,
        "--alias",
        "Rosa",
        "--address",
        recipient.address,
        "--key",
        recipientKey);
    var ada = trustees.getFirst();
    var adasLink = "";
    for (var trustee : trustees) {
      owner.does("trustee", "invite", VAULT, "--alias", trustee.name, "--address", trustee.address);
      trustee.does("keygen", "-o", key(trustee));
      var link = trustee.link("trustee");
      adasLink = trustee == ada ? link : adasLink;
      var digits = trustee.does("accept", "--link", link, "-i", key(trustee)).get("fingerprint");
      owner.does("trustee", "verify", VAULT, trustee.name, digits.asText());
    }
    var early = ada.types("trustee", "prove", "--link", adasLink, "-i", key(ada));
    assertThat(early.status()).as("nothing is armed yet").isEqualTo(1);
    owner.does("arm", VAULT, "--interval", "P7D", "--grace", "P3D");

    var asked = ada.types("case", "--link", adasLink);
    assertThat(asked.errors()).contains("vault trustee prove", "not shown yet");
    assertThat(page(adasLink)).contains("show that your key works", "trustee prove");
    var foreign = ada.types("trustee", "prove", "--link", adasLink, "-i", key(trustees.getLast()));
    assertThat(foreign.status()).as("with somebody else's key").isEqualTo(1);
    assertThat(foreign.errors()).contains("the link in your own letter");

    var proved = ada.does("trustee", "prove", "--link", adasLink, "-i", key(ada));

    assertThat(proved.get("proofs").asInt()).isEqualTo(1);
    assertThat(Path.of(proved.get("receipts").get(0).asText())).exists();
    assertThat(page(adasLink)).contains("You last showed it on");
    var again = ada.does("trustee", "prove", "--link", adasLink, "-i", key(ada));
    assertThat(again.get("before").asInt()).isEqualTo(1);
    var proofs = owner.does("status", VAULT).get("proofs");
    assertThat(
            StreamSupport.stream(proofs.get("trustees").spliterator(), false)
                .map(one -> one.get("standing").asText()))
        .containsExactlyInAnyOrder("recent", "awaited");
    assertThat(proofs.get("groups").get(0).get("recent").asInt()).isEqualTo(1);
    owner.does("log", VAULT, "--export", owner.file("export.jsonl").toString());
    assertThat(owner.file("export.jsonl")).content().contains("\"trustee_proved\"");
    owner.does("cancel", VAULT);
  }

  private static String page(String link) {
    return Http.to(Product.WITNESS_VAULT).get(URI.create(link).getPath()).body();
  }

  private static int press(String link) {
    return Http.to(Product.WITNESS_VAULT)
        .send(
            "POST",
            URI.create(link).getPath(),
            BodyPublishers.ofString(""),
            "application/x-www-form-urlencoded")
        .status();
  }
}
