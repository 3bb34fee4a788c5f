package io.vaultplatform.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vaultplatform.cli.http.Json;
import io.vaultplatform.cli.work.Accounts;
import io.vaultplatform.cli.work.Client;
import io.vaultplatform.cli.work.People;
import io.vaultplatform.cli.work.Putting;
import io.vaultplatform.cli.work.Vaults;
import io.vaultplatform.core.content.EncryptionClass;
import io.vaultplatform.core.crypto.AgeIdentity;
import io.vaultplatform.core.crypto.RecipientKeys;
import io.vaultplatform.core.crypto.Suite;
import io.vaultplatform.core.keys.FingerprintWords;
import io.vaultplatform.core.keys.PrivateKeys;
import io.vaultplatform.core.keys.PublicKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A vault is armed for the people whom its owner named, with the keys these people gave: a server
 * that adds somebody, leaves somebody out or puts another key in place gets nothing sealed to it.
 */
class ArmingForOnesOwnPeopleTest {
  @TempDir Path folder = Path.of("");
  private CheatingServer server = start();
  private Client client =
      Shell.client(Path.of(System.getProperty("java.io.tmpdir")), "http://localhost:1");
  private final List<PublicKeys> trustees = new ArrayList<>();
  private Path passphrase = Path.of("");

  private static CheatingServer start() {
    try {
      return new CheatingServer();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeEach
  void an_owner_with_two_trustees_who_accepted_and_a_recipient() throws IOException {
    client = Shell.client(Shell.home(folder), server.url());
    passphrase = Files.writeString(folder.resolve("pass"), "correct horse battery staple");
    new Accounts(client).register("river", PrivateKeys.generate());
    var vault = new Vaults(client).create("Evidence", Suite.CLASSIC);
    var people = new People(client);
    for (var name : List.of("Ada", "Ben")) {
      people.invite(vault, name, name + "@example.org");
      var keys = PrivateKeys.generate().publicKeys();
      CheatingServer.accepted(server.trustees.getLast(), keys);
      trustees.add(keys);
    }
    people.add(
        vault,
        "Rosa",
        "rosa@example.org",
        Optional.of(RecipientKeys.of(AgeIdentity.generate(Suite.CLASSIC).recipient())),
        Optional.empty());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Shell.Ran vault(String... arguments) {
    return Shell.vaultAt(folder, arguments);
  }

  private Shell.Ran arm(String... more) {
    var arguments = new ArrayList<>(List.of("arm", "Evidence", "--json"));
    arguments.addAll(List.of("--passphrase-file", passphrase.toString()));
    arguments.addAll(List.of(more));
    return vault(arguments.toArray(String[]::new));
  }

  private void everybodyRead() {
    verify("Ada", 0);
    verify("Ben", 1);
  }

  private void verify(String name, int number) {
    var digits = trustees.get(number).fingerprint().digits();
    assertThat(vault("trustee", "verify", "Evidence", name, digits).exit()).isZero();
  }

  private static Map<String, Object> trustee(String alias) {
    var line = new HashMap<String, Object>();
    line.put("trustee", UUID.randomUUID().toString());
    line.put("alias", alias);
    CheatingServer.accepted(line, PrivateKeys.generate().publicKeys());
    return line;
  }

  private void nothingWasArmed(Shell.Ran ran, String... named) {
    assertThat(ran.exit()).as(ran.err()).isEqualTo(1);
    assertThat(ran.err()).contains(named);
    assertThat(server.triggers).isEmpty();
  }

  @Test
  void keys_that_nobody_compared_get_nothing() {
    verify("Ada", 0);
    nothingWasArmed(arm(), "trustee Ben");
    assertThat(arm().err()).doesNotContain("Ada").doesNotContain("Rosa");
  }

  @Test
  void people_with_compared_keys_are_armed_for_and_listed_with_them() {
    everybodyRead();
    var ran = arm();
    assertThat(ran.exit()).as(ran.err()).isZero();
    assertThat(ran.out())
        .contains("Ada", "Ben", "Rosa", trustees.getFirst().fingerprint().digits());
  }

  @Test
  void a_fingerprint_on_the_command_line_counts_as_compared() {
    verify("Ada", 0);
    var ran = arm("--trustee", trustees.get(1).fingerprint().digits());
    assertThat(ran.exit()).as(ran.err()).isZero();
  }

  @Test
  void a_recipient_of_the_servers_own_is_refused_by_name() {
    everybodyRead();
    var key = AgeIdentity.generate(Suite.CLASSIC).recipient().text();
    server.recipients.add(
        Map.of(
            "recipient",
            UUID.randomUUID().toString(),
            "alias",
            "Mallory",
            "state",
            "added",
            "recipientKey",
            key));
    nothingWasArmed(arm(), "recipient Mallory (not named on this computer)");
    // Seen twice is not trusted: first sight alone never makes somebody a recipient.
    nothingWasArmed(arm(), "recipient Mallory (not named on this computer)");
    // On a second computer the owner has the key from the person.
    assertThat(arm("--recipient", key).exit()).isZero();
  }

  @Test
  void trustees_of_the_servers_own_are_refused_by_name() {
    everybodyRead();
    server.trustees.add(trustee("Mallory"));
    server.trustees.add(trustee("Ada"));
    nothingWasArmed(
        arm(),
        "trustee Mallory (not named on this computer)",
        "trustee Ada (not named on this computer)");
  }

  @Test
  void a_key_that_the_server_put_in_place_of_the_trustees_is_found_out() {
    CheatingServer.accepted(server.trustees.getFirst(), PrivateKeys.generate().publicKeys());
    var ran =
        vault("trustee", "verify", "Evidence", "Ada", trustees.getFirst().fingerprint().digits());
    nothingWasArmed(ran, "another key for trustee Ada");
    nothingWasArmed(arm(), "trustee Ada");
  }

  @Test
  void a_trustee_who_was_left_out_or_renamed_is_named() {
    everybodyRead();
    var ben = server.trustees.removeLast();
    nothingWasArmed(arm(), "no longer lists Ben");
    ben.put("alias", "Ada");
    server.trustees.add(ben);
    nothingWasArmed(arm(), "the name of trustee Ben");
  }

  private Putting.Stored put() throws IOException {
    return put(EncryptionClass.B);
  }

  private Putting.Stored put(EncryptionClass type, RecipientKeys... others) throws IOException {
    var file = Files.writeString(folder.resolve("plan.txt"), "the plan");
    var vault = new Vaults(client).find("Evidence");
    try (var owner = new Accounts(client).unlock()) {
      return new Putting(client)
          .put(
              owner,
              vault,
              new Putting.Wish(
                  file, "The plan", "text/plain", type, Set.of(others), Optional.empty()));
    }
  }

  @Test
  void a_document_that_no_recipient_can_open_is_named() throws IOException {
    everybodyRead();
    put();
    put(EncryptionClass.C, RecipientKeys.of(AgeIdentity.generate(Suite.CLASSIC).recipient()));
    var mine = put(EncryptionClass.C).document().toString();
    var ran = arm();
    assertThat(ran.exit()).as(ran.err()).isZero();
    assertThat(Json.parse(ran.out().getBytes(UTF_8)).texts("forNobody")).containsExactly(mine);
  }

  @Test
  void a_document_of_class_a_is_named_as_no_part_of_the_release() throws IOException {
    everybodyRead();
    put();
    var apart = put(EncryptionClass.A).document().toString();
    var ran = arm();
    assertThat(ran.exit()).as(ran.err()).isZero();
    var said = Json.parse(ran.out().getBytes(UTF_8));
    assertThat(said.texts("notReleased")).containsExactly(apart);
    assertThat(said.number("documents")).isEqualTo(1);
  }

  @Test
  void what_is_no_part_of_the_release_is_said_to_people_with_what_to_do_instead()
      throws IOException {
    everybodyRead();
    var apart = put(EncryptionClass.A).document().toString();
    var ran = vault("arm", "Evidence", "--passphrase-file", passphrase.toString());
    assertThat(ran.exit()).as(ran.err()).isZero();
    assertThat(ran.out())
        .contains("NOT part of the release: document " + apart)
        .contains("vault grant give --after-release " + server.triggers.getLast());
  }

  @Test
  void a_document_that_is_kept_back_is_not_left_behind_silently() throws IOException {
    everybodyRead();
    var document = put().document().toString();
    server.hidden.add(document);
    var ran = arm();
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err()).contains("MISSING", document);
    assertThat(server.calls).noneMatch(c -> c.contains("/arm "));
    assertThat(arm("--without", document).exit()).isZero();
    var listed = vault("ls", "Evidence", "--passphrase-file", passphrase.toString());
    assertThat(listed.exit()).isEqualTo(1);
    assertThat(listed.out()).contains(document + "  MISSING");
  }

  @Test
  void a_document_as_it_was_before_arming_is_named() throws IOException {
    everybodyRead();
    put();
    var ran = arm();
    assertThat(ran.exit()).as(ran.err()).isZero();
    // The server goes on showing the manifest of before, which the owner signed too.
    var listed = vault("ls", "Evidence", "--passphrase-file", passphrase.toString());
    assertThat(listed.exit()).isEqualTo(1);
    assertThat(listed.err()).contains("OLDER_EPOCH");
  }

  @Test
  void the_library_of_the_client_refuses_as_well() {
    var vault = new Vaults(client).find("Evidence");
    assertThatThrownBy(() -> new People(client).party(vault).requireCompared())
        .hasMessageContaining("Ada")
        .hasMessageContaining("Ben");
  }

  @Test
  void a_trustee_is_compared_by_name_with_digits_or_words_and_not_by_looking() {
    verify("Ben", 1);
    var fingerprint = trustees.getFirst().fingerprint();
    var words = FingerprintWords.of(fingerprint);
    var shown = vault("keys", "verify", "Ada", "--vault", "Evidence");
    assertThat(shown.out()).contains(fingerprint.digits(), words);
    var another = PrivateKeys.generate().publicKeys().fingerprint();
    for (var read : List.of(another.digits(), FingerprintWords.of(another), "acorn", "12345")) {
      var ran = vault("keys", "verify", "Ada", read, "--vault", "Evidence");
      assertThat(ran.exit()).as(read).isEqualTo(1);
    }
    nothingWasArmed(arm(), "trustee Ada");
    assertThat(vault("keys", "verify", "Ada", words, "--vault", "Evidence").exit()).isZero();
    assertThat(arm().exit()).isZero();
  }

  @Test
  void a_recipient_with_a_signing_key_is_compared_by_name_too_and_one_without_by_their_key() {
    var keys = PrivateKeys.generate().publicKeys();
    var vault = new Vaults(client).find("Evidence");
    new People(client)
        .add(
            vault,
            "Tom",
            "tom@example.org",
            Optional.of(keys.recipient()),
            Optional.of(keys.signing()));
    var shown = vault("keys", "verify", "Tom", "--vault", "Evidence");
    assertThat(shown.out()).contains(keys.fingerprint().digits());
    var wrong = PrivateKeys.generate().publicKeys().fingerprint().digits();
    assertThat(vault("keys", "verify", "Tom", wrong, "--vault", "Evidence").exit()).isEqualTo(1);
    var words = FingerprintWords.of(keys.fingerprint());
    assertThat(vault("keys", "verify", "Tom", words, "--vault", "Evidence").exit()).isZero();
    var rosa = vault("keys", "verify", "Rosa", "--vault", "Evidence");
    assertThat(rosa.exit()).isEqualTo(1);
    assertThat(rosa.err()).contains("no signing key", "vault recipient verify");
    assertThat(vault("keys", "verify", "Zoe", "--vault", "Evidence").exit()).isEqualTo(2);
  }

  @Test
  void a_server_cannot_exchange_the_signing_key_of_a_recipient() {
    var keys = PrivateKeys.generate().publicKeys();
    new People(client)
        .add(
            new Vaults(client).find("Evidence"),
            "Tom",
            "tom@example.org",
            Optional.of(keys.recipient()),
            Optional.of(keys.signing()));
    var changed = new HashMap<>(server.recipients.getLast());
    var other = PrivateKeys.generate().publicKeys().signing().text();
    changed.put("signingKey", other);
    server.recipients.set(server.recipients.size() - 1, changed);
    var ran = vault("keys", "verify", "Tom", "--vault", "Evidence");
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err()).contains("the signing key of recipient Tom");
  }

  @Test
  void a_trustee_and_a_recipient_of_one_name_are_named_by_their_ids() {
    new People(client)
        .add(
            new Vaults(client).find("Evidence"),
            "Ada",
            "ada@example.org",
            Optional.empty(),
            Optional.empty());
    var ran = vault("keys", "verify", "Ada", "--vault", "Evidence");
    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err()).contains("by their id");
    var id = String.valueOf(server.trustees.getFirst().get("trustee"));
    assertThat(vault("keys", "verify", id, "--vault", "Evidence").exit()).isZero();
  }

  @Test
  void a_fingerprint_has_forty_digits_and_belongs_to_somebody() {
    assertThat(vault("trustee", "verify", "Evidence", "Ada", "12345").exit()).isEqualTo(2);
    assertThat(vault("trustee", "verify", "Evidence", "Zoe", "1".repeat(40)).exit()).isEqualTo(2);
    assertThat(vault("recipient", "verify", "Evidence", "Rosa", "age1x").exit()).isEqualTo(2);
  }
}
