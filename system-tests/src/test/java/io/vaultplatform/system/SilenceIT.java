package io.vaultplatform.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.launcher.Product;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A silence that ends in each of the ways it can end, as its people live it: with the command, the
 * letters and the pages behind their links. The way to the recipient is in it too.
 */
class SilenceIT {
  private static final String VAULT = "Evidence";
  private static final String ALIAS = "River <img src=x onerror=alert(1)>'; DROP TABLE t;--";
  private static final String FORM = "application/x-www-form-urlencoded";

  private final Someone owner;
  private final List<Someone> trustees;
  private final Someone recipient;
  private final Map<String, String> readAloud = new HashMap<>();
  private String code = "";
  private String ownerKey = "";
  private String receipt = "";

  SilenceIT(@TempDir Path folder) {
    owner = Someone.named("river", folder);
    trustees =
        List.of(
            Someone.named("ada", folder),
            Someone.named("ben", folder),
            Someone.named("cleo", folder));
    recipient = Someone.named("rosa", folder);
  }

  @Test
  void a_button_a_refusal_and_an_objection_each_end_a_silence_and_only_the_last_one_is_released()
      throws IOException {
    entrust();
    hear();
    arm();
    owner.does("cancel", VAULT);
    arm();

    the_button_behind_a_reminder_checks_in_once();
    two_refusals_of_three_end_the_asking();
    an_objection_in_the_challenge_window_stops_the_release();
    two_confirmations_and_no_objection_lead_to_the_recipient();

    owner.does("log", VAULT, "--export", owner.file("export.jsonl").toString());
    assertThat(owner.file("export.jsonl"))
        .content()
        .contains("\"recipient_code_refused\"")
        .doesNotContain(code, recipient.address, "0000-0000-0000-0000");
    var export = owner.file("export.jsonl").toString();
    assertThat(owner.types("verify-log", export).status()).isZero();
    assertThat(recipient.types("verify-log", export, "--receipt", receipt).status()).isZero();
  }

  private void entrust() throws IOException {
    owner.does("register", "--name", owner.name);
    owner.does("address", owner.address, "--alias", ALIAS);
    assertThat(press(owner.link("address")).status()).isEqualTo(200);
    ownerKey = owner.does("whoami").get("signingKey").asText();
    owner.does("vault", "create", VAULT);
    Files.writeString(owner.file("note.txt"), "what happened on the third of May");
    owner.does("put", "--class", "B", VAULT, owner.file("note.txt").toString());
    for (var trustee : trustees) {
      owner.does("trustee", "invite", VAULT, "--alias", trustee.name, "--address", trustee.address);
      trustee.does("keygen", "-o", trustee.file("key.txt").toString());
      var accepted = trustee.does("accept", "--link", trustee.link("trustee"), "-i", key(trustee));
      readAloud.put(trustee.name, accepted.get("fingerprint").asText());
    }
    var key =
        recipient
            .does("keygen", "-o", recipient.file("key.txt").toString())
            .get("recipient")
            .asText();
    code =
        owner
            .does(
                "recipient",
                "add",
                VAULT,
                "--alias",
                "Rosa",
                "--address",
                recipient.address,
                "--key",
                key)
            .get("code")
            .asText();
    Files.writeString(owner.file("sealed.txt"), "for Rosa's eyes only, with or without a release");
    owner.hasPractised();
    owner.does("put", "--class", "C", "-r", key, VAULT, owner.file("sealed.txt").toString());
  }

  private void hear() {
    var unheard = owner.types("arm", VAULT);
    assertThat(unheard.status()).as("a key that only the server names is not enough").isEqualTo(1);
    assertThat(unheard.out() + unheard.errors()).contains(readAloud.keySet());
    readAloud.forEach((who, digits) -> owner.does("trustee", "verify", VAULT, who, digits));
  }

  private void arm() {
    owner.does(
        "arm",
        VAULT,
        "--interval",
        "PT6S",
        "--grace",
        "PT12S",
        "--remind-every",
        "PT3S",
        "--arrive-within",
        "PT2S",
        "--verify-within",
        "PT1M",
        "--challenge",
        "PT15S",
        "--abort-window",
        "PT1S");
    owner.sees(VAULT, "armed");
  }

  private void the_button_behind_a_reminder_checks_in_once() {
    var link = owner.link("check-in");
    owner.sees(VAULT, "warned");
    assertThat(look(link).body()).contains("I&#39;m here").doesNotContain("<script");
    assertThat(look(link).status()).as("looking changes nothing, however often").isEqualTo(200);
    owner.sees(VAULT, "warned");

    var pressed = press(link);

    assertThat(pressed.status()).isEqualTo(200);
    assertThat(pressed.body()).contains("Your check-in was recorded").contains("receipt");
    owner.sees(VAULT, "armed");
    assertThat(press(link).status()).as("the link is used").isEqualTo(410);
  }

  private void two_refusals_of_three_end_the_asking() {
    owner.sees(VAULT, "verifying");
    for (var trustee : trustees.subList(0, 2)) {
      var link = trustee.link("trustee");
      assertThat(trustee.does("case", "--link", link).get("facts")).isNotEmpty();
      trustee.does("confirm", "--refuse", "--link", link, "-i", key(trustee));
    }
    owner.sees(VAULT, "armed");
    var late = trustees.get(2).link("trustee");
    var answer = trustees.get(2).types("confirm", "--link", late, "-i", key(trustees.get(2)));
    assertThat(answer.status()).isEqualTo(1);
  }

  private void an_objection_in_the_challenge_window_stops_the_release() {
    owner.does("check-in", VAULT);
    trustees.forEach(trustee -> trustee.forgetsLetters("trustee"));
    owner.sees(VAULT, "verifying");
    var ada = trustees.getFirst().link("trustee");
    var foreign = trustees.get(2).types("confirm", "--link", ada, "-i", key(trustees.get(2)));
    assertThat(foreign.status()).as("with the link of somebody else").isEqualTo(1);
    assertThat(foreign.errors()).contains("the link in your own letter");
    trustees.getFirst().does("confirm", "--link", ada, "-i", key(trustees.getFirst()));
    confirm(trustees.subList(1, 2));
    owner.sees(VAULT, "triggered");

    var challenged = owner.does("challenge", VAULT);

    assertThat(Path.of(challenged.get("receipt").asText())).as("kept").exists();
    owner.sees(VAULT, "armed");
  }

  private void two_confirmations_and_no_objection_lead_to_the_recipient() throws IOException {
    trustees.forEach(trustee -> trustee.forgetsLetters("trustee"));
    owner.sees(VAULT, "verifying");
    confirm(trustees.subList(1, 3));
    var link = recipient.link("recipient");
    guessing_the_code_has_to_wait_and_the_right_one_does_not(link);
    var folder = recipient.file("received");

    var opened =
        recipient.does(
            "release",
            "open",
            "--link",
            link,
            "--code",
            code,
            "-i",
            key(recipient),
            "--owner-key",
            ownerKey,
            "-o",
            folder.toString());

    for (var name : List.of("note.txt", "sealed.txt")) {
      assertThat(folder.resolve(name)).hasSameBinaryContentAs(owner.file(name));
    }
    receipt = opened.get("releases").get(0).get("receipt").asText();
    assertThat(opened.get("releases").get(0).get("owner").asText()).isEqualTo(ALIAS);
    var afterwards = owner.types("check-in", VAULT);
    assertThat(afterwards.status()).as("too late").isEqualTo(1);
  }

  private void guessing_the_code_has_to_wait_and_the_right_one_does_not(String link) {
    for (int i = 0; i < 5; i++) {
      var wrong = press(link, "code=0000-0000-0000-0000");
      assertThat(wrong.status()).as("a wrong code").isEqualTo(403);
    }
    var waits = press(link, "code=0000-0000-0000-0000");
    assertThat(waits.status()).as("one too many").isEqualTo(429);
    assertThat(waits.header("Retry-After")).matches("[1-9][0-9]*");
    var typed =
        recipient.types(
            "release",
            "open",
            "--link",
            link,
            "--code",
            "0000-0000-0000-0000",
            "-i",
            key(recipient));
    assertThat(typed.status()).isEqualTo(1);

    var page = press(link, "code=" + code);
    assertThat(page.status()).as("the right one").isEqualTo(200);
    assertThat(page.body())
        .contains("River &lt;img src=x onerror=alert(1)&gt;", "encrypted to chosen people alone")
        .doesNotContain("<img", "<script");
  }

  private void confirm(List<Someone> some) {
    for (var trustee : some) {
      trustee.does("confirm", "--link", trustee.link("trustee"), "-i", key(trustee));
    }
  }

  private static String key(Someone person) {
    return person.file("key.txt").toString();
  }

  private static Http.Answer look(String link) {
    return Http.to(Product.WITNESS_VAULT).get(URI.create(link).getPath());
  }

  private static Http.Answer press(String link) {
    return press(link, "");
  }

  private static Http.Answer press(String link, String form) {
    return Http.to(Product.WITNESS_VAULT)
        .send("POST", URI.create(link).getPath(), BodyPublishers.ofString(form), FORM);
  }
}
