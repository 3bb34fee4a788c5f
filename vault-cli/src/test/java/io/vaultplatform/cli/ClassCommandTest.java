package io.vaultplatform.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.cli.http.Json;
import io.vaultplatform.cli.work.Accounts;
import io.vaultplatform.cli.work.Vaults;
import io.vaultplatform.core.content.DocumentId;
import io.vaultplatform.core.crypto.AgeIdentity;
import io.vaultplatform.core.crypto.SigningKey;
import io.vaultplatform.core.crypto.Suite;
import io.vaultplatform.core.keys.PrivateKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Classes as their owner shows and changes them, at a server that may lie about the history. */
class ClassCommandTest {
  private static final String PLAN = "the plan of the house";

  @TempDir Path folder = Path.of("");
  private final CheatingServer server = start();
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
    var client = Shell.client(Shell.home(river), server.url());
    new Accounts(client).register("river", PrivateKeys.generate());
    new Vaults(client).create("Mine", Suite.HYBRID);
    Files.writeString(folder.resolve("plan.txt"), PLAN);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Shell.Ran types(String... words) {
    var all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--passphrase-file", passphrase.toString()));
    return Shell.vaultAt(river, all.toArray(String[]::new));
  }

  private Json does(String... words) {
    var all = new ArrayList<>(List.of(words));
    all.add("--json");
    var ran = types(all.toArray(String[]::new));
    assertThat(ran.exit()).as(ran.err()).isZero();
    return Json.parse(ran.out().getBytes(UTF_8));
  }

  private String puts(String type) {
    return does("put", "--class", type, "Mine", folder.resolve("plan.txt").toString())
        .text("document");
  }

  private String content(String document) throws IOException {
    var target = folder.resolve("got-" + document);
    does("get", "Mine", document, "-o", target.toString());
    return Files.readString(target);
  }

  private Json change(String document, String to, String... more) {
    var words = new ArrayList<>(List.of("class", "change", "Mine", document, "--to", to));
    words.addAll(List.of(more));
    return does(words.toArray(String[]::new));
  }

  @Test
  void a_strengthening_is_encrypted_anew_here_and_done_in_one_command() throws IOException {
    var before = puts("A");
    assertThat(server.documents.values()).allMatch(server::opens);

    var changed = change(before, "C");

    assertThat(changed.text("state")).isEqualTo("made");
    assertThat(changed.text("document")).isNotEqualTo(before);
    assertThat(changed.text("guarantee")).contains("there was a time when the server could");
    assertThat(content(changed.text("document"))).isEqualTo(PLAN);
    assertThat(server.documents.values()).noneMatch(server::opens);
    assertThat(server.bodies).noneMatch(body -> body.contains(PLAN) || body.contains("plan.txt"));
    assertThat(Files.exists(Path.of(changed.text("receipt")))).isTrue();
    Shell.holdsNowhere(Shell.home(river), PLAN);
  }

  @Test
  void orders_stay_the_owners_own_when_the_keys_were_replaced() {
    var changed = change(puts("A"), "B").text("document");
    assertThat(types("keys", "rotate").exit()).isZero();
    var shown = types("class", "show", "Mine", changed);
    assertThat(shown.exit()).as(shown.err()).isZero();
    assertThat(types("ls", "Mine").exit()).isZero();
    change(changed, "C");
  }

  @Test
  void what_was_succeeded_is_not_called_missing_and_what_is_kept_back_is() {
    var changed = change(puts("A"), "B");
    assertThat(types("ls", "Mine").exit()).isZero();
    server.hidden.add(changed.text("document"));
    var ran = types("ls", "Mine");
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.out()).contains("MISSING");
  }

  @Test
  void a_weakening_without_its_words_orders_nothing() {
    var document = puts("C");
    var ran = types("class", "change", "Mine", document, "--to", "B");
    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err()).contains("--confirm \"make it class B\"");
    var wrong = types("class", "change", "Mine", document, "--to", "B", "--confirm", "yes");
    assertThat(wrong.exit()).isEqualTo(2);
    assertThat(server.classes.orders).isEmpty();
  }

  @Test
  void a_weakening_is_ordered_waits_and_is_carried_out_by_the_same_command() throws IOException {
    var document = puts("C");
    var ordered = change(document, "B", "--confirm", "make it class B");
    assertThat(ordered.text("state")).isEqualTo("open");
    assertThat(server.documents).containsOnlyKeys(document);

    var early = types("class", "change", "Mine", document, "--to", "B");
    assertThat(early.exit()).isEqualTo(1);
    assertThat(early.err()).contains("letter");
    server.classes.letTimePass();
    var changed = change(document, "B");

    assertThat(changed.text("document")).isEqualTo(ordered.text("successor"));
    assertThat(changed.text("guarantee")).contains("never becomes class A");
    assertThat(content(changed.text("document"))).isEqualTo(PLAN);
    assertThat(does("class", "show", "Mine", document).text("class")).isEqualTo("B");
  }

  @Test
  void inv_02_the_client_refuses_as_well_what_is_never_allowed() {
    var document = puts("C");
    change(document, "B", "--confirm", "make it class B");
    server.classes.letTimePass();
    var now = change(document, "B").text("document");
    for (var way : List.of(document, now)) {
      var ran = types("class", "change", "Mine", way, "--to", "A", "--confirm", "make it class A");
      assertThat(ran.exit()).isEqualTo(1);
      assertThat(ran.err()).contains("never becomes class A");
    }
    assertThat(server.classes.orders).hasSize(1);
  }

  @Test
  void an_order_is_cancelled_and_another_may_follow() {
    var document = puts("B");
    change(document, "A", "--confirm", "make it class A");
    var other = types("class", "change", "Mine", document, "--to", "C");
    assertThat(other.err()).contains("cancel it first");
    assertThat(does("class", "cancel", "Mine", document).text("state")).isEqualTo("cancelled");
    assertThat(types("class", "cancel", "Mine", document).exit()).isEqualTo(1);
    assertThat(change(document, "C").text("state")).isEqualTo("made");
    var shown = types("class", "show", "Mine", document).out();
    assertThat(shown).contains("cancelled", "carried out", "Since ");
  }

  @Test
  void readers_may_be_added_with_class_c_and_with_no_other() {
    var document = puts("B");
    var key = AgeIdentity.generate(Suite.HYBRID).recipient().text();
    var wrong = types("class", "change", "Mine", document, "--to", "A", "-r", key);
    assertThat(wrong.exit()).isEqualTo(2);
    var changed = change(document, "C", "-r", key);
    var header = new Json(stored(changed).offer()).text("header");
    assertThat(
            new String(java.util.Base64.getUrlDecoder().decode(header), UTF_8)
                .split("-> mlkem768x25519"))
        .hasSize(3);
  }

  private CheatingServer.Document stored(Json changed) {
    return server.stored(new DocumentId(UUID.fromString(changed.text("document"))));
  }

  @Test
  void what_shows_itself_says_what_each_change_takes() {
    var shown = types("class", "show", "Mine", puts("B"));
    assertThat(shown.exit()).isZero();
    assertThat(shown.out())
        .contains("Only you can read it until a release")
        .contains("To class A: after \"make it class A\"")
        .contains("To class C: at once.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"to", "successor", "document", "signature", "class"})
  void a_history_that_the_owner_did_not_sign_is_not_believed(String lie) {
    var document = puts("A");
    change(document, "C");
    var line = server.classes.orders.values().iterator().next();
    var order = new HashMap<>(new Json(line).object("order").members());
    var body = new HashMap<>(new Json(order).object("body").members());
    switch (lie) {
      case "signature" -> {
        order.put("signatures", signedBySomebody(body));
      }
      case "to" -> body.put("to", "B");
      case "class" -> server.classes.claims = "A";
      default -> body.put(lie, "019c2f6a-1d5c-7a8e-9d6c-0f2a4a4c1b11");
    }
    order.put("body", body);
    line.put("order", order);
    var ran = types("class", "show", "Mine", document);
    assertThat(ran.exit()).as(ran.out()).isEqualTo(1);
  }

  private static Object signedBySomebody(Map<String, Object> body) {
    return io.vaultplatform.core.crypto.Signed.sign(body, SigningKey.generate(Suite.HYBRID))
        .toTree()
        .getOrDefault("signatures", List.of());
  }
}
