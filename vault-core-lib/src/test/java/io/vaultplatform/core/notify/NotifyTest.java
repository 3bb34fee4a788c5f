package io.vaultplatform.core.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.notify.Outgoing.Evidence;
import io.vaultplatform.core.notify.Outgoing.Letter;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses, letters, tokens and retries as pure rules. */
class NotifyTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final Scope SCOPE = new Scope.OfVault(new VaultId(UUID.randomUUID()));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ann@example.org",
        " ann@example.org ",
        "a.b+c@sub.example.co",
        "x@localhost",
        "o'neil@example.org"
      })
  void plain_addresses_are_taken(String typed) {
    assertThat(MailAddress.parse("address", typed))
        .isEqualTo(Outcome.done(new MailAddress(typed.strip())));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ann",
        "ann@",
        "@example.org",
        "ann@example.org\r\nBcc: eve@example.org",
        "ann@example.org,eve@example.org",
        "\"ann\nx\"@example.org",
        "Ann <ann@example.org>",
        "ann@[127.0.0.1]",
        "ann@exa mple.org",
        "ann@-example.org",
        "ann..b@example.org",
        "ann@example..org",
        "änn@example.org",
        "ann(comment)@example.org",
        "a@b@c.org",
        "ann\u0000@example.org"
      })
  void everything_else_is_refused_with_the_field(String typed) {
    assertThat(MailAddress.parse("address", typed))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> assertThat(refused.refusal().field()).contains("address"));
  }

  @Test
  void a_long_address_costs_no_time() {
    var hostile = "a.".repeat(100_000) + "!";
    assertThat(MailAddress.parse("address", hostile)).isInstanceOf(Outcome.Refused.class);
    assertThat(MailAddress.parse("address", "a".repeat(60) + "@" + "a-".repeat(95) + "!"))
        .isInstanceOf(Outcome.Refused.class);
  }

  private static Letter letter(
      Template template, Evidence evidence, String kind, Map<String, String> words) {
    return new Letter(
        new OutgoingId(UUID.randomUUID()),
        "witness-vault",
        new About(SCOPE, kind, UUID.randomUUID(), 0, "test"),
        NOON,
        evidence,
        template,
        List.of(Destination.mail(new MailAddress("ann@example.org"))),
        words,
        template.link().map(purpose -> LinkToken.of(new byte[32])));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Ann\r\nBcc: x@example.org", "Ann\nSecond line", ""})
  void no_word_of_a_letter_breaks_a_line(String alias) {
    assertThatThrownBy(
            () ->
                letter(
                    Template.TRUSTEE_CASE,
                    Evidence.LETTER,
                    "trustee",
                    Map.of("alias", alias, "due", NOON.toString(), "until", NOON.toString())))
        .hasMessage("the word alias is malformed");
  }

  @Test
  void a_letter_has_exactly_the_words_and_the_link_of_its_template() {
    var words =
        new HashMap<>(Map.of("alias", "Ann", "due", NOON.toString(), "until", NOON.toString()));
    assertThat(letter(Template.TRUSTEE_CASE, Evidence.LETTER, "trustee", words).words())
        .isEqualTo(words);
    words.put("title", "My secret");
    assertThatThrownBy(() -> letter(Template.TRUSTEE_CASE, Evidence.LETTER, "trustee", words))
        .hasMessageContaining("exactly the words");
    assertThatThrownBy(
            () ->
                letter(
                    Template.WITHDRAWN,
                    Evidence.LETTER,
                    "trustee",
                    Map.of("alias", "Ann", "at", "yesterday")))
        .hasMessage("the word at is malformed");
    assertThatThrownBy(
            () ->
                letter(
                    Template.TRUSTEE_HELD,
                    Evidence.LETTER,
                    "trustee",
                    Map.of("alias", "Ann", "why", "something personal", "ends", "log")))
        .hasMessage("the word why is malformed");
  }

  @Test
  void only_letters_about_a_trigger_are_evidence_for_it() {
    assertThatThrownBy(
            () ->
                letter(
                    Template.REMINDER,
                    Evidence.REMINDER,
                    "trustee",
                    Map.of("due", NOON.toString(), "grace", "P3D", "until", NOON.toString())))
        .hasMessageContaining("evidence");
  }

  @Test
  void letters_addresses_and_tokens_print_nothing_personal() {
    var letter =
        letter(
            Template.TRUSTEE_CASE,
            Evidence.LETTER,
            "trustee",
            Map.of("alias", "Particular", "due", NOON.toString(), "until", NOON.toString()));
    assertThat(
            letter + " " + letter.to() + " " + letter.link() + new MailAddress("ann@example.org"))
        .doesNotContain("Particular", "ann@", "AAAA");
  }

  @Test
  void a_token_has_one_text_and_its_hash_is_that_of_its_bytes() {
    var token = LinkToken.of(new byte[32]);
    assertThat(token.text()).isEqualTo("A".repeat(43));
    assertThat(token.hash())
        .isEqualTo("66687aadf862bd776c8fc18b8e9f8e20089714856ee233b3902a591d0d5f2925");
    assertThat(LinkToken.parse(token.text())).contains(token);
    for (var other :
        List.of(
            "A".repeat(42),
            "A".repeat(44),
            "A".repeat(42) + "B",
            "A".repeat(42) + "=",
            "<".repeat(43))) {
      assertThat(LinkToken.parse(other)).isEmpty();
    }
  }

  @Test
  void waits_double_up_to_the_cap_and_chance_only_shortens_them() {
    var retry = new Retry(20, Duration.ofMinutes(1), Duration.ofHours(1));
    assertThat(retry.next(NOON, 1, 0)).isEqualTo(NOON.plusSeconds(30));
    assertThat(retry.next(NOON, 1, 0.999999))
        .isBefore(NOON.plusSeconds(60))
        .isAfter(NOON.plusSeconds(59));
    assertThat(retry.next(NOON, 3, 0)).isEqualTo(NOON.plusSeconds(120));
    assertThat(retry.next(NOON, 19, 0)).isEqualTo(NOON.plusSeconds(1800));
    assertThat(retry.isOver(19)).isFalse();
    assertThat(retry.isOver(20)).isTrue();
  }
}
