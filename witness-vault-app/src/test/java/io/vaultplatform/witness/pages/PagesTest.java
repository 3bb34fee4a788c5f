package io.vaultplatform.witness.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vaultplatform.core.content.EncryptionClass;
import io.vaultplatform.core.crypto.Suite;
import io.vaultplatform.core.escrow.Portion;
import io.vaultplatform.core.escrow.ReleasePolicy.Opens;
import io.vaultplatform.witness.pages.Pages.PageName;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The pages as HTML: escaped, accessible in their bones, without script, without claims. */
class PagesTest {
  private static final String WILD =
      "<script>alert(1)</script>\" onload='x' & {title} '; DROP TABLE x; --";
  private static final Instant AT = Instant.parse("2026-11-22T03:00:00Z");

  private final Pages pages = new Pages();

  private static Map<String, Object> values() {
    var values = new HashMap<String, Object>();
    for (var name :
        List.of(
            "title",
            "alias",
            "button",
            "until",
            "answerBy",
            "since",
            "handed",
            "digits",
            "owner",
            "ownerKey",
            "link",
            "session",
            "behind",
            "sealed",
            "problem",
            "proved",
            "proofDue",
            "receipt")) {
      values.put(name, WILD);
    }
    values.put("lines", List.of(WILD, "second"));
    values.put("accepted", false);
    values.put("case", true);
    values.put("late", false);
    values.put("proof", true);
    values.put("proofAsked", true);
    values.put("key", true);
    values.put("claim", true);
    values.put("hybrid", true);
    values.put(
        "opened",
        List.of(Map.<String, Object>of("trigger", WILD, "waits", true, "fingerprint", WILD)));
    values.put("facts", List.of(Map.<String, Object>of("at", WILD, "what", WILD)));
    values.put(
        "files", List.of(Map.<String, Object>of("key", WILD, "name", WILD, "length", "5 bytes")));
    return values;
  }

  @ParameterizedTest
  @EnumSource(PageName.class)
  void whatever_people_wrote_stays_text(PageName name) {
    var html = pages.render(name, values());
    assertThat(html).doesNotContain("<script", "onload='x'").contains("&lt;script&gt;");
  }

  @ParameterizedTest
  @EnumSource(PageName.class)
  void it_is_a_page_without_script_style_or_anything_from_elsewhere(PageName name) {
    var html = pages.render(name, values()).toLowerCase(Locale.ROOT);
    assertThat(html)
        .startsWith("<!doctype html>")
        .contains(
            "<html lang=\"en\">", "<main>", "<meta name=\"referrer\" content=\"no-referrer\">")
        .doesNotContain(
            "<style", "style=", "javascript:", "<img", "<iframe", "src=\"http", "href=\"http");
    assertThat(html.split("<h1>", -1)).hasSize(2);
    assertThat(html.split("<title>", -1)).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource(PageName.class)
  void its_title_names_no_product(PageName name) {
    assertThat(pages.render(name, values())).doesNotContain("Witness");
  }

  @Test
  void the_code_has_a_label_a_hint_and_says_what_was_wrong() {
    var html = pages.render(PageName.CODE, values());
    assertThat(html)
        .contains(
            "<label for=\"code\">",
            "id=\"code\"",
            "aria-describedby=\"hint problem\"",
            "role=\"alert\"");
    var first = values();
    first.put("problem", "");
    assertThat(pages.render(PageName.CODE, first))
        .doesNotContain("role=\"alert\"")
        .contains("aria-describedby=\"hint\"");
  }

  @Test
  void a_trustee_is_told_how_to_accept_and_later_how_to_answer() {
    var values = values();
    values.put("case", false);
    assertThat(pages.render(PageName.TRUSTEE, values))
        .contains("./vault accept --link")
        .doesNotContain("./vault confirm");
    values.put("accepted", true);
    values.put("case", true);
    assertThat(pages.render(PageName.TRUSTEE, values))
        .contains("./vault confirm --link", "./vault confirm --refuse --link")
        .doesNotContain("./vault accept");
  }

  @Test
  void a_trustee_is_shown_when_their_proof_is_due_and_asked_for_it_only_then() {
    var values = values();
    values.put("proved", "3 January 2028");
    values.put("proofDue", "2 January 2029");
    assertThat(pages.render(PageName.TRUSTEE, values))
        .contains("You last showed it on 3 January 2028", "2 January 2029", "This takes a minute")
        .contains("./vault trustee prove --link");
    values.put("proved", "");
    values.put("proofAsked", false);
    assertThat(pages.render(PageName.TRUSTEE, values))
        .contains("You have not shown it yet", "There is no need to do it now");
    values.put("proof", false);
    assertThat(pages.render(PageName.TRUSTEE, values)).doesNotContain("./vault trustee prove");
  }

  @Test
  void a_trustee_who_is_late_is_told_that_an_answer_still_counts() {
    var values = values();
    values.put("accepted", true);
    assertThat(pages.render(PageName.TRUSTEE, values))
        .contains("An answer is asked for until")
        .doesNotContain("still counts");
    values.put("late", true);
    assertThat(pages.render(PageName.TRUSTEE, values))
        .contains("Your answer still counts", "The plan is held", "./vault confirm --link")
        .doesNotContain("An answer is asked for until");
  }

  private static final Portion FIRST = new Portion(1, 1);
  private static final Portion OTHER = new Portion(1, 2);
  private static final Portion LATER = new Portion(2, 1);

  private static OpeningCommands.Named listed(EncryptionClass type, Portion... portions) {
    return new OpeningCommands.Named(type, Set.of(portions));
  }

  @Test
  void one_packet_opens_with_the_key_and_what_it_holds_opens_the_documents() {
    var commands =
        OpeningCommands.of(
            List.of(
                new OpeningCommands.Handed(
                    Suite.CLASSIC,
                    Opens.KEY,
                    List.of(FIRST),
                    List.of(listed(EncryptionClass.B, FIRST), listed(EncryptionClass.C, FIRST)))));
    assertThat(commands.behind().lines())
        .containsExactly(
            "age -d -i YOUR-KEY-FILE packet-1.age > release-key.txt",
            "age -d -i release-key.txt document-1.age > document-1");
    assertThat(commands.sealed()).isEqualTo("age -d -i YOUR-KEY-FILE document-2.age > document-2");
    assertThat(commands.key()).isTrue();
    assertThat(commands.claim() || commands.hybrid()).isFalse();
  }

  @Test
  void each_of_several_packets_has_its_key_and_a_document_the_key_of_a_set_that_it_is_for() {
    var commands =
        OpeningCommands.of(
            List.of(
                new OpeningCommands.Handed(
                    Suite.CLASSIC,
                    Opens.KEY,
                    List.of(FIRST, LATER),
                    List.of(
                        listed(EncryptionClass.B, LATER),
                        listed(EncryptionClass.B, FIRST, OTHER),
                        listed(EncryptionClass.B, FIRST, LATER)))));
    assertThat(commands.behind().lines())
        .containsExactly(
            "age -d -i YOUR-KEY-FILE packet-1.age > release-key-1.txt",
            "age -d -i YOUR-KEY-FILE packet-2.age > release-key-2.txt",
            "age -d -i release-key-2.txt document-1.age > document-1",
            "age -d -i release-key-1.txt document-2.age > document-2",
            "age -d -i release-key-1.txt document-3.age > document-3");
  }

  @Test
  void hybrid_keys_are_taken_out_of_the_comment_that_hides_them() {
    var commands =
        OpeningCommands.of(
            List.of(
                new OpeningCommands.Handed(
                    Suite.HYBRID,
                    Opens.KEY,
                    List.of(FIRST),
                    List.of(listed(EncryptionClass.B, FIRST), listed(EncryptionClass.C, FIRST))),
                new OpeningCommands.Handed(Suite.CLASSIC, Opens.KEY, List.of(FIRST), List.of())));
    var line = "grep -o 'AGE-SECRET-KEY-PQ-1.*' YOUR-KEY-FILE | age -d -i - ";
    assertThat(commands.behind().lines())
        .containsExactly(
            line + "release-1-packet-1.age > release-1-release-key.txt",
            "age -d -i release-1-release-key.txt release-1-document-1.age > release-1-document-1",
            "age -d -i YOUR-KEY-FILE release-2-packet-1.age > release-2-release-key.txt");
    assertThat(commands.sealed())
        .isEqualTo(line + "release-1-document-2.age > release-1-document-2");
    assertThat(commands.hybrid()).isTrue();
    assertThat(pages.render(PageName.RELEASE, values())).contains("age 1.3");
  }

  @Test
  void whoever_has_a_claim_code_is_sent_to_the_command_that_makes_a_key_of_it() {
    var commands =
        OpeningCommands.of(
            List.of(
                new OpeningCommands.Handed(
                    Suite.HYBRID,
                    Opens.CLAIM,
                    List.of(OTHER),
                    List.of(listed(EncryptionClass.B, OTHER)))));
    assertThat(commands.behind()).isEmpty();
    assertThat(commands.claim()).isTrue();
    assertThat(commands.key()).isFalse();
    var values = values();
    values.put("key", false);
    assertThat(pages.render(PageName.RELEASE, values))
        .contains("--claim-code -o received", "never type it into a page")
        .doesNotContain("-i YOUR-KEY-FILE -o received");
    values.put("key", true);
    values.put("claim", false);
    assertThat(pages.render(PageName.RELEASE, values))
        .contains("-i YOUR-KEY-FILE -o received")
        .doesNotContain("--claim-code");
  }

  @Test
  void for_whom_the_service_opens_the_page_says_so_asks_for_a_key_and_then_how_to_open() {
    var waiting =
        new OpeningCommands.Handed(
            Suite.CLASSIC, Opens.EXECUTOR, List.of(), List.of(listed(EncryptionClass.B, FIRST)));
    assertThat(OpeningCommands.of(List.of(waiting)).key()).isFalse();
    var brought =
        new OpeningCommands.Handed(
            Suite.CLASSIC, Opens.EXECUTOR, List.of(FIRST), waiting.documents());
    assertThat(OpeningCommands.of(List.of(brought)).key()).isTrue();
    assertThat(OpeningCommands.of(List.of(brought)).behind().lines())
        .containsExactly(
            "age -d -i YOUR-KEY-FILE packet-1.age > release-key.txt",
            "age -d -i release-key.txt document-1.age > document-1");

    var values = values();
    values.put(
        "opened",
        List.of(Map.<String, Object>of("trigger", "t", "waits", true, "fingerprint", "")));
    assertThat(pages.render(PageName.RELEASE, values))
        .contains(
            "executor-opened",
            "./vault release claim --link",
            "action=\"/l/recipient-key\"",
            "<label for=\"key-t\">",
            "aria-describedby=\"hint-t\"")
        .doesNotContain("has the fingerprint");
    values.put(
        "opened",
        List.of(Map.<String, Object>of("trigger", "t", "waits", false, "fingerprint", "abc")));
    assertThat(pages.render(PageName.RELEASE, values))
        .contains("executor-opened", "has the fingerprint <code>abc</code>")
        .doesNotContain("/l/recipient-key");
    values.put("opened", List.of());
    assertThat(pages.render(PageName.RELEASE, values)).doesNotContain("executor-opened");
  }

  @Test
  void a_public_key_is_pasted_as_a_line_or_as_the_whole_file() {
    var key = "age199xspjqljegx5jg5v6erenxjz8fpqqsdh2xuprvkdlj0nwzynumsfqpx5z";
    assertThat(RecipientKey.keys(key)).isPresent();
    assertThat(RecipientKey.keys("# vault public keys v1\r\n" + key + "\r\n"))
        .isEqualTo(RecipientKey.keys(key));
    assertThat(RecipientKey.keys("")).isEmpty();
    assertThat(RecipientKey.keys(key + "\n" + key)).isEmpty();
    assertThat(RecipientKey.keys("AGE-SECRET-KEY-1")).isEmpty();
  }

  @Test
  void a_value_that_nobody_gave_is_a_failure_and_no_gap() {
    var values = values();
    values.remove("alias");
    assertThatThrownBy(() -> pages.render(PageName.TRUSTEE, values)).hasMessageContaining("alias");
  }

  @Test
  void times_and_sizes_are_written_in_full() {
    assertThat(Plain.time(AT)).isEqualTo("22 November 2026, 03:00:00 UTC");
    assertThat(Plain.size(9_999)).isEqualTo("9999 bytes");
    assertThat(Plain.size(1_234_567)).isEqualTo("1235 kB (1234567 bytes)");
  }
}
