package io.vaultplatform.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vaultplatform.launcher.Product;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A release in two stages: the first to three sets of recipients at once, one of them a person who
 * has no key but a claim code, and one for whom the platform opens when they bring a key; the
 * second, when its time has come, to one of them alone. With hybrid keys, as vaults are made.
 */
class StagesIT {
  private static final String VAULT = "Letters";
  private static final String FORM = "application/x-www-form-urlencoded";

  private final Someone owner;
  private final List<Someone> trustees;
  private final Someone rosa;
  private final Someone tom;
  private final Someone una;
  private String unasCode = "";
  private String rosasCode = "";
  private String tomsCode = "";
  private String ownerKey = "";

  StagesIT(@TempDir Path folder) {
    owner = Someone.named("iris", folder);
    trustees = List.of(Someone.named("dora", folder), Someone.named("emil", folder));
    rosa = Someone.named("rosalind", folder);
    tom = Someone.named("thomas", folder);
    una = Someone.named("unadomina", folder);
  }

  @Test
  void three_sets_receive_first_and_one_of_them_more_in_the_second_stage() throws IOException {
    entrust();
    var armed =
        arm(
            put("first.txt") + "=1.1",
            put("toms.txt") + "=1.2",
            put("unas.txt") + "=1.3",
            put("later.txt") + "=2.1");
    assertThat(armed.get("mode").asText()).isEqualTo("executor");
    var claim = armed.get("claimCodes").get("Tom").asText();
    assertThat(armed.get("claimCodes")).hasSize(1);

    owner.sees(VAULT, "verifying");
    for (var trustee : trustees) {
      trustee.does("confirm", "--link", trustee.link("trustee"), "-i", key(trustee));
    }

    var rosasLink = rosa.link("recipient");
    assertThat(open(rosa, rosasLink, rosasCode, "-i", key(rosa)))
        .as("the second stage is still to come")
        .containsExactly("first.txt");
    var tomsLink = tom.link("recipient");
    assertThat(page(tomsLink, tomsCode)).contains("--claim-code").doesNotContain("YOUR-KEY-FILE");
    var code = Files.writeString(tom.file("claim"), claim).toString();
    assertThat(open(tom, tomsLink, tomsCode, "--claim-code-file", code))
        .containsExactly("toms.txt");

    thePlatformOpensForUna();

    var later = rosa.link("recipient");
    assertThat(open(rosa, later, rosasCode, "-i", key(rosa)))
        .containsExactlyInAnyOrder("first.txt", "later.txt");
    assertThat(page(later, rosasCode))
        .contains("packet-2.age", "release-key-2.txt", "AGE-SECRET-KEY-PQ-1")
        .doesNotContain("--claim-code");
    assertThat(open(tom, tomsLink, tomsCode, "--claim-code-file", code))
        .as("nothing of the second stage is Tom's")
        .containsExactly("toms.txt");
    owner.does("log", VAULT, "--export", owner.file("export.jsonl").toString());
    assertThat(owner.file("export.jsonl")).content().doesNotContain(claim, claim.substring(6));
  }

  private void thePlatformOpensForUna() throws IOException {
    una.does("keygen", "-o", key(una));
    var link = una.link("recipient");
    var asked = page(link, unasCode);
    assertThat(asked).contains("executor-opened", "/l/recipient-key", "vault release claim");
    var words = List.of("--link", link, "--code", unasCode, "--owner-key", ownerKey);
    var early = new ArrayList<>(List.of("release", "open", "-i", key(una)));
    early.addAll(words);
    assertThat(una.types(early.toArray(String[]::new)).status()).isEqualTo(1);
    var brings = new ArrayList<>(List.of("release", "claim", "--key", key(una) + ".pub"));
    brings.addAll(words);
    var fingerprint =
        una.does(brings.toArray(String[]::new)).get("releases").get(0).get("fingerprint").asText();
    assertThat(open(una, link, unasCode, "-i", key(una))).containsExactly("unas.txt");

    var shown = page(link, unasCode);
    assertThat(shown).contains(fingerprint).doesNotContain("/l/recipient-key");
    // Somebody else's key, by the form that the page showed before.
    var another = "&key=" + URLEncoder.encode(Files.readString(rosa.file("key.txt.pub")), UTF_8);
    var refused = brought(hidden(asked, "session"), hidden(asked, "trigger"), another);
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.body()).contains("the first one stays");
  }

  private static String hidden(String page, String name) {
    var found = Pattern.compile("name=\"" + name + "\" value=\"([^\"]+)\"").matcher(page);
    assertThat(found.find()).as(name).isTrue();
    return found.group(1);
  }

  private static Http.Answer brought(String session, String trigger, String key) {
    return Http.to(Product.WITNESS_VAULT)
        .send(
            "POST",
            "/l/recipient-key",
            BodyPublishers.ofString("session=" + session + "&trigger=" + trigger + key),
            FORM);
  }

  private void entrust() {
    owner.does("register", "--name", owner.name);
    owner.does("address", owner.address, "--alias", "Iris");
    assertThat(posted(owner.link("address"), "").status()).isEqualTo(200);
    ownerKey = owner.does("whoami").get("signingKey").asText();
    owner.does("vault", "create", VAULT);
    for (var trustee : trustees) {
      owner.does("trustee", "invite", VAULT, "--alias", trustee.name, "--address", trustee.address);
      trustee.does("keygen", "-o", key(trustee));
      var accepted = trustee.does("accept", "--link", trustee.link("trustee"), "-i", key(trustee));
      owner.does("trustee", "verify", VAULT, trustee.name, accepted.get("fingerprint").asText());
    }
    var key = rosa.does("keygen", "-o", key(rosa)).get("recipient").asText();
    rosasCode = added("Rosa", rosa, "--key", key);
    tomsCode = added("Tom", tom);
    unasCode = added("Una", una);
  }

  private String added(String alias, Someone person, String... more) {
    var words =
        new ArrayList<>(
            List.of("recipient", "add", VAULT, "--alias", alias, "--address", person.address));
    words.addAll(List.of(more));
    return owner.does(words.toArray(String[]::new)).get("code").asText();
  }

  private String put(String name) throws IOException {
    var file = Files.writeString(owner.file(name), "what " + name + " says");
    return owner.does("put", "--class", "B", VAULT, file.toString()).get("document").asText();
  }

  private JsonNode arm(String... documents) {
    var words =
        new ArrayList<>(
            List.of(
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
                "PT2M",
                "--challenge",
                "PT5S"));
    words.addAll(List.of("--path", "platform AND 2 of (%s, %s)".formatted(names())));
    words.addAll(List.of("--stage", "PT60S: Rosa / Tom / Una", "--stage", "PT1S: Rosa"));
    words.addAll(List.of("--platform-opens", "Una", "--confirm", "the platform opens for Una"));
    for (var document : documents) {
      words.addAll(List.of("--for", document));
    }
    return owner.does(words.toArray(String[]::new));
  }

  private Object[] names() {
    return trustees.stream().map(trustee -> trustee.name).toArray();
  }

  /** The names of what was saved, each found to be what the owner put. */
  private List<String> open(Someone who, String link, String code, String... with)
      throws IOException {
    var folder = Files.createTempDirectory(who.file("."), "received");
    var words =
        new ArrayList<>(
            List.of("release", "open", "--link", link, "--code", code, "--owner-key", ownerKey));
    words.addAll(List.of("-o", folder.toString()));
    words.addAll(List.of(with));
    who.does(words.toArray(String[]::new));
    try (var files = Files.list(folder)) {
      var saved = files.toList();
      for (var file : saved) {
        assertThat(file).hasContent("what " + file.getFileName() + " says");
      }
      return saved.stream().map(file -> file.getFileName().toString()).toList();
    }
  }

  private static String page(String link, String code) {
    var page = posted(link, "code=" + code);
    assertThat(page.status()).isEqualTo(200);
    return page.body();
  }

  private static String key(Someone person) {
    return person.file("key.txt").toString();
  }

  private static Http.Answer posted(String link, String form) {
    return Http.to(Product.WITNESS_VAULT)
        .send("POST", URI.create(link).getPath(), BodyPublishers.ofString(form), FORM);
  }
}
