package io.vaultplatform.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vaultplatform.cli.home.Home;
import io.vaultplatform.cli.http.Api;
import io.vaultplatform.cli.work.Accounts;
import io.vaultplatform.cli.work.Client;
import io.vaultplatform.cli.work.Getting;
import io.vaultplatform.cli.work.Logs;
import io.vaultplatform.cli.work.Putting;
import io.vaultplatform.cli.work.Vaults;
import io.vaultplatform.core.content.DocumentId;
import io.vaultplatform.core.content.EncryptionClass;
import io.vaultplatform.core.crypto.Randomness;
import io.vaultplatform.core.crypto.SigningKey;
import io.vaultplatform.core.crypto.Suite;
import io.vaultplatform.core.keys.PrivateKeys;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * INV-11 on the client: whatever a server does to a stored document or a key is found out and
 * named.
 */
class AgainstACheatingServerTest {
  @TempDir Path folder = Path.of("");
  private CheatingServer server = start();
  private Client client =
      Shell.client(Path.of(System.getProperty("java.io.tmpdir")), "http://localhost:1");
  private byte[] content = new byte[0];

  private static CheatingServer start() {
    try {
      return new CheatingServer();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeEach
  void an_owner_with_an_account_and_a_vault() throws IOException {
    client = Shell.client(folder.resolve("home"), server.url());
    new Accounts(client).register("river", PrivateKeys.generate());
    new Vaults(client).create("Evidence", Suite.HYBRID);
    content = Randomness.bytes(300_000);
    Files.write(folder.resolve("secret plan.pdf"), content);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Putting.Stored put(Optional<Putting.Previous> before) {
    var vault = new Vaults(client).find("Evidence");
    try (var owner = new Accounts(client).unlock()) {
      return new Putting(client)
          .put(
              owner,
              vault,
              new Putting.Wish(
                  folder.resolve("secret plan.pdf"),
                  "The plan",
                  "application/pdf",
                  EncryptionClass.B,
                  Set.of(),
                  before));
    }
  }

  private byte[] get(DocumentId id) throws IOException {
    var vault = new Vaults(client).find("Evidence");
    var target = folder.resolve("got-" + System.nanoTime());
    try (var owner = new Accounts(client).unlock()) {
      var getting = new Getting(client);
      getting.fetch(owner, getting.look(owner, vault, id), target, false);
    }
    return Files.readAllBytes(target);
  }

  @Test
  void what_was_put_comes_back_and_the_server_saw_neither_name_nor_passphrase() throws IOException {
    var stored = put(Optional.empty());
    assertThat(get(stored.document())).isEqualTo(content);
    assertThat(server.bodies)
        .noneMatch(b -> b.contains("secret plan"))
        .noneMatch(b -> b.contains("The plan"))
        .noneMatch(b -> b.contains("Evidence"))
        .noneMatch(b -> b.contains("correct horse"))
        .noneMatch(b -> b.contains("AGE-SECRET-KEY"));
    assertThat(server.documents.values()).noneMatch(server::opens);
  }

  @Test
  void a_document_goes_to_standard_output_when_that_is_asked_for() throws IOException {
    var stored = put(Optional.empty());
    Files.createDirectories(Shell.home(folder).getParent());
    Files.move(folder.resolve("home"), Shell.home(folder));
    Files.writeString(folder.resolve("passphrase"), "correct horse battery staple");
    assertThat(printed(stored.document())).isEqualTo(content);
    assertThat(new String(printed(stored.document(), "--encrypted"), StandardCharsets.ISO_8859_1))
        .startsWith("age-encryption.org/v1");
    assertThat(Path.of("-")).doesNotExist();
    server.change(stored.document(), 70_000);
    var before = System.out;
    System.setOut(new PrintStream(OutputStream.nullOutputStream()));
    try {
      assertThat(printing(stored.document()).exit()).isEqualTo(1);
    } finally {
      System.setOut(before);
    }
  }

  private byte[] printed(DocumentId id, String... more) {
    var bytes = new ByteArrayOutputStream();
    var before = System.out;
    System.setOut(new PrintStream(bytes));
    try {
      var ran = printing(id, more);
      assertThat(ran.exit()).as(ran.err()).isZero();
      assertThat(ran.out()).isEmpty();
    } finally {
      System.setOut(before);
    }
    return bytes.toByteArray();
  }

  private Shell.Ran printing(DocumentId id, String... more) {
    var passphrase = folder.resolve("passphrase").toString();
    var words = Stream.of("get", "Evidence", "" + id, "-o", "-", "--passphrase-file", passphrase);
    return Shell.vaultAt(folder, Stream.concat(words, Stream.of(more)).toArray(String[]::new));
  }

  @Test
  void a_swapped_document_is_named() throws IOException {
    var first = put(Optional.empty());
    var second = put(Optional.empty());
    server.instead = server.stored(second.document());
    server.swaps = true;
    assertThatThrownBy(() -> get(first.document())).hasMessageContaining("SWAPPED");
  }

  @Test
  void an_older_version_is_named() throws IOException {
    var first = put(Optional.empty());
    server.instead = server.stored(first.document());
    put(Optional.of(new Putting.Previous(first.document(), 1)));
    assertThat(get(first.document())).isEqualTo(content);
    server.swaps = true;
    assertThatThrownBy(() -> get(first.document())).hasMessageContaining("ROLLED_BACK");
  }

  @Test
  void another_file_under_a_known_version_is_named() throws IOException {
    var first = put(Optional.empty());
    var known = server.stored(first.document());
    // Signed by the owner as well: the try of another computer of theirs, or one that broke off.
    client.home().pins().put(pinOf(first.document()), "0:0:0");
    Files.write(folder.resolve("secret plan.pdf"), Randomness.bytes(300_000));
    put(Optional.of(new Putting.Previous(first.document(), 0)));
    var other = server.stored(first.document());
    assertThat(get(first.document())).isNotEqualTo(content);
    server.documents.put(first.document().toString(), known);
    assertThatThrownBy(() -> get(first.document())).hasMessageContaining("REPLACED");
    server.documents.put(first.document().toString(), other);
    assertThat(get(first.document())).isNotEqualTo(content);
  }

  @Test
  void a_damaged_memory_of_a_document_is_named() {
    var stored = put(Optional.empty());
    for (var damaged :
        new String[] {"1:", "x:0:0", "1:0:0:no-id=1", "1:0:0:" + UUID.randomUUID()}) {
      client.home().pins().put(pinOf(stored.document()), damaged);
      assertThatThrownBy(() -> get(stored.document()))
          .isInstanceOf(Stop.class)
          .hasMessageContaining("seen.json");
    }
  }

  private String pinOf(DocumentId document) {
    return "vault/" + new Vaults(client).find("Evidence").id() + "/document/" + document;
  }

  @Test
  void a_document_that_is_kept_back_is_named() throws IOException {
    var kept = put(Optional.empty());
    var other = put(Optional.empty());
    server.hidden.add(other.document().toString());
    var vault = new Vaults(client).find("Evidence");
    var getting = new Getting(client);
    try (var owner = new Accounts(client).unlock()) {
      var listed = getting.list(owner, vault);
      assertThat(listed).map(Getting.Seen::id).containsExactly(kept.document());
      assertThat(getting.missing(vault, listed)).containsExactly(other.document());
    }
  }

  @Test
  void a_list_without_end_ends() {
    server.endless = true;
    var vault = new Vaults(client).find("Evidence");
    assertThatThrownBy(() -> new Getting(client).ids(vault)).hasMessageContaining("does not end");
  }

  @Test
  void an_export_whose_line_breaks_leaves_no_file_and_is_the_servers_silence() {
    server.exportBytes = 400;
    var vault = new Vaults(client).find("Evidence");
    var target = folder.resolve("export.jsonl");
    assertThatThrownBy(() -> new Logs(client).export(vault, target))
        .isInstanceOfSatisfying(
            Stop.class, s -> assertThat(s.exit()).isEqualTo(Stop.Exit.UNREACHABLE));
    assertThat(target).doesNotExist();
    server.exportBytes = 1000;
    new Logs(client).export(vault, target);
    assertThat(target).hasSize(1000);
    server.calls.clear();
    assertThatThrownBy(() -> new Logs(client).export(vault, target))
        .hasMessageContaining("exists already");
    assertThat(server.calls).isEmpty();
  }

  @Test
  void a_cut_payload_is_named_and_nothing_is_kept() throws IOException {
    var stored = put(Optional.empty());
    server.cutBytes = 100;
    assertThatThrownBy(() -> get(stored.document())).hasMessageContaining("CUT");
    try (var files = Files.list(folder)) {
      assertThat(files)
          .noneMatch(f -> f.toString().contains("got-") || f.toString().endsWith(".part"));
    }
  }

  @Test
  void changed_bytes_are_named() throws IOException {
    var stored = put(Optional.empty());
    server.change(stored.document(), 100_000);
    assertThatThrownBy(() -> get(stored.document())).hasMessageContaining("CHANGED");
  }

  @Test
  void another_gate_key_than_the_first_stops_everything() {
    server.gateSigning = SigningKey.generate(Suite.HYBRID);
    assertThatThrownBy(() -> new Vaults(client).find("Evidence"))
        .hasMessageContaining("gate signing key")
        .hasMessageContaining("Nothing was done");
  }

  @Test
  void a_weaker_derivation_is_refused_before_the_passphrase_is_used() {
    server.kdf = "$argon2id$v=19$m=8,t=1,p=1";
    assertThatThrownBy(() -> new Accounts(client).signIn("river", false))
        .hasMessageContaining("passphrase was not used");
    var elsewhere = Shell.client(folder.resolve("other-home"), server.url());
    assertThatThrownBy(() -> new Accounts(elsewhere).signIn("river", false))
        .hasMessageContaining("passphrase was not used");
  }

  @Test
  void a_broken_upload_continues_with_the_same_bytes() throws IOException {
    server.breakAfter = 90_000;
    var stored = put(Optional.empty());
    assertThat(get(stored.document())).isEqualTo(content);
    try (var left = Files.list(client.home().uploads())) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void the_folder_holds_no_private_key_and_is_the_owners_alone() throws IOException {
    put(Optional.empty());
    try (var files = Files.walk(client.home().folder())) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file)).doesNotContain("AGE-SECRET-KEY");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .isEqualTo("rw-------");
      }
    }
    assertThat(new Home(client.home().folder()).receipts().all()).hasSize(1);
  }

  @Test
  void a_receipt_of_another_vault_or_another_key_is_not_kept() {
    server.receiptOf = UUID.randomUUID().toString();
    assertThatThrownBy(() -> put(Optional.empty())).hasMessageContaining("of another vault");
    server.receiptOf = "../../account";
    assertThatThrownBy(() -> put(Optional.empty())).hasMessageContaining("cannot be read");
    server.receiptOf = new Vaults(client).find("Evidence").id().toString();
    server.receiptKey = SigningKey.generate(Suite.HYBRID);
    assertThatThrownBy(() -> put(Optional.empty())).hasMessageContaining("not genuine");
    assertThat(client.home().receipts().all()).isEmpty();
    assertThat(client.home().account()).isPresent();
  }

  @Test
  void a_second_receipt_for_the_same_place_is_evidence_and_both_stay() throws IOException {
    put(Optional.empty());
    server.sequence = 0;
    put(Optional.empty()); // the same statement once more: a repeated call
    server.sequence = 0;
    server.receiptHash = "1".repeat(64);
    assertThatThrownBy(() -> put(Optional.empty())).hasMessageContaining("REWRITTEN");
    var kept = client.home().receipts().all();
    assertThat(kept).hasSize(2);
    assertThat(kept).map(f -> Files.readString(f)).anyMatch(r -> r.contains("0".repeat(64)));
    assertThat(kept).map(f -> Files.readString(f)).anyMatch(r -> r.contains("1".repeat(64)));
  }

  @Test
  void two_vaults_cannot_be_swapped_by_their_labels() {
    try (var owner = new Accounts(client).unlock()) {
      var vaults = new Vaults(client);
      vaults.list(owner.bundle().identities());
      server.label = server.labelFor(client.home().requireAccount().recipient(), "Other");
      assertThatThrownBy(() -> vaults.list(owner.bundle().identities()))
          .hasMessageContaining("the label of vault");
    }
    assertThat(new Vaults(client).idOf("Evidence")).isNotNull();
  }

  @Test
  void what_a_server_writes_does_not_steer_the_terminal() {
    server.problem = "\u001b[2J\u202eno\u009b1m\nvault: all is well";
    var home = folder.resolve("somebody");
    Shell.client(Shell.home(home), server.url()).home();
    var ran = Shell.vaultAt(home, "case", "--link", server.url() + "/l/trustee/" + "A".repeat(43));
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err())
        .isEqualTo("vault: \\u001B[2J\\u202Eno\\u009B1m\\u000Avault: all is well\n");
  }

  @Test
  void plain_http_is_for_this_machine_alone() {
    assertThatThrownBy(() -> new Api("http://vault.example")).hasMessageContaining("https");
  }
}
