package io.vaultplatform.core.notify.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.notify.About;
import io.vaultplatform.core.notify.Destination;
import io.vaultplatform.core.notify.LinkToken;
import io.vaultplatform.core.notify.Outgoing;
import io.vaultplatform.core.notify.OutgoingId;
import io.vaultplatform.core.notify.Scope;
import io.vaultplatform.core.notify.Template;
import io.vaultplatform.core.notify.spi.Channel.Message;
import io.vaultplatform.core.store.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every letter as people get it: plain, short, without claims. */
class LettersTest {
  private static final String WILD = "<img src=x onerror=alert(1)> {link} '; DROP TABLE x; --";
  private static final Map<String, String> WORDS =
      Map.ofEntries(
          Map.entry("alias", WILD),
          Map.entry("at", "2027-05-03T09:12:05Z"),
          Map.entry("due", "2027-05-03T09:12:05Z"),
          Map.entry("until", "2027-06-01T00:00:00Z"),
          Map.entry("grace", "P3D"),
          Map.entry("why", "no_answer"),
          Map.entry("ends", "no_answer"),
          Map.entry("window", "PT25H30M"),
          Map.entry("waiting", "P3D"),
          Map.entry("news", "slots"),
          Map.entry("standing", "1"),
          Map.entry("needed", "2"),
          Map.entry("from", "C"),
          Map.entry("to", "B"),
          Map.entry("document", "019c2f6a-1d5c-7a8e-9d6c-0f2a4a4c1b11"));

  private static Message message(Template template) {
    var letter =
        new Outgoing.Letter(
            new OutgoingId(UUID.randomUUID()),
            "witness-vault",
            new About(
                new Scope.OfVault(new VaultId(UUID.randomUUID())),
                "trustee",
                UUID.randomUUID(),
                0,
                "test"),
            Instant.EPOCH,
            Outgoing.Evidence.LETTER,
            template,
            List.of(new Destination("mail", "ann@example.org")),
            template.words().stream().collect(Collectors.toMap(word -> word, WORDS::get)),
            template.link().map(purpose -> LinkToken.of(new byte[32])));
    return new Letters("https://vault.example.org", new PlainWording("witness-vault"))
        .message(letter, "ann@example.org");
  }

  @ParameterizedTest
  @EnumSource(Template.class)
  void it_is_plain_text_of_short_lines_with_at_most_one_link(Template template) {
    var message = message(template);
    assertThat(message.text().lines().filter(line -> !line.contains("/l/") && !line.contains(WILD)))
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
    var links = message.text().split("https://", -1).length - 1;
    assertThat(links).isEqualTo(template.link().isPresent() ? 1 : 0);
    template
        .link()
        .ifPresent(
            purpose ->
                assertThat(message.text())
                    .contains(
                        "https://vault.example.org/l/"
                            + purpose.path()
                            + "/"
                            + "A".repeat(43)
                            + "\n"));
  }

  @ParameterizedTest
  @EnumSource(Template.class)
  void it_claims_nothing_about_anybody(Template template) {
    var text = (message(template).subject() + message(template).text()).toLowerCase(Locale.ROOT);
    assertThat(text)
        .doesNotContain(
            "dead",
            "death",
            "died",
            "deceas",
            "passed away",
            "missing",
            "safe",
            "urgent",
            "emergency",
            "!");
  }

  @ParameterizedTest
  @EnumSource(Template.class)
  void an_alias_is_a_line_of_its_own_and_never_in_the_subject(Template template) {
    var message = message(template);
    assertThat(message.subject()).isEqualTo("A short note for you");
    if (template.words().contains("alias")) {
      assertThat(message.text()).contains("\n    " + WILD + "\n");
    }
  }

  @Test
  void times_and_durations_are_written_in_full() {
    assertThat(message(Template.REMINDER).text())
        .contains("It was due on\n3 May 2027, 09:12:05 UTC.\n")
        .contains("time for\n3 days.\n");
    assertThat(Plainly.span(Duration.ofSeconds(90_061)))
        .isEqualTo("1 day, 1 hour, 1 minute and 1 second");
    assertThat(Plainly.span(Duration.ofMillis(10))).isEqualTo("less than a second");
  }

  @Test
  void every_reason_to_hold_has_sentences_of_its_own_that_fit_a_line() {
    for (var hold : Template.HOLDS) {
      assertThat(Plainly.write("why", hold)).endsWith(".").isNotEqualTo(hold);
      assertThat(Plainly.write("ends", hold)).endsWith(".").isNotEqualTo(hold);
      assertThat(Plainly.write("why", hold) + "\n" + Plainly.write("ends", hold))
          .satisfies(text -> text.lines().forEach(line -> assertThat(line).hasSizeLessThan(80)));
    }
    assertThat(message(Template.HELD).text()).contains("Too few trustees have answered in time.");
  }

  @Test
  void what_mail_servers_say_is_kept_without_addresses_keys_or_line_breaks() {
    assertThat(Answers.plain("550 5.1.1 <ann@example.org>\r\nunknown: AGE-SECRET-KEY-1 \u0007x"))
        .isEqualTo("550 5.1.1 (address) unknown: (withheld)1  x");
    assertThat(Answers.plain("x".repeat(100_000))).hasSize(200);
  }

  @Test
  void a_claim_that_ends_before_a_letter_may_stops_the_start_by_name() {
    for (var limit : List.of("vault.channel.mail.limit", "smtp.limit")) {
      var settings =
          new HashMap<>(
              Map.of(
                  "vault.public-url",
                  "https://vault.example.org",
                  "vault.product",
                  "witness-vault",
                  "vault.notify.claim",
                  "PT40S",
                  limit,
                  "PT40S"));
      assertThatThrownBy(() -> NotifySettings.of(Settings.of(settings)))
          .hasMessageContaining("vault.notify.claim")
          .hasMessageContaining("vault.channel.mail.limit");
      settings.put(limit, "PT39S");
      assertThat(NotifySettings.of(Settings.of(settings)).claim())
          .isEqualTo(Duration.ofSeconds(40));
    }
  }
}
