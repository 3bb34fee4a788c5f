package io.vaultplatform.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.cli.http.Json;
import io.vaultplatform.cli.work.Accounts;
import io.vaultplatform.cli.work.Vaults;
import io.vaultplatform.core.content.DocumentId;
import io.vaultplatform.core.crypto.AgeHeader;
import io.vaultplatform.core.crypto.AgeIdentity;
import io.vaultplatform.core.crypto.AgeLimits;
import io.vaultplatform.core.crypto.Base64Url;
import io.vaultplatform.core.crypto.Suite;
import io.vaultplatform.core.keys.PrivateKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A vault's move from classic to post-quantum keys, as its owner does it. */
class MovingTest {
  @TempDir Path folder = Path.of("");
  private final CheatingServer server = start();

  private static CheatingServer start() {
    try {
      return new CheatingServer();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeEach
  void river_has_a_classic_vault() {
    var client = Shell.client(Shell.home(folder), server.url());
    new Accounts(client).register("river", PrivateKeys.generate());
    new Vaults(client).create("Old", Suite.CLASSIC);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Shell.Ran vault(String... words) {
    try {
      var all = new ArrayList<>(List.of(words));
      var passphrase = Files.writeString(folder.resolve("pass"), "correct horse battery staple");
      all.addAll(List.of("--passphrase-file", passphrase.toString(), "--json"));
      return Shell.vaultAt(folder, all.toArray(String[]::new));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private String put(String type, String... more) throws IOException {
    var file = Files.writeString(folder.resolve("plan.txt"), "what was seen");
    var all = new ArrayList<>(List.of("put", "--class", type, "Old", file.toString()));
    all.addAll(List.of(more));
    var ran = vault(all.toArray(String[]::new));
    assertThat(ran.exit()).as(ran.err()).isZero();
    return Json.parse(ran.out().getBytes(UTF_8)).text("document");
  }

  private Suite suiteOf(String document) {
    var offer = new Json(server.stored(new DocumentId(UUID.fromString(document))).offer());
    return AgeHeader.read(Base64Url.decode(offer.text("header")), AgeLimits.DEFAULT)
        .orThrow("a stored header")
        .suite()
        .orElseThrow();
  }

  @Test
  void every_document_is_stored_anew_and_opens_as_before() throws IOException {
    var documents = List.of(put("A"), put("B"), put("C"));
    var ran = vault("vault", "strengthen", "Old");
    assertThat(ran.exit()).as(ran.err()).isZero();
    assertThat(Json.parse(ran.out().getBytes(UTF_8)).texts("moved"))
        .containsExactlyElementsOf(documents);
    for (var document : documents) {
      assertThat(suiteOf(document)).isEqualTo(Suite.HYBRID);
      var target = folder.resolve(document + ".txt");
      var got = vault("get", "Old", document, "-o", target.toString());
      assertThat(got.exit()).as(got.err()).isZero();
      assertThat(target).hasContent("what was seen");
    }
    Shell.holdsNowhere(Shell.home(folder), "what was seen");
  }

  @Test
  void it_goes_on_where_it_broke_off() throws IOException {
    var first = put("C");
    assertThat(vault("vault", "strengthen", "Old").exit()).isZero();
    var ran = vault("vault", "strengthen", "Old");
    assertThat(ran.exit()).as(ran.err()).isZero();
    assertThat(Json.parse(ran.out().getBytes(UTF_8)).texts("moved")).isEmpty();
    assertThat(suiteOf(first)).isEqualTo(Suite.HYBRID);
  }

  @Test
  void a_document_that_was_changed_at_the_server_is_not_stored_anew() throws IOException {
    var document = put("C");
    server.change(new DocumentId(UUID.fromString(document)), 40);
    var ran = vault("vault", "strengthen", "Old");
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err()).contains("CHANGED");
    assertThat(suiteOf(document)).isEqualTo(Suite.CLASSIC);
    assertThat(vault("resume").out()).doesNotContain(document);
  }

  @Test
  void a_document_that_others_read_is_left_and_named() throws IOException {
    var shared = put("C", "-r", AgeIdentity.generate(Suite.CLASSIC).recipient().text());
    var ran = vault("vault", "strengthen", "Old");
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(Json.parse(ran.out().getBytes(UTF_8)).texts("left")).containsExactly(shared);
    assertThat(suiteOf(shared)).isEqualTo(Suite.CLASSIC);
  }

  @Test
  void a_server_that_calls_it_classic_again_gets_nothing() throws IOException {
    put("C");
    assertThat(vault("vault", "strengthen", "Old").exit()).isZero();
    server.suite = Suite.CLASSIC;
    var ran = vault("ls", "Old");
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err()).contains("the suite of vault");
  }
}
