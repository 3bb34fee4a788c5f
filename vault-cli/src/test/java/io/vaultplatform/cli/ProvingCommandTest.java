package io.vaultplatform.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.cli.home.Home;
import io.vaultplatform.cli.http.Json;
import io.vaultplatform.cli.work.Accounts;
import io.vaultplatform.cli.work.People;
import io.vaultplatform.cli.work.Vaults;
import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.crypto.Suite;
import io.vaultplatform.core.escrow.PlacedFile;
import io.vaultplatform.core.escrow.ReleasePolicy;
import io.vaultplatform.core.escrow.Submission;
import io.vaultplatform.core.escrow.TrusteeChallenge;
import io.vaultplatform.core.escrow.TrusteeProof;
import io.vaultplatform.core.keys.KeySuccession;
import io.vaultplatform.core.keys.PrivateKeys;
import io.vaultplatform.core.keys.PublicKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code vault trustee prove} as a trustee types it, and {@code vault status} as the owner reads
 * what came of it: neither takes the server's word.
 */
class ProvingCommandTest {
  private static final String DUE = "2028-01-05T08:00:00Z";

  @TempDir Path folder = Path.of("");
  private final CheatingServer server = start();
  private final PrivateKeys owner = PrivateKeys.generate();
  private final Map<String, PrivateKeys> trustees = new HashMap<>();
  private final List<Signed> sent = new ArrayList<>();

  private static CheatingServer start() {
    try {
      return new CheatingServer();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeEach
  void an_owner_armed_for_three_trustees() {
    write("pass", "correct horse battery staple");
    var client = Shell.client(Shell.home(folder), server.url());
    new Accounts(client).register("river", owner);
    var vault = new Vaults(client).create("Evidence", Suite.HYBRID);
    for (var name : List.of("Ada", "Ben", "Cleo")) {
      new People(client).invite(vault, name, name + "@example.org");
      var keys = PrivateKeys.generate();
      KeyFiles.write(folder.resolve(name + ".key"), keys);
      trustees.put(name, keys);
      CheatingServer.accepted(server.trustees.getLast(), keys.publicKeys());
      owner("trustee", "verify", "Evidence", name, keys.publicKeys().fingerprint().digits());
    }
    var rosa = PrivateKeys.generate().publicKeys().recipient().text();
    owner(
        "recipient",
        "add",
        "Evidence",
        "--alias",
        "Rosa",
        "--address",
        "rosa@example.org",
        "--key",
        rosa);
    owner("arm", "Evidence");
  }

  @AfterEach
  void stop() {
    server.close();
    trustees.values().forEach(PrivateKeys::close);
    owner.close();
  }

  private Path write(String name, String text) {
    try {
      return Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Json owner(String... words) {
    var all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--json", "--passphrase-file", folder.resolve("pass").toString()));
    var ran = Shell.vaultAt(folder, all.toArray(String[]::new));
    assertThat(ran.exit()).as(ran.err()).isZero();
    return Json.parse(ran.out().getBytes(UTF_8));
  }

  private Submission armed() {
    return done(Submission.of(server.submitted.getLast()));
  }

  private ReleasePolicy policy() {
    return done(ReleasePolicy.of(armed().policy().unverifiedBody()));
  }

  private UUID id(String name) {
    return server.trustees.stream()
        .filter(t -> name.equals(t.get("alias")))
        .map(t -> UUID.fromString(String.valueOf(t.get("trustee"))))
        .findFirst()
        .orElseThrow();
  }

  private List<PlacedFile> shares(String name) {
    return armed().trusteeShares().stream()
        .filter(share -> share.trustee().equals(id(name)))
        .map(Submission.TrusteeShare::share)
        .toList();
  }

  private static <T> T done(Outcome<T> outcome) {
    return switch (outcome) {
      case Outcome.Done<T>(var value) -> value;
      case Outcome.Refused<T>(var refusal) -> throw new AssertionError(refusal.detail());
    };
  }

  private String challenge(TrusteeChallenge challenge, String to) {
    var keys = Objects.requireNonNull(trustees.get(to));
    var key = keys.publicKeys().recipient().of(Suite.HYBRID).orElseThrow();
    return challenge.sealed(key).text();
  }

  /** What the server shows whoever asks to be challenged, and what it takes. */
  private void shows(List<PlacedFile> shares, String challenge) {
    shows(shares, challenge, List.of());
  }

  private void shows(List<PlacedFile> shares, String challenge, List<?> epochs) {
    var owner = Shell.client(Shell.home(folder), server.url()).home().requireAccount();
    var arming = new HashMap<String, Object>();
    arming.put("trigger", policy().epoch().trigger().toString());
    arming.put("ownerSigningKey", owner.signing());
    arming.put("policy", armed().policy().toTree());
    arming.put("shareSets", armed().shareSets().stream().map(Signed::toTree).toList());
    arming.put("shares", shares.stream().map(PlacedFile::toTree).toList());
    if (!challenge.isEmpty()) {
      arming.put("challenge", challenge);
    }
    var shown =
        Map.of(
            "vault",
            policy().epoch().vault().toString(),
            "trustee",
            id("Ada").toString(),
            "owner",
            owner.id(),
            "ownerEpochs",
            epochs,
            "armings",
            List.of(arming));
    server.answers.put("links/trustee/proofs/challenges", asked -> shown);
    server.answers.put(
        "links/trustee/proofs",
        body -> {
          sent.add(Signed.of(body.object("proof").members()));
          return Map.of(
              "provedAt", "2027-01-05T08:00:00Z", "due", DUE, "receipt", server.receipt().toTree());
        });
  }

  private Shell.Ran prove(String name) {
    return Shell.vaultAt(
        folder.resolve("of-" + name),
        "trustee",
        "prove",
        "--link",
        server.url() + "/l/trustee/" + "A".repeat(43),
        "-i",
        folder.resolve(name + ".key").toString());
  }

  @Test
  void a_trustee_proves_their_key_with_one_command_and_sends_no_share() {
    var challenge = TrusteeChallenge.fresh(policy(), id("Ada"));
    shows(shares("Ada"), challenge(challenge, "Ada"));
    server.bodies.clear();
    var ran = prove("Ada");
    assertThat(ran.exit()).as(ran.err()).isZero();
    assertThat(ran.out()).contains("Your key works", DUE, "Receipts: ");
    var wanted =
        new TrusteeProof.Wanted(
            policy(), id("Ada"), challenge.hash(), shares("Ada"), Instant.now());
    assertThat(done(TrusteeProof.check(sent.getFirst(), wanted)).opened()).hasSize(1);
    assertThat(server.bodies)
        .allSatisfy(
            body ->
                assertThat(body)
                    .doesNotContain(shares("Ada").getFirst().file().text())
                    .doesNotContain("AGE-SECRET-KEY"));
  }

  @Test
  void a_share_or_a_challenge_that_is_not_theirs_is_answered_with_nothing() {
    var ours = challenge(TrusteeChallenge.fresh(policy(), id("Ada")), "Ada");
    shows(shares("Ben"), ours);
    nothingIsSent(prove("Ada"), "(share)");
    shows(List.of(), ours);
    nothingIsSent(prove("Ada"), "(share)");
    shows(shares("Ada"), challenge(TrusteeChallenge.fresh(policy(), id("Ben")), "Ada"));
    nothingIsSent(prove("Ada"), "(challenge)");
    shows(shares("Ada"), shares("Ada").getFirst().file().text());
    nothingIsSent(prove("Ada"), "challenge");
    shows(shares("Ada"), ours);
    nothingIsSent(prove("Ben"), "(share)");
  }

  private void nothingIsSent(Shell.Ran ran, String field) {
    assertThat(ran.exit()).as(ran.out()).isEqualTo(1);
    assertThat(ran.err()).contains(field);
    assertThat(sent).isEmpty();
  }

  @Test
  void another_owner_than_the_one_who_was_accepted_is_noticed() {
    shows(shares("Ada"), challenge(TrusteeChallenge.fresh(policy(), id("Ada")), "Ada"));
    var stranger = PrivateKeys.generate();
    Shell.client(Shell.home(folder.resolve("of-Ada")), server.url())
        .home()
        .pins()
        .put(
            "trusteeship/" + policy().epoch().vault() + "/owner",
            stranger.publicKeys().signing().text());
    stranger.close();
    var ran = prove("Ada");
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(sent).isEmpty();
  }

  @Test
  void an_arming_by_keys_that_the_owner_replaced_since_is_answered_if_those_signed_the_new_ones() {
    var account = new AccountId(UUID.fromString(home("").requireAccount().id()));
    try (var next = PrivateKeys.generate()) {
      var pins = home("of-Ada").pins();
      pins.put(
          "trusteeship/" + policy().epoch().vault() + "/owner", next.publicKeys().signing().text());
      var signed = KeySuccession.sign(account, 2, next.publicKeys(), next.signing(), owner);
      var first = epoch(1, owner.publicKeys());
      var second = epoch(2, next.publicKeys());
      var challenge = challenge(TrusteeChallenge.fresh(policy(), id("Ada")), "Ada");
      for (var epochs : List.of(List.of(), List.of(first), List.of(first, second))) {
        shows(shares("Ada"), challenge, epochs);
        assertThat(prove("Ada").exit()).isEqualTo(1);
      }
      assertThat(sent).isEmpty();
      second.put("succession", signed.toTree());
      shows(shares("Ada"), challenge, List.of(first, second));
      var ran = prove("Ada");
      assertThat(ran.exit()).as(ran.err()).isZero();
      assertThat(sent).hasSize(1);
    }
  }

  private Home home(String called) {
    return Shell.client(Shell.home(folder.resolve(called)), server.url()).home();
  }

  private static Map<String, Object> epoch(long number, PublicKeys keys) {
    return new HashMap<>(
        Map.of(
            "epoch",
            number,
            "recipient",
            keys.recipient().text(),
            "signingKey",
            keys.signing().text()));
  }

  @Test
  void whoever_proved_it_today_is_told_so() {
    shows(shares("Ada"), "");
    var ran = prove("Ada");
    assertThat(ran.exit()).as(ran.err()).isZero();
    assertThat(ran.out()).contains("within the last day");
  }

  @Test
  void the_owner_reads_who_showed_their_key_and_which_claim_of_the_server_is_bare() {
    var challenge = TrusteeChallenge.fresh(policy(), id("Ada"));
    shows(shares("Ada"), challenge(challenge, "Ada"));
    assertThat(prove("Ada").exit()).isZero();
    var now = Instant.now().toString();
    var adas = Map.of("statement", sent.getFirst().toTree(), "provedAt", now);
    server.answers.put(
        "/proofs",
        asked ->
            Map.of(
                "trustees",
                List.of(
                    told("Ada", "recent", adas),
                    told("Ben", "recent", adas),
                    told("Cleo", "awaited", Map.of())),
                "groups",
                List.of(
                    Map.of(
                        "path", 1L, "group", 1L, "needed", 3L, "recent", 1L, "awaited", 1L,
                        "tooFew", true))));
    var ran = Shell.vaultAt(folder, "status", "Evidence");
    assertThat(ran.exit()).as(ran.err()).isZero();
    assertThat(ran.out())
        .contains("Ada showed that their key works on " + now)
        .contains("Ben: the server says that they showed their key, and has no statement")
        .contains("Cleo has not shown yet")
        .contains("3 are needed to open, and 2 can be counted on");
    var standings =
        owner("status", "Evidence").object("proofs").list("trustees").stream()
            .map(one -> one.text("alias") + " " + one.text("standing"));
    assertThat(standings).containsExactly("Ada recent", "Ben unsigned", "Cleo awaited");
  }

  private Map<String, Object> told(String name, String standing, Map<String, Object> more) {
    var line = new HashMap<String, Object>(more);
    line.put("trustee", id(name).toString());
    line.put("standing", standing);
    line.put("due", DUE);
    return line;
  }
}
