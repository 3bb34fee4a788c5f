package io.vaultplatform.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.cli.http.Json;
import io.vaultplatform.cli.work.Accounts;
import io.vaultplatform.cli.work.Putting;
import io.vaultplatform.cli.work.Vaults;
import io.vaultplatform.core.base.Bytes;
import io.vaultplatform.core.content.DocumentId;
import io.vaultplatform.core.content.EncryptionClass;
import io.vaultplatform.core.crypto.AgeIdentity;
import io.vaultplatform.core.crypto.RecipientKeys;
import io.vaultplatform.core.crypto.Suite;
import io.vaultplatform.core.keys.PrivateKeys;
import io.vaultplatform.core.keys.PublicKeyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
 * Vaults of others beside one's own. Anybody may grant anybody something, so nothing in a foreign
 * vault stops or steers the grantee's own work; and what is opened from it says who opened it.
 */
class SharedVaultsTest {
  private static final String PLAN = "the plan of the house";

  @TempDir Path folder = Path.of("");
  private final CheatingServer server = start();
  private final PrivateKeys ben = PrivateKeys.generate();
  private Path river = Path.of("");
  private Path passphrase = Path.of("");

  private static CheatingServer start() {
    try {
      return new CheatingServer();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeEach
  void river_has_a_vault() throws IOException {
    passphrase = Files.writeString(folder.resolve("pass"), "correct horse battery staple");
    river = folder.resolve("river");
    registered(river, "river", PrivateKeys.generate());
    new Vaults(Shell.client(Shell.home(river), server.url())).create("Mine", Suite.HYBRID);
  }

  @AfterEach
  void stop() {
    server.close();
    ben.close();
  }

  private void registered(Path person, String name, PrivateKeys keys) {
    new Accounts(Shell.client(Shell.home(person), server.url())).register(name, keys);
  }

  private Shell.Ran types(Path person, String... words) {
    var all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--passphrase-file", passphrase.toString()));
    return Shell.vaultAt(person, all.toArray(String[]::new));
  }

  private static Json json(Shell.Ran ran) {
    return Json.parse(ran.out().getBytes(UTF_8));
  }

  private String foreign(String label) {
    var id = UUID.randomUUID().toString();
    server.others.add(Map.of("vault", id, "owner", UUID.randomUUID().toString(), "label", label));
    return id;
  }

  private String riversKey() {
    return Shell.client(Shell.home(river), server.url()).home().requireAccount().recipient();
  }

  /** Ben, with an account at the same server and nothing of his own. */
  private Path ben() {
    var person = folder.resolve("ben");
    registered(person, "ben", ben);
    return person;
  }

  private String stores(EncryptionClass type, RecipientKeys... others) throws IOException {
    var file = Files.writeString(folder.resolve("plan.txt"), PLAN);
    var client = Shell.client(Shell.home(river), server.url());
    var vault = new Vaults(client).find("Mine");
    try (var owner = new Accounts(client).unlock()) {
      return new Putting(client)
          .put(
              owner,
              vault,
              new Putting.Wish(
                  file, "The plan", "text/plain", type, Set.of(others), Optional.empty()))
          .document()
          .toString();
    }
  }

  private String vaultId() {
    return new Vaults(Shell.client(Shell.home(river), server.url())).idOf("Mine").toString();
  }

  @Test
  void a_vault_that_was_shared_is_listed_by_its_id_and_hides_none_of_ones_own() {
    var id =
        foreign(server.labelFor(AgeIdentity.generate(Suite.CLASSIC).recipient().text(), "Theirs"));
    for (var command : List.of(new String[] {"vault", "list"}, new String[] {"ls"})) {
      var ran = types(river, command);
      assertThat(ran.exit()).as(ran.err()).isZero();
      assertThat(ran.out()).contains("  Mine").contains(id + "  shared with you by ");
    }
    var items = json(types(river, "ls", "--json")).list("items");
    assertThat(items).hasSize(2);
    assertThat(items.getFirst().has("label")).isFalse();
    assertThat(items.getFirst().text("sharedBy"))
        .isEqualTo(String.valueOf(server.others.getFirst().get("owner")));
  }

  @Test
  void on_a_fresh_computer_a_shared_vault_does_not_keep_one_from_finding_ones_own() {
    foreign("no age file at all");
    var seen = Shell.home(river).resolve("seen.json");
    assertThat(seen.toFile().delete()).isTrue();
    assertThat(types(river, "vault", "list").exit()).isZero();
    var found = types(river, "ls", "Mine");
    assertThat(found.exit()).as(found.err()).isZero();
  }

  @Test
  void a_vault_that_somebody_else_calls_as_i_call_mine_is_never_taken_for_it() {
    var theirs = foreign(server.labelFor(riversKey(), "Mine"));
    var listed = types(river, "vault", "list");
    assertThat(listed.exit()).as(listed.err()).isZero();
    assertThat(vaultId()).isNotEqualTo(theirs);
  }

  @Test
  void a_label_of_ones_own_that_does_not_open_is_named_and_the_others_are_shown() {
    var broken = UUID.randomUUID().toString();
    server.others.add(Map.of("vault", broken, "owner", server.owner, "label", "YWdl"));
    var ran = types(river, "vault", "list");
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.out()).contains("  Mine").contains(broken + "  UNREADABLE");
  }

  @Test
  void a_vault_does_not_change_hands() {
    server.owner = UUID.randomUUID().toString();
    var ran = types(river, "ls", "Mine");
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err()).contains("the owner of vault");
  }

  @Test
  void documents_that_were_shared_are_listed_and_titles_only_of_those_made_for_me()
      throws IOException {
    var a = stores(EncryptionClass.A);
    var b = stores(EncryptionClass.B);
    var c = stores(EncryptionClass.C, ben.publicKeys().recipient());
    var ran = types(ben(), "ls", vaultId());
    assertThat(ran.exit()).as(ran.err()).isZero();
    assertThat(ran.out().lines())
        .anyMatch(line -> line.matches(a + "  A  v1  up to [0-9]+ bytes"))
        .anyMatch(line -> line.matches(b + "  B  v1  up to [0-9]+ bytes"))
        .anyMatch(line -> line.equals(c + "  C  v1  " + PLAN.length() + " bytes  The plan"));
  }

  @Test
  void a_document_whose_grant_ended_is_not_called_missing() throws IOException {
    var document = stores(EncryptionClass.A);
    var person = ben();
    assertThat(types(person, "ls", vaultId()).out()).contains(document);
    server.hidden.add(document);
    var ran = types(person, "ls", vaultId());
    assertThat(ran.exit()).as(ran.err()).isZero();
    assertThat(ran.out()).doesNotContain("MISSING");
  }

  @Test
  void class_a_comes_opened_by_the_server_and_the_output_says_so() throws IOException {
    var document = stores(EncryptionClass.A);
    server.opened = Bytes.of(PLAN.getBytes(UTF_8));
    var target = folder.resolve("got.txt");
    var ran = types(ben(), "get", vaultId(), document, "-o", target.toString());
    assertThat(ran.exit()).as(ran.err()).isZero();
    assertThat(ran.out()).contains("the server opened it for you");
    assertThat(target).hasContent(PLAN);
  }

  @Test
  void class_a_that_is_shorter_longer_or_breaks_off_is_not_kept() throws IOException {
    var document = stores(EncryptionClass.A);
    var person = ben();
    var target = folder.resolve("got.txt");
    for (var wrong : List.of("", PLAN.substring(5), PLAN.repeat(3))) {
      server.opened = Bytes.of(wrong.getBytes(UTF_8));
      var ran = types(person, "get", vaultId(), document, "-o", target.toString());
      assertThat(ran.exit()).isEqualTo(1);
      assertThat(ran.err()).contains("CHANGED");
    }
    server.opened = Bytes.of(PLAN.getBytes(UTF_8));
    server.openedBytes = PLAN.length() - 1;
    var broken = types(person, "get", vaultId(), document, "-o", target.toString());
    assertThat(broken.exit()).isEqualTo(3);
    assertThat(target).doesNotExist();
  }

  @Test
  void class_c_made_for_my_key_opens_with_it_and_by_its_owners_signature() throws IOException {
    var document = stores(EncryptionClass.C, ben.publicKeys().recipient());
    var target = folder.resolve("got.txt");
    var ran = types(ben(), "get", vaultId(), document, "-o", target.toString());
    assertThat(ran.exit()).as(ran.err()).isZero();
    assertThat(target).hasContent(PLAN);
  }

  @Test
  void a_reader_is_added_to_class_c_without_sending_the_payload_again() throws IOException {
    var document = stores(EncryptionClass.C);
    var payload = server.stored(new DocumentId(UUID.fromString(document))).payload();
    var key = folder.resolve("ben.pub");
    Files.writeString(key, PublicKeyFile.write(ben.publicKeys()));
    var ran = types(river, "share", "Mine", document, "-r", key.toString());
    assertThat(ran.exit()).as(ran.err()).isZero();
    assertThat(ran.out()).contains("It was opened by one key.");
    assertThat(server.stored(new DocumentId(UUID.fromString(document))).payload())
        .isEqualTo(payload);
    gets(river, document);
    gets(ben(), document);
  }

  private void gets(Path person, String document) {
    var target = folder.resolve(person.getFileName() + ".txt");
    var got = types(person, "get", vaultId(), document, "-o", target.toString());
    assertThat(got.exit()).as(got.err()).isZero();
    assertThat(target).hasContent(PLAN);
  }

  @Test
  void readers_are_added_to_class_c_only_and_only_with_a_key_of_the_vaults_suite()
      throws IOException {
    var b =
        types(
            river,
            "share",
            "Mine",
            stores(EncryptionClass.B),
            "-r",
            ben.publicKeys().recipient().text());
    assertThat(b.exit()).isEqualTo(1);
    assertThat(b.err()).contains("of class B").contains("vault arm");
    var classic = AgeIdentity.generate(Suite.CLASSIC).recipient().text();
    var c = types(river, "share", "Mine", stores(EncryptionClass.C), "-r", classic);
    assertThat(c.exit()).isEqualTo(1);
    assertThat(c.err()).contains("one of the readers (-r) has no key of it");
  }

  @Test
  void a_key_that_is_not_the_owners_vouches_for_nothing() throws IOException {
    var document = stores(EncryptionClass.C, ben.publicKeys().recipient());
    var person = ben();
    var target = folder.resolve("got.txt");
    server.publishesAnotherKeyOfTheOwner();
    var ran = types(person, "get", vaultId(), document, "-o", target.toString());
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(target).doesNotExist();
  }

  @Test
  void the_owners_key_is_held_to_the_one_seen_first() throws IOException {
    stores(EncryptionClass.A);
    var person = ben();
    assertThat(types(person, "ls", vaultId()).exit()).isZero();
    server.publishesAnotherKeyOfTheOwner();
    var ran = types(person, "ls", vaultId());
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err())
        .contains("not the ones that this client saw first", "Seen first: ", "Now: ");
  }

  @Test
  void class_b_and_a_class_c_that_was_made_for_others_are_refused_by_class() throws IOException {
    var b = stores(EncryptionClass.B);
    var c = stores(EncryptionClass.C);
    var person = ben();
    var target = folder.resolve("got.txt").toString();
    var ofB = types(person, "get", vaultId(), b, "-o", target);
    assertThat(ofB.exit()).isEqualTo(1);
    assertThat(ofB.err()).contains("of class B: no grant opens it");
    var ofC = types(person, "get", vaultId(), c, "-o", target);
    assertThat(ofC.exit()).isEqualTo(1);
    assertThat(ofC.err()).contains("not made for your key");
    assertThat(types(person, "get", vaultId(), b, "--encrypted", "-o", target).exit()).isZero();
  }

  @Test
  void a_grant_is_given_with_all_that_was_said_listed_and_taken_back_with_receipts() {
    var who = UUID.randomUUID().toString();
    var document = UUID.randomUUID().toString();
    var trigger = UUID.randomUUID().toString();
    var given =
        types(
            river,
            "grant",
            "give",
            "Mine",
            "--to",
            who,
            "--right",
            "open",
            "--json",
            "--document",
            document,
            "--from",
            "2026-12-01T00:00:00Z",
            "--until",
            "2027-01-01T00:00:00Z",
            "--after-release",
            trigger);
    assertThat(given.exit()).as(given.err()).isZero();
    var grant = json(given).object("grant");
    assertThat(server.grants.get(grant.text("grant")))
        .containsEntry("who", who)
        .containsEntry("what", Map.of("kind", "document", "id", document))
        .containsEntry("right", "open")
        .containsEntry("from", "2026-12-01T00:00:00Z")
        .containsEntry("until", "2027-01-01T00:00:00Z")
        .containsEntry("afterRelease", trigger);
    assertThat(Path.of(json(given).text("receipt"))).exists();
    assertThat(types(river, "grant", "list", "Mine").out())
        .contains(who, "open", "document " + document, "after the release of " + trigger);
    var ended = types(river, "grant", "end", "Mine", grant.text("grant"), "--json");
    assertThat(ended.exit()).as(ended.err()).isZero();
    assertThat(Path.of(json(ended).text("receipt"))).exists();
    assertThat(types(river, "grant", "list", "Mine").out()).contains("taken back");
  }

  @Test
  void grants_of_a_vault_are_its_owners_and_a_right_that_nothing_keeps_is_not_given() {
    var who = UUID.randomUUID().toString();
    var odd = types(river, "grant", "give", "Mine", "--to", who, "--right", "manage");
    assertThat(odd.exit()).isEqualTo(2);
    var vault = vaultId();
    var foreign = types(ben(), "grant", "give", vault, "--to", who, "--right", "see");
    assertThat(foreign.exit()).isEqualTo(1);
    assertThat(foreign.err()).contains("is not yours");
    assertThat(server.grants).isEmpty();
  }
}
