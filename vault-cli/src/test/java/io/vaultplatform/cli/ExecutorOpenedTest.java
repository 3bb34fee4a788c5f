package io.vaultplatform.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.cli.http.Json;
import io.vaultplatform.cli.work.Accounts;
import io.vaultplatform.cli.work.Client;
import io.vaultplatform.cli.work.People;
import io.vaultplatform.cli.work.Vaults;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.crypto.AgeFile;
import io.vaultplatform.core.crypto.AgeRecipient;
import io.vaultplatform.core.crypto.Base64Url;
import io.vaultplatform.core.crypto.Suite;
import io.vaultplatform.core.escrow.ReleasePolicy;
import io.vaultplatform.core.escrow.Submission;
import io.vaultplatform.core.keys.PrivateKeys;
import io.vaultplatform.core.keys.PublicKeyFile;
import io.vaultplatform.core.keys.PublicKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Letting the platform open for somebody, as it is typed: said plainly and meant when arming, and a
 * key that is brought once when it is released.
 */
class ExecutorOpenedTest {
  private static final String WORDS = "the platform opens for Tom";
  private static final String TOKEN = "A".repeat(43);

  @TempDir Path folder = Path.of("");
  private final CheatingServer server = start();
  private String ownerKey = "";

  private static CheatingServer start() {
    try {
      return new CheatingServer();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeEach
  void an_owner_of_a_hybrid_vault_with_trustees_and_a_recipient_with_and_one_without_a_key() {
    write("pass", "correct horse battery staple");
    write("code", "0000-0000-0000-0000");
    server.arms = true;
    var client = client();
    new Accounts(client).register("river", PrivateKeys.generate());
    ownerKey = client.home().requireAccount().signing();
    var vault = new Vaults(client).create("Evidence", Suite.HYBRID);
    for (var name : List.of("Ada", "Ben", "Cleo")) {
      new People(client).invite(vault, name, name + "@example.org");
      var keys = keys(name);
      CheatingServer.accepted(server.trustees.getLast(), keys);
      done("trustee", "verify", "Evidence", name, keys.fingerprint().digits());
    }
    done("recipient", "add", "Evidence", "--alias", "Tom", "--address", "t@example.org");
    done(
        "recipient",
        "add",
        "Evidence",
        "--alias",
        "Rosa",
        "--address",
        "r@example.org",
        "--key",
        keys("Rosa").recipient().text());
    keys("Tom");
    done("put", "--class", "B", "Evidence", write("plan.txt", "the plan").toString());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Client client() {
    return Shell.client(Shell.home(folder), server.url());
  }

  private Path write(String name, String text) {
    try {
      return Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private PublicKeys keys(String name) {
    var keys = PrivateKeys.generate();
    KeyFiles.write(folder.resolve(name + ".key"), keys);
    write(name + ".key.pub", PublicKeyFile.write(keys.publicKeys()));
    return keys.publicKeys();
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  private Shell.Ran types(String... words) {
    var all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--json", "--passphrase-file", file("pass")));
    return Shell.vaultAt(folder, all.toArray(String[]::new));
  }

  private Json done(String... words) {
    var ran = types(words);
    assertThat(ran.exit()).as(ran.err()).isZero();
    return Json.parse(ran.out().getBytes(UTF_8));
  }

  private Submission submitted() {
    return switch (Submission.of(server.submitted.getLast())) {
      case Outcome.Done<Submission>(var submission) -> submission;
      case Outcome.Refused<Submission>(var refusal) -> throw new AssertionError(refusal.detail());
    };
  }

  private ReleasePolicy policy() {
    return switch (ReleasePolicy.of(submitted().policy().unverifiedBody())) {
      case Outcome.Done<ReleasePolicy>(var policy) -> policy;
      case Outcome.Refused<ReleasePolicy>(var refusal) ->
          throw new AssertionError(refusal.detail());
    };
  }

  private Shell.Ran arm(String... more) {
    var words = new ArrayList<>(List.of("arm", "Evidence"));
    words.addAll(List.of(more));
    return types(words.toArray(String[]::new));
  }

  @Test
  void without_the_words_that_say_what_is_meant_nothing_is_armed() {
    var ran = arm("--platform-opens", "Tom");
    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err()).contains("weaker", "--confirm", WORDS);
    assertThat(arm("--platform-opens", "Tom", "--confirm", "yes").exit()).isEqualTo(2);
    var rosa = arm("--platform-opens", "Rosa", "--confirm", "the platform opens for Rosa");
    assertThat(rosa.exit()).isEqualTo(2);
    assertThat(rosa.err()).contains("Rosa has a key of their own");
    assertThat(server.submitted).isEmpty();
    assertThat(arm().exit()).isZero();
    assertThat(policy().mode()).as("nobody gets it unasked").isEqualTo(ReleasePolicy.Mode.BLIND);
  }

  @Test
  void the_weaker_way_goes_by_its_name_when_arming_in_the_policy_and_in_the_status() {
    var armed =
        Shell.vaultAt(
            folder,
            "arm",
            "Evidence",
            "--platform-opens",
            "Tom",
            "--confirm",
            WORDS,
            "--passphrase-file",
            file("pass"));
    assertThat(armed.exit()).as(armed.err()).isZero();
    assertThat(armed.out())
        .contains("EXECUTOR-OPENED: the platform itself opens for Tom", "A claim code would keep")
        .doesNotContain("CLAIM CODE");
    assertThat(policy().mode()).isEqualTo(ReleasePolicy.Mode.EXECUTOR);
    assertThat(policy().recipients())
        .extracting(r -> r.opens())
        .containsExactlyInAnyOrder(ReleasePolicy.Opens.EXECUTOR, ReleasePolicy.Opens.KEY);
    server.policy = Optional.of(submitted().policy());
    server.list = Optional.of(submitted().releaseList());
    var trigger = policy().epoch().trigger().toString();
    var status = Shell.vaultAt(folder, "status", "Evidence", "--trigger", trigger);
    assertThat(status.out())
        .as(status.err())
        .contains("EXECUTOR-OPENED: the platform itself opens for Tom");
    assertThat(done("status", "Evidence", "--trigger", trigger).texts("platformOpens"))
        .containsExactly("Tom");
  }

  private void armed() {
    var ran = arm("--platform-opens", "Tom", "--confirm", WORDS);
    assertThat(ran.exit()).as(ran.err()).isZero();
  }

  /** What the server shows Tom; the documents wait for his key, or are encrypted to it. */
  private void shows(Optional<AgeRecipient> key, boolean waits) {
    var policy = policy();
    var tom =
        policy.recipients().stream()
            .filter(r -> r.opens() == ReleasePolicy.Opens.EXECUTOR)
            .findFirst()
            .orElseThrow();
    var claim = new HashMap<String, Object>();
    key.ifPresent(k -> claim.put("key", k.fingerprint()));
    claim.put("waiting", waits ? List.of(Map.of("stage", 1, "set", 1)) : List.of());
    server.released =
        Map.of(
            "trigger", policy.epoch().trigger().toString(),
            "session", TOKEN,
            "recipient", tom.id().toString(),
            "ownerKey", ownerKey,
            "policy", submitted().policy().toTree(),
            "releaseList", submitted().releaseList().toTree(),
            "receipt", server.receipt().toTree(),
            "claim", claim,
            "packets", waits ? List.of() : List.of(packet(key.orElseThrow())),
            "documents",
                server.documents.values().stream()
                    .map(CheatingServer.Document::offer)
                    .map(ExecutorOpenedTest::handed)
                    .toList());
  }

  // As the gate does: the escrow identity, to the key that was brought.
  private Map<String, Object> packet(AgeRecipient key) {
    try (var owner = new Accounts(client()).unlock();
        var text = owner.bundle().escrow().getFirst().identity().text()) {
      var inner = text.expose(secret -> AgeFile.encrypt(secret, Set.of(key)));
      return Map.of("stage", 1, "set", 1, "inner", Base64Url.encode(inner));
    }
  }

  private static Map<String, Object> handed(Map<String, Object> offer) {
    var told = new Json(offer);
    return Map.of(
        "manifest", told.object("manifest").members(),
        "header", told.text("header"),
        "metadata", told.text("metadata"));
  }

  private AgeRecipient key(String name) {
    try (var keys = KeyFiles.read(folder.resolve(name + ".key"))) {
      return keys.keys().publicKeys().recipient().of(Suite.HYBRID).orElseThrow();
    }
  }

  private Shell.Ran release(String what, String... more) {
    var words =
        new ArrayList<>(List.of("release", what, "--link", server.url() + "/l/recipient/" + TOKEN));
    words.addAll(List.of("--code-file", file("code")));
    words.addAll(List.of(more));
    return types(words.toArray(String[]::new));
  }

  private Shell.Ran open() {
    return release("open", "-i", file("Tom.key"), "-o", file("received"));
  }

  private boolean wasBrought() {
    return server.calls.stream().anyMatch(call -> call.startsWith("POST recipient/releases/key"));
  }

  private void takesTheKey() {
    server.brings =
        body -> {
          var taken = AgeRecipient.parse(new Json(body).text("key"));
          shows(Optional.of(taken), false);
          return Map.of("fingerprint", taken.fingerprint(), "receipt", server.receipt().toTree());
        };
  }

  @Test
  void a_recipient_brings_the_key_once_and_opens_everything_with_it() {
    armed();
    shows(Optional.empty(), true);
    takesTheKey();
    var early = open();
    assertThat(early.exit()).isEqualTo(1);
    assertThat(early.out()).contains("vault release claim");
    assertThat(wasBrought()).as("the first key is never brought on the side").isFalse();

    var ran = release("claim", "--key", file("Tom.key.pub"));
    assertThat(ran.exit()).as(ran.out() + ran.err()).isZero();
    assertThat(ran.out()).contains(key("Tom").fingerprint());
    assertThat(server.bodies).noneMatch(body -> body.contains("AGE-SECRET-KEY"));
    assertThat(open().exit()).isZero();
    assertThat(folder.resolve("received").resolve("plan.txt")).hasContent("the plan");
  }

  @Test
  void a_stage_that_came_since_is_opened_for_the_same_key_without_asking_again() {
    armed();
    shows(Optional.of(key("Tom")), true);
    takesTheKey();
    assertThat(open().exit()).isZero();
    assertThat(wasBrought()).isTrue();
    assertThat(folder.resolve("received").resolve("plan.txt")).hasContent("the plan");
  }

  @Test
  void a_key_that_somebody_else_brought_before_is_said() {
    armed();
    shows(Optional.of(key("Rosa")), true);
    var ran = open();
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.out()).contains("Another key than yours was brought");
    assertThat(wasBrought()).isFalse();
  }

  @Test
  void no_key_is_brought_where_the_owner_did_not_sign_that_the_platform_opens() {
    armed();
    shows(Optional.empty(), true);
    takesTheKey();
    var another = PrivateKeys.generate().signing().verificationKey().text();
    var forged = new HashMap<>(server.released);
    forged.put("ownerKey", another);
    server.released = forged;
    assertThat(release("claim", "--key", file("Tom.key.pub")).exit()).isEqualTo(1);

    assertThat(arm().exit()).isZero();
    var blind = new HashMap<>(forged);
    blind.put("ownerKey", ownerKey);
    blind.put("policy", submitted().policy().toTree());
    server.released = blind;
    var ran = release("claim", "--key", file("Tom.key.pub"), "--owner-key", ownerKey);
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err()).contains("Nothing behind this link is opened by the platform");
    assertThat(wasBrought()).isFalse();
  }

  @Test
  void a_server_that_takes_another_key_than_was_brought_is_found_out() {
    armed();
    shows(Optional.empty(), true);
    server.brings =
        body ->
            Map.of("fingerprint", key("Rosa").fingerprint(), "receipt", server.receipt().toTree());
    var ran = release("claim", "--key", file("Tom.key.pub"));
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err()).contains("another key than yours");
  }
}
