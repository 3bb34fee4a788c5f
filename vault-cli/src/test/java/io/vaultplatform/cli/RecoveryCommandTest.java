package io.vaultplatform.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.cli.http.Json;
import io.vaultplatform.cli.work.Accounts;
import io.vaultplatform.cli.work.Kit;
import io.vaultplatform.cli.work.KitPage;
import io.vaultplatform.cli.work.Vaults;
import io.vaultplatform.core.crypto.RecipientKeys;
import io.vaultplatform.core.crypto.Suite;
import io.vaultplatform.core.crypto.VerificationKey;
import io.vaultplatform.core.keys.FingerprintWords;
import io.vaultplatform.core.keys.PrivateKeys;
import io.vaultplatform.core.keys.PublicKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The day on which a passphrase is lost: prepared, practised, and come back from. */
class RecoveryCommandTest {
  @TempDir Path folder = Path.of("");
  private final CheatingServer server = start();
  private Path river = Path.of("");
  private Path passphrase = Path.of("");
  private Path fresh = Path.of("");

  private static CheatingServer start() {
    try {
      return new CheatingServer();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeEach
  void river_has_an_account() throws IOException {
    passphrase = Files.writeString(folder.resolve("pass"), "correct horse battery staple");
    fresh = Files.writeString(folder.resolve("fresh"), "another horse, another battery");
    Files.writeString(folder.resolve("plan.txt"), "the plan");
    river = folder.resolve("river");
    server.drilled = false;
    var client = Shell.client(Shell.home(river), server.url());
    new Accounts(client).register("river", PrivateKeys.generate());
    new Vaults(client).create("Mine", Suite.HYBRID);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Shell.Ran types(Path person, Path secret, String... words) {
    var all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--json", "--passphrase-file", secret.toString()));
    return Shell.vaultAt(person, all.toArray(String[]::new));
  }

  private Json does(Path person, Path secret, String... words) {
    var ran = types(person, secret, words);
    assertThat(ran.exit()).as(ran.err()).isZero();
    return Json.parse(ran.out().getBytes(UTF_8));
  }

  private Path kit() {
    var kit = folder.resolve("kit-" + System.nanoTime());
    does(river, passphrase, "recovery", "kit", "-o", kit.toString());
    return kit;
  }

  private Shell.Ran puts(String type) {
    return types(
        river, passphrase, "put", "--class", type, "Mine", folder.resolve("plan.txt").toString());
  }

  @Test
  void class_c_waits_until_a_recovery_was_practised() {
    var before = puts("C");
    assertThat(before.exit()).isEqualTo(1);
    assertThat(before.err()).contains("vault recovery kit", "vault recovery drill");
    assertThat(server.documents).isEmpty();
    assertThat(puts("B").exit()).isZero();

    does(river, passphrase, "recovery", "drill", "--kit", kit().toString());

    assertThat(puts("C").exit()).isZero();
  }

  @Test
  void a_kit_is_a_page_that_says_what_it_is_and_only_its_owner_reads_it() throws IOException {
    var kit = kit();
    var page = Files.readString(kit);
    assertThat(page)
        .contains("RECOVERY KIT", "river", server.url(), "vault recovery use", "WHAT LOSES IT");
    assertThat(page.lines().filter(l -> !l.contains("vault recovery use")))
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kit)))
        .isEqualTo("rw-------");
    var read = Kit.parse(page);
    assertThat(Kit.parse(read.compact()).code()).isEqualTo(read.code());
    assertThat(server.bodies).noneMatch(body -> body.contains(read.code()));
    assertThat(types(river, passphrase, "recovery", "kit", "-o", kit.toString()).exit()).isOne();
    assertThat(Files.readString(kit)).isEqualTo(page);
  }

  @Test
  void whoever_lost_everything_comes_back_with_the_kit_and_a_new_passphrase() throws IOException {
    assertThat(puts("B").exit()).isZero();
    var kit = kit();
    var elsewhere = folder.resolve("elsewhere");

    does(
        elsewhere,
        passphrase,
        "recovery",
        "use",
        "--kit",
        kit.toString(),
        "--new-passphrase-file",
        fresh.toString());

    does(elsewhere, fresh, "vault", "list");
    var document = server.documents.keySet().iterator().next();
    var back = folder.resolve("back");
    does(elsewhere, fresh, "get", "Mine", document, "-o", back.toString());
    assertThat(Files.readString(back)).isEqualTo("the plan");
    assertThat(types(elsewhere, passphrase, "vault", "list").exit()).isOne();
    // The computer that was lost, or not: the old passphrase opens nothing any more.
    assertThat(types(river, passphrase, "vault", "list").exit()).isOne();
    does(elsewhere, fresh, "recovery", "drill", "--kit", kit.toString());
  }

  @Test
  void a_new_kit_ends_the_old_one_and_a_removed_one_is_gone() {
    var old = kit();
    var now = kit();
    assertThat(types(river, passphrase, "recovery", "drill", "--kit", old.toString()).exit())
        .isOne();
    does(river, passphrase, "recovery", "drill", "--kit", now.toString());
    does(river, passphrase, "recovery", "remove", "kit");
    assertThat(types(river, passphrase, "recovery", "drill", "--kit", now.toString()).exit())
        .isOne();
    assertThat(types(river, passphrase, "recovery", "remove", "kit").exit()).isOne();
    assertThat(types(river, passphrase, "recovery", "remove", "passphrase").exit()).isEqualTo(2);
  }

  @Test
  void the_status_shows_what_is_there_and_when_it_was_practised() {
    assertThat(does(river, passphrase, "recovery", "status").list("slots")).hasSize(1);
    var kit = kit();
    does(river, passphrase, "recovery", "drill", "--kit", kit.toString());
    var status = does(river, passphrase, "recovery", "status");
    assertThat(status.list("slots").stream().map(slot -> slot.text("kind")))
        .containsExactlyInAnyOrder("passphrase", "kit");
    assertThat(status.text("drilledAt")).isEqualTo("2026-11-23T04:00:00Z");
  }

  @Test
  void a_mistyped_code_is_named_before_anybody_is_asked() throws IOException {
    var kit = kit();
    var page = Files.readString(kit);
    var code = Kit.parse(page).code();
    var wrong = (code.charAt(0) == '7' ? '8' : '7') + code.substring(1);
    Files.writeString(kit, page.replace(code, wrong));
    int calls = server.calls.size();
    var ran = types(river, passphrase, "recovery", "drill", "--kit", kit.toString());
    assertThat(ran.exit()).isOne();
    assertThat(ran.err()).contains("mistyped").doesNotContain(wrong);
    assertThat(server.calls).hasSize(calls);
  }

  @Test
  void another_passphrase_takes_more_work_and_other_computers_say_that_they_know()
      throws IOException {
    var elsewhere = folder.resolve("elsewhere");
    does(elsewhere, passphrase, "sign-in", "--name", "river", "--server", server.url());
    does(
        river,
        passphrase,
        "passphrase",
        "--new-passphrase-file",
        fresh.toString(),
        "--memory",
        "65",
        "--passes",
        "4");
    does(river, fresh, "vault", "list");
    assertThat(server.bodies).noneMatch(body -> body.contains("another horse"));
    var surprised = types(elsewhere, fresh, "sign-in", "--name", "river");
    assertThat(surprised.exit()).isOne();
    assertThat(surprised.err()).contains("--changed");
    does(elsewhere, fresh, "sign-in", "--name", "river", "--changed");
    does(elsewhere, fresh, "vault", "list");
  }

  @Test
  void new_keys_open_what_was_stored_before_and_sign_it_anew() throws IOException {
    assertThat(puts("A").exit()).isZero();
    assertThat(puts("B").exit()).isZero();
    does(river, passphrase, "recovery", "drill", "--kit", kit().toString());
    assertThat(puts("C").exit()).isZero();
    var elsewhere = folder.resolve("elsewhere");
    does(elsewhere, passphrase, "sign-in", "--name", "river", "--server", server.url());

    var rotated = does(river, passphrase, "keys", "rotate");

    assertThat(rotated.number("epoch")).isEqualTo(2);
    assertThat(rotated.number("renewed")).isEqualTo(3);
    for (var document : server.documents.keySet()) {
      var back = folder.resolve("back-" + document);
      does(river, passphrase, "get", "Mine", document, "-o", back.toString());
      assertThat(Files.readString(back)).isEqualTo("the plan");
    }
    var again = does(river, passphrase, "keys", "rotate", "--continue");
    assertThat(again.number("renewed")).isZero();
    assertThat(again.number("before")).isEqualTo(3);
    // The other computer follows, because the keys it knows signed the new ones.
    does(elsewhere, passphrase, "vault", "list");
    assertThat(
            Json.parse(Files.readAllBytes(Shell.home(elsewhere).resolve("account.json")))
                .text("signing"))
        .isEqualTo(
            Json.parse(Files.readAllBytes(Shell.home(river).resolve("account.json")))
                .text("signing"));
  }

  @Test
  void keys_that_nothing_leads_to_stop_the_client_with_both_fingerprints() {
    var id = new Vaults(Shell.client(Shell.home(river), server.url())).find("Mine").owner();
    var seen = does(river, passphrase, "keys", id.toString()).text("fingerprint");
    server.publishesAnotherKeyOfTheOwner();
    var ran = types(river, passphrase, "keys", id.toString());
    assertThat(ran.exit()).isOne();
    assertThat(ran.err()).contains(seen, "Now: ").doesNotContain("Now: " + seen);
  }

  @Test
  void a_fingerprint_is_compared_by_digits_or_by_words() throws IOException {
    var mine = Json.parse(Files.readAllBytes(Shell.home(river).resolve("account.json")));
    var fingerprint =
        new PublicKeys(
                RecipientKeys.parse(mine.text("recipient")),
                new VerificationKey(mine.text("signing")))
            .fingerprint();
    var words = FingerprintWords.of(fingerprint);
    var shown = does(river, passphrase, "keys", "verify", "me");
    assertThat(shown.text("words")).isEqualTo(words);
    var id = mine.text("id");
    does(river, passphrase, ("keys verify " + id + " " + words).split(" "));
    does(river, passphrase, ("keys verify " + id + " " + fingerprint.digits()).split(" "));
    var wrong =
        words.substring(0, words.lastIndexOf(' '))
            + (words.endsWith("acorn") ? " zebra" : " acorn");
    assertThat(types(river, passphrase, ("keys verify " + id + " " + wrong).split(" ")).exit())
        .isOne();
  }

  @Test
  void two_of_three_guardians_bring_the_owner_back_and_a_stranger_gets_no_answer() {
    // A full stop stands in no Base64, so ciphertext holds none of these by chance.
    var names = List.of("ada.l", "ben.m", "cleo.n");
    for (var who : List.of("ada.l", "ben.m", "cleo.n", "new", "thief")) {
      does(folder, passphrase, "keygen", "-o", folder.resolve(who).toString());
    }
    var words = new ArrayList<>(List.of("recovery", "guardians", "--quorum", "2", "-o"));
    words.add(folder.resolve("shares").toString());
    names.forEach(who -> words.add(who + "=" + folder.resolve(who + ".pub")));
    does(river, passphrase, words.toArray(String[]::new));
    assertThat(server.bodies).noneMatch(body -> names.stream().anyMatch(body::contains));

    var digits = fingerprintOf("new");
    assertThat(answers("ada.l", 1, "thief", digits).exit()).isOne();
    assertThat(answers("ada.l", 2, "new", digits).exit()).isOne();
    assertThat(answers("ada.l", 1, "new", digits).exit()).isZero();
    assertThat(answers("cleo.n", 3, "new", digits).exit()).isZero();

    var one =
        List.of(
            "recovery",
            "drill",
            "-i",
            folder.resolve("new").toString(),
            "--answer",
            folder.resolve("answer-ada.l").toString());
    var alone = types(river, passphrase, one.toArray(String[]::new));
    assertThat(alone.exit()).isOne();
    assertThat(alone.err()).contains("TOO_FEW");
    var both = new ArrayList<>(one);
    both.addAll(List.of("--answer", folder.resolve("answer-cleo.n").toString()));
    does(river, passphrase, both.toArray(String[]::new));

    both.set(1, "use");
    both.addAll(List.of("--new-passphrase-file", fresh.toString()));
    var elsewhere = folder.resolve("elsewhere");
    does(elsewhere, passphrase, both.toArray(String[]::new));
    does(elsewhere, fresh, "vault", "list");
  }

  @Test
  void a_passkeys_output_opens_what_it_was_added_to_and_nothing_else() throws IOException {
    var prf = Files.writeString(folder.resolve("prf"), "ab".repeat(32) + "\n");
    does(river, passphrase, "recovery", "passkey", "--prf", prf.toString(), "--label", "blue key");
    does(river, passphrase, "recovery", "drill", "--prf", prf.toString());
    var other = Files.writeString(folder.resolve("other"), "cd".repeat(32));
    assertThat(types(river, passphrase, "recovery", "drill", "--prf", other.toString()).exit())
        .isOne();
    var none = Files.writeString(folder.resolve("none"), "abcd");
    assertThat(types(river, passphrase, "recovery", "drill", "--prf", none.toString()).exit())
        .isEqualTo(2);
    assertThat(server.bodies).noneMatch(body -> body.contains("blue key"));
  }

  @Test
  void a_page_to_print_holds_the_whole_kit_on_one_sheet_and_no_font() throws IOException {
    var kit =
        new Kit(
            "https://vault.example", "river", "2026-11-28", "000G-40R4-0M30-E209-185G-R38E-1Y9X");
    try (var page = Loader.loadPDF(KitPage.pdf(kit))) {
      assertThat(page.getNumberOfPages()).isEqualTo(1);
      var text = new PDFTextStripper().getText(page);
      assertThat(Kit.parse(text).code()).isEqualTo(kit.code());
      assertThat(text).contains("river", "https://vault.example", "WHAT LOSES IT");
      for (var name : page.getPage(0).getResources().getFontNames()) {
        assertThat(page.getPage(0).getResources().getFont(name).isEmbedded()).isFalse();
      }
    }
    var file = folder.resolve("kit.PDF");
    does(river, passphrase, "recovery", "kit", "-o", file.toString());
    assertThat(Files.readAllBytes(file)).startsWith("%PDF-".getBytes(UTF_8));
  }

  @Test
  void a_long_name_and_a_long_address_are_not_cut_off_by_the_printer() throws IOException {
    var kit =
        new Kit(
            "https://" + "v".repeat(60) + ".example",
            "r".repeat(64),
            "2026-11-28",
            "000G-40R4-0M30-E209-185G-R38E-1Y9X");
    try (var page = Loader.loadPDF(KitPage.pdf(kit))) {
      var right = new ArrayList<Float>();
      new PDFTextStripper() {
        @Override
        protected void processTextPosition(TextPosition letter) {
          right.add(letter.getEndX());
        }
      }.getText(page);
      assertThat(right)
          .isNotEmpty()
          .allMatch(end -> end < page.getPage(0).getMediaBox().getWidth() - 40);
    }
  }

  private String fingerprintOf(String who) {
    try {
      return Files.readString(folder.resolve(who + ".pub"))
          .lines()
          .filter(line -> line.startsWith("# fingerprint: "))
          .findFirst()
          .orElseThrow()
          .substring("# fingerprint: ".length());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Shell.Ran answers(String guardian, int number, String to, String digits) {
    return types(
        folder,
        passphrase,
        ("recovery answer --share "
                + folder.resolve("shares/guardian-" + number + ".age")
                + " -i "
                + folder.resolve(guardian)
                + " --for "
                + folder.resolve(to + ".pub")
                + " -o "
                + folder.resolve("answer-" + guardian)
                + " "
                + digits)
            .split(" "));
  }
}
