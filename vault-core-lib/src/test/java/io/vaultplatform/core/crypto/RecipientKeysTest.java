package io.vaultplatform.core.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One person's keys, one of each suite, as one text. */
class RecipientKeysTest {
  private static final AgeRecipient CLASSIC = AgeIdentity.generate(Suite.CLASSIC).recipient();
  private static final AgeRecipient HYBRID = AgeIdentity.generate(Suite.HYBRID).recipient();

  @Test
  void a_text_is_read_as_it_was_written() {
    for (var keys : List.of(List.of(CLASSIC), List.of(HYBRID), List.of(CLASSIC, HYBRID))) {
      var person = new RecipientKeys(keys);
      assertThat(RecipientKeys.parse(person.text())).isEqualTo(person);
    }
  }

  @Test
  void the_suite_decides_which_key_is_used() {
    var both = new RecipientKeys(List.of(CLASSIC, HYBRID));
    assertThat(both.of(Suite.CLASSIC)).contains(CLASSIC);
    assertThat(both.of(Suite.HYBRID)).contains(HYBRID);
    assertThat(RecipientKeys.of(CLASSIC).of(Suite.HYBRID)).isEmpty();
    assertThat(both.includes(HYBRID.fingerprint())).isTrue();
    assertThat(RecipientKeys.of(CLASSIC).includes(HYBRID.fingerprint())).isFalse();
  }

  @Test
  void one_key_in_common_may_be_one_person() {
    var both = new RecipientKeys(List.of(CLASSIC, HYBRID));
    assertThat(both.sharesAKeyWith(RecipientKeys.of(HYBRID))).isTrue();
    assertThat(RecipientKeys.of(CLASSIC).sharesAKeyWith(RecipientKeys.of(HYBRID))).isFalse();
  }

  @Test
  void there_is_one_text_for_a_person() {
    var other = AgeIdentity.generate(Suite.CLASSIC).recipient().text();
    var c = CLASSIC.text();
    var h = HYBRID.text();
    for (var wrong :
        List.of("", h + " " + c, c + " " + other, c + "  " + h, " " + c, c + " ", c + "\n" + h)) {
      assertThatThrownBy(() -> RecipientKeys.parse(wrong))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void what_is_made_for_a_person_alone_is_made_for_their_strongest_key() {
    var both = new RecipientKeys(List.of(CLASSIC, HYBRID));
    assertThat(both.strongest()).isEqualTo(HYBRID);
    assertThat(RecipientKeys.of(CLASSIC).strongest()).isEqualTo(CLASSIC);
    assertThat(both).hasToString(CLASSIC.text() + " " + HYBRID.text());
    assertThat(both.fingerprint())
        .isEqualTo(Digest.sha256Hex(both.text().getBytes(StandardCharsets.US_ASCII)));
  }
}
