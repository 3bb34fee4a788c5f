package io.vaultplatform.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.cli.http.Json;
import io.vaultplatform.cli.work.Accounts;
import io.vaultplatform.cli.work.Client;
import io.vaultplatform.cli.work.People;
import io.vaultplatform.cli.work.Vaults;
import io.vaultplatform.core.base.CanonicalJson;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.content.DocumentId;
import io.vaultplatform.core.crypto.AgeHeader;
import io.vaultplatform.core.crypto.AgeIdentity;
import io.vaultplatform.core.crypto.AgeLimits;
import io.vaultplatform.core.crypto.Base64Url;
import io.vaultplatform.core.crypto.RecipientKeys;
import io.vaultplatform.core.crypto.Suite;
import io.vaultplatform.core.crypto.VerificationKey;
import io.vaultplatform.core.escrow.AloneKit;
import io.vaultplatform.core.escrow.Portion;
import io.vaultplatform.core.escrow.ReleasePolicy;
import io.vaultplatform.core.escrow.Submission;
import io.vaultplatform.core.keys.PrivateKeys;
import io.vaultplatform.core.keys.PublicKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Hybrid keys, stages, sets, paths, claim codes and files to be handed out, as they are typed: what
 * the owner arms with the command is what the others open with theirs.
 */
class ArmingInPortionsTest {
  private static final String PLATFORM = "platform AND 2 of (Ada, Ben, Cleo)";
  private static final String ALONE = "3 of (Ada, Ben, Cleo)";
  private static final List<String> TRUSTEES = List.of("Ada", "Ben", "Cleo");

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
  void an_owner_of_a_hybrid_vault_with_three_trustees_and_a_recipient_with_and_one_without_a_key() {
    write("pass", "correct horse battery staple");
    server.product = "final-file";
    server.arms = true;
    var client = client();
    new Accounts(client).register("river", PrivateKeys.generate());
    ownerKey = client.home().requireAccount().signing();
    var vault = new Vaults(client).create("Evidence", Suite.HYBRID);
    for (var name : TRUSTEES) {
      new People(client).invite(vault, name, name + "@example.org");
      var keys = keys(name);
      CheatingServer.accepted(server.trustees.getLast(), keys);
      done("trustee", "verify", "Evidence", name, keys.fingerprint().digits());
    }
    add("Rosa", "--key", keys("Rosa").recipient().text());
    add("Tom");
    keys("Tom");
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

  private Path key(String name) {
    return folder.resolve(name + ".key");
  }

  // Keys of both suites, in the file that "vault keygen" writes.
  private PublicKeys keys(String name) {
    var keys = PrivateKeys.generate();
    KeyFiles.write(key(name), keys);
    return keys.publicKeys();
  }

  private Json add(String name, String... more) {
    var words =
        new ArrayList<>(
            List.of("recipient", "add", "Evidence", "--alias", name, "--address", "r@example.org"));
    words.addAll(List.of(more));
    return done(words.toArray(String[]::new));
  }

  private Shell.Ran types(String... words) {
    var all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--json", "--passphrase-file", folder.resolve("pass").toString()));
    return Shell.vaultAt(folder, all.toArray(String[]::new));
  }

  private Json done(String... words) {
    var ran = types(words);
    assertThat(ran.exit()).as(ran.err()).isZero();
    return Json.parse(ran.out().getBytes(UTF_8));
  }

  private String put(String text) {
    return done("put", "--class", "B", "Evidence", write(text + ".txt", text).toString())
        .text("document");
  }

  private Shell.Ran arm(String... more) {
    var words = new ArrayList<>(List.of("arm", "Evidence"));
    words.addAll(List.of(more));
    return types(words.toArray(String[]::new));
  }

  /** Two stages, two sets in the first; with the platform, or by all three without it. */
  private Shell.Ran armInPortions(String... more) {
    var words =
        new ArrayList<>(List.of("--path", PLATFORM, "--path", ALONE, "--proceed-after", "P7D"));
    words.addAll(List.of("--stage", "P1D: Rosa / Tom", "--stage", "P2D: Rosa"));
    words.addAll(List.of("--hand-outs", folder.resolve("out").toString()));
    words.addAll(List.of(more));
    return arm(words.toArray(String[]::new));
  }

  private Submission submitted() {
    return done(Submission.of(server.submitted.getLast()));
  }

  private ReleasePolicy policy() {
    return done(ReleasePolicy.of(submitted().policy().unverifiedBody()));
  }

  private static <T> T done(Outcome<T> outcome) {
    return switch (outcome) {
      case Outcome.Done<T>(var value) -> value;
      case Outcome.Refused<T>(var refusal) -> throw new AssertionError(refusal.detail());
    };
  }

  private Suite suiteOf(String document) {
    var offer = new Json(server.stored(new DocumentId(UUID.fromString(document))).offer());
    return AgeHeader.read(Base64Url.decode(offer.text("header")), AgeLimits.DEFAULT)
        .orThrow("a stored header")
        .suite()
        .orElseThrow();
  }

  @Test
  void a_hybrid_vault_is_armed_with_hybrid_keys_alone() {
    var document = put("plan");
    var ran = arm();
    assertThat(ran.exit()).as(ran.err()).isZero();
    assertThat(policy().suite()).isEqualTo(Suite.HYBRID);
    assertThat(policy().gate().recipient().suite()).isEqualTo(Suite.HYBRID);
    assertThat(suiteOf(document)).isEqualTo(Suite.HYBRID);
    assertThat(submitted().trusteeShares())
        .hasSize(3)
        .allSatisfy(
            share ->
                assertThat(
                        AgeHeader.read(share.share().file().bytes(), AgeLimits.DEFAULT)
                            .orThrow("a share")
                            .suite())
                    .contains(Suite.HYBRID));
  }

  @Test
  void somebody_without_a_hybrid_key_is_named() {
    add("Uma", "--key", AgeIdentity.generate(Suite.CLASSIC).recipient().text());
    var ran = arm();
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err()).contains("Uma", "hybrid");
    assertThat(server.submitted).isEmpty();
  }

  @Test
  void stages_sets_and_paths_are_armed_as_typed() {
    var forRosa = put("one");
    var forTom = put("two");
    var later = put("three");
    var ran =
        armInPortions(
            "--for", forRosa + "=1.1", "--for", forTom + "=1.2", "--for", later + "=1.2,2.1");
    assertThat(ran.exit()).as(ran.err()).isZero();
    var policy = policy();
    assertThat(policy.portions())
        .containsExactly(new Portion(1, 1), new Portion(1, 2), new Portion(2, 1));
    assertThat(policy.platformPaths()).hasSize(1);
    assertThat(policy.alonePaths()).singleElement().matches(p -> p.sharesNeeded() == 3);
    var submitted = submitted();
    assertThat(submitted.packets()).hasSize(3).allMatch(p -> p.place().path() == 1);
    assertThat(submitted.shareSets()).hasSize(3);
    assertThat(submitted.headers())
        .extracting(h -> new Json(h.manifest().unverifiedBody()).text("document"))
        .containsExactlyInAnyOrder(forRosa, forTom, later);
    var list = new Json(submitted.releaseList().unverifiedBody()).list("documents");
    assertThat(
            list.stream()
                .filter(item -> item.text("document").equals(later))
                .flatMap(item -> item.list("portions").stream())
                .map(p -> p.number("stage") + "." + p.number("set")))
        .containsExactly("1.2", "2.1");
  }

  @Test
  void a_claim_code_is_shown_once_and_never_sent_or_kept() throws IOException {
    put("plan");
    var ran = armInPortions();
    assertThat(ran.exit()).as(ran.err()).isZero();
    var code = Json.parse(ran.out().getBytes(UTF_8)).object("claimCodes").text("Tom");
    assertThat(code).matches("CLAIM(-[0-9A-HJKMNP-TV-Z]{4}){4}");
    assertThat(server.bodies).noneMatch(body -> body.contains(code.substring(6)));
    try (var files = Files.walk(folder)) {
      assertThat(files.filter(Files::isRegularFile))
          .allSatisfy(file -> assertThat(Files.readString(file, ISO_8859_1)).doesNotContain(code));
    }
    assertThat(policy().recipients())
        .extracting(r -> r.opens())
        .containsExactlyInAnyOrder(ReleasePolicy.Opens.KEY, ReleasePolicy.Opens.CLAIM);
  }

  @Test
  void a_claim_code_is_told_to_people_with_what_to_do_with_it() {
    var ran =
        Shell.vaultAt(
            folder, "arm", "Evidence", "--passphrase-file", folder.resolve("pass").toString());
    assertThat(ran.exit()).as(ran.err()).isZero();
    assertThat(ran.out()).contains("CLAIM CODE for Tom: CLAIM-", "not by this system");
    var added =
        Shell.vaultAt(
            folder, "recipient", "add", "Evidence", "--alias", "Una", "--address", "u@example.org");
    assertThat(added.out()).contains("They have no key", "a claim code for them, once");
  }

  private List<Path> given(List<String> trustees, String to) {
    return trustees.stream()
        .map(
            name -> {
              var file = folder.resolve(name + "-to-" + to + ".json");
              var shares = folder.resolve("out").resolve("shares-of-" + name + ".json");
              done(
                  "trustee",
                  "give",
                  shares.toString(),
                  "-i",
                  key(name).toString(),
                  "--to",
                  keysOf(to).text(),
                  "-o",
                  file.toString());
              return file;
            })
        .toList();
  }

  private RecipientKeys keysOf(String name) {
    try (var keys = KeyFiles.read(key(name))) {
      return keys.keys().publicKeys().recipient();
    }
  }

  private Shell.Ran assemble(String who, List<Path> given, String... more) {
    var words = new ArrayList<>(List.of("release", "assemble", "-i", key(who).toString()));
    words.addAll(List.of("--kit", folder.resolve("out").resolve("kit.json").toString()));
    given.forEach(file -> words.addAll(List.of("--shares", file.toString())));
    words.addAll(List.of("--owner-key", ownerKey, "-o", folder.resolve(who).toString()));
    words.addAll(List.of(more));
    return types(words.toArray(String[]::new));
  }

  private void opens(String who, String portion) {
    var file = folder.resolve(who).resolve("release-key-" + portion + ".txt");
    var parts = portion.split("\\.", -1);
    var named =
        policy()
            .set(new Portion(Integer.parseInt(parts[0]), Integer.parseInt(parts[1])))
            .orElseThrow()
            .escrow();
    try (var escrow = AgeIdentity.parse(Files.readString(file).strip())) {
      assertThat(escrow.recipient().fingerprint()).isEqualTo(named);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void trustees_alone_open_each_recipients_own_portions_and_no_others() {
    put("plan");
    var armed = armInPortions();
    assertThat(armed.exit()).as(armed.err()).isZero();
    var said = Json.parse(armed.out().getBytes(UTF_8));
    assertThat(said.texts("handOuts")).hasSize(4);

    var two = assemble("Rosa", given(List.of("Ada", "Ben"), "Rosa"));
    assertThat(two.exit()).isEqualTo(1);
    assertThat(two.err()).contains("TOO_FEW");

    var whole = new ArrayList<>(given(List.of("Cleo"), "Rosa"));
    whole.add(folder.resolve("Ada-to-Rosa.json"));
    whole.add(folder.resolve("Ben-to-Rosa.json"));
    var ran = assemble("Rosa", whole);
    assertThat(ran.exit()).as(ran.err()).isZero();
    opens("Rosa", "1.1");
    opens("Rosa", "2.1");
    assertThat(folder.resolve("Rosa").resolve("release-key-1.2.txt")).doesNotExist();

    var code = write("claim", said.object("claimCodes").text("Tom").toLowerCase(Locale.ROOT));
    var toms = given(TRUSTEES, "Tom");
    assertThat(assemble("Tom", toms).exit()).as("without the code").isEqualTo(1);
    var claimed = assemble("Tom", toms, "--claim-code-file", code.toString());
    assertThat(claimed.exit()).as(claimed.err()).isZero();
    opens("Tom", "1.2");
    assertThat(folder.resolve("Tom").resolve("release-key-1.1.txt")).doesNotExist();
  }

  @Test
  void files_to_be_handed_out_need_a_folder_and_are_gone_when_the_server_refuses() {
    put("plan");
    var nowhere = arm("--path", PLATFORM, "--path", ALONE, "--proceed-after", "P7D");
    assertThat(nowhere.exit()).isEqualTo(2);
    assertThat(nowhere.err()).contains("--hand-outs");
    assertThat(server.submitted).isEmpty();
    server.refusesToArm = true;
    assertThat(armInPortions().exit()).isEqualTo(1);
    assertThat(folder.resolve("out")).isEmptyDirectory();
    server.refusesToArm = false;
    assertThat(armInPortions().exit()).isZero();
    assertThat(folder.resolve("out")).isNotEmptyDirectory();
  }

  @Test
  void who_can_open_without_the_platform_is_not_left_out_without_a_new_version() {
    var document = put("plan");
    assertThat(armInPortions().exit()).isZero();
    var ran =
        arm(
            "--path",
            PLATFORM,
            "--path",
            "platform AND 2 of (Ada, Ben)",
            "--stage",
            "P1D: Rosa",
            "--proceed-after",
            "P7D");
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err())
        .contains("Nothing was armed", document, "Ada, Ben, Cleo, Tom", "--replaces")
        .doesNotContain("Rosa");
    assertThat(server.submitted).as("the server was not asked").hasSize(1);
    // A new version has a new payload, which nobody's file opens.
    done(
        "put",
        "--class",
        "B",
        "Evidence",
        write("plan.txt", "a new plan").toString(),
        "--replaces",
        document);
    assertThat(arm("--path", PLATFORM, "--stage", "P1D: Rosa").exit()).isZero();
  }

  @Test
  void a_trustee_of_paths_with_the_platform_leaves_by_arming_anew() {
    put("plan");
    assertThat(arm("--path", PLATFORM).exit()).isZero();
    var ran = arm("--path", "platform AND 2 of (Ada, Ben)");
    assertThat(ran.exit()).as(ran.err()).isZero();
    assertThat(policy().trustees()).hasSize(2);
  }

  /** What the server would hand to Tom: the packet of set 1.2, taken out by the trustees. */
  private void handOver(String link) {
    var kit = done(AloneKit.of(tree(folder.resolve("out").resolve("kit.json"))));
    var shares = new ArrayList<AloneKit.Given>();
    given(TRUSTEES, "Tom").forEach(file -> shares.addAll(done(AloneKit.Given.list(tree(file)))));
    try (var tom = KeyFiles.read(key("Tom"))) {
      var owner = new VerificationKey(ownerKey);
      var opened =
          done(kit.assemble(owner, shares, tom.identities())).stream()
              .filter(o -> o.portion().equals(new Portion(1, 2)))
              .findFirst()
              .orElseThrow();
      server.released =
          Map.of(
              "trigger", policy().epoch().trigger().toString(),
              "session", link,
              "recipient", opened.recipient().toString(),
              "ownerKey", ownerKey,
              "policy", submitted().policy().toTree(),
              "releaseList", submitted().releaseList().toTree(),
              "packets",
                  List.of(Map.of("stage", 1, "set", 2, "path", 1, "inner", opened.file().text())),
              "documents",
                  server.documents.values().stream()
                      .map(CheatingServer.Document::offer)
                      .map(ArmingInPortionsTest::handed)
                      .toList());
    }
  }

  private static Map<String, Object> handed(Map<String, Object> offer) {
    var told = new Json(offer);
    return Map.of(
        "manifest", told.object("manifest").members(),
        "header", told.text("header"),
        "metadata", told.text("metadata"));
  }

  private static Map<String, Object> tree(Path file) {
    try {
      return CanonicalJson.parse(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void whoever_has_a_claim_code_and_no_key_opens_the_release_with_it() {
    put("plan");
    var armed = armInPortions();
    assertThat(armed.exit()).as(armed.err()).isZero();
    var code = Json.parse(armed.out().getBytes(UTF_8)).object("claimCodes").text("Tom");
    var token = "A".repeat(43);
    handOver(token);
    var words =
        List.of(
            "release",
            "open",
            "--link",
            server.url() + "/l/recipient/" + token,
            "--code-file",
            write("code", "0000-0000-0000-0000").toString(),
            "-o",
            folder.resolve("received").toString());
    var other = opened(words, "--claim-code-file", write("other", "CLAIM-0410-6105-0R3G-G28A"));
    assertThat(other.exit()).as(other.out()).isEqualTo(1);
    assertThat(folder.resolve("received").resolve("plan.txt")).doesNotExist();

    var ran = opened(words, "--claim-code-file", write("claim", code));

    assertThat(folder.resolve("received").resolve("plan.txt"))
        .as(ran.out() + ran.err())
        .hasContent("plan");
  }

  private Shell.Ran opened(List<String> words, String option, Path file) {
    var all = new ArrayList<>(words);
    all.addAll(List.of(option, file.toString()));
    return types(all.toArray(String[]::new));
  }

  @Test
  void a_claim_code_is_typed_or_read_from_a_file_and_never_an_argument() {
    var words =
        List.of("release", "open", "--link", server.url() + "/l/recipient/" + "A".repeat(43));
    var argument = new ArrayList<>(words);
    argument.addAll(List.of("--code", "0000", "--claim-code", "CLAIM-0410-6105-0R3G-G28A"));
    assertThat(types(argument.toArray(String[]::new)).exit()).isEqualTo(2);
    var attached = new ArrayList<>(words);
    attached.addAll(List.of("--code", "0000", "--claim-code=CLAIM-0410-6105-0R3G-G28A"));
    assertThat(types(attached.toArray(String[]::new)).exit()).isEqualTo(2);
    var asked = new ArrayList<>(words);
    asked.addAll(List.of("--code", "0000", "--claim-code"));
    var ran = types(asked.toArray(String[]::new));
    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err()).contains("There is no keyboard to ask at: name a --claim-code-file");
    var wrong = new ArrayList<>(words);
    wrong.addAll(List.of("--code", "0000"));
    assertThat(opened(wrong, "--claim-code-file", write("no", "0410-6105-0R3G-G28A")).err())
        .contains("not a claim code");
    assertThat(server.calls).noneMatch(call -> call.contains("recipient/releases"));
  }

  @Test
  void what_is_typed_wrongly_is_said_before_anything_is_stored() {
    put("plan");
    int before = server.triggers.size();
    for (var wrong :
        List.of(
            List.of("--path", "platform AND 2 of (Ada, Zoe)"),
            List.of("--path", "platform"),
            List.of("--stage", "Rosa, Tom"),
            List.of("--stage", "P1D: Rosa, Zoe"),
            List.of("--stage", "soon: Rosa"),
            List.of("--for", UUID.randomUUID() + "=1"),
            List.of("--for", UUID.randomUUID() + "=11.1"))) {
      var ran = arm(wrong.toArray(String[]::new));
      assertThat(ran.exit()).as(wrong + ran.err()).isEqualTo(2);
      assertThat(server.triggers).as(wrong.toString()).hasSize(before);
    }
    assertThat(arm("--for", UUID.randomUUID() + "=1.1").exit()).isEqualTo(2);
    assertThat(server.submitted).isEmpty();
  }

  @Test
  void a_path_without_the_platform_is_refused_where_the_product_always_needs_it() {
    server.product = "";
    put("plan");
    var ran = armInPortions();
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err()).contains("every path needs the platform");
    assertThat(folder.resolve("out")).doesNotExist();
    assertThat(server.submitted).isEmpty();
  }
}
