package io.vaultplatform.core.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vaultplatform.core.crypto.Sealing;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What can be entered at all, and what cannot. */
class DraftTest {
  private static final Chain CHAIN = SampleLog.vault(1);
  private static final Resource DOCUMENT = new Resource("document", "d1");

  private static Draft draft(EventType type, Map<String, Object> facts) {
    return Draft.of(CHAIN, type, DOCUMENT, Actor.anonymous(), facts);
  }

  @Test
  void a_type_without_one_of_its_facts_is_refused_by_name() {
    for (var type : EventType.values()) {
      for (var missing : type.facts()) {
        var facts = new HashMap<String, Object>();
        type.facts().forEach(name -> facts.put(name, "x"));
        facts.remove(missing);
        assertThatThrownBy(() -> draft(type, facts))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining(type.text())
            .hasMessageContaining(missing);
      }
    }
  }

  @Test
  void no_secret_key_no_address_and_no_name_gets_into_the_control_part() {
    for (var bad :
        List.of(
            "AGE-SECRET-KEY-1QQQQ",
            "age-secret-key-1qqqq",
            "-----BEGIN PRIVATE KEY-----",
            "mara@example.org",
            "write to Mara <mara@example.org>")) {
      assertThatThrownBy(() -> draft(EventType.UPLOAD_REFUSED, Map.of("why", bad)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageNotContaining(bad);
      assertThatThrownBy(
              () -> draft(EventType.UPLOAD_REFUSED, Map.of("why", List.of(Map.of("deep", bad)))))
          .isInstanceOf(IllegalArgumentException.class);
    }
    for (var name : List.of("Mara Novak", "mara@example.org", "", "a\nb", "' OR 1=1")) {
      assertThatThrownBy(() -> new Actor(Actor.Kind.USER, name))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> new Resource("document", name))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void facts_are_copied_bounded_and_canonical() {
    var facts = new HashMap<String, Object>(Map.of("why", "size"));
    var draft = draft(EventType.UPLOAD_REFUSED, facts);
    facts.put("why", "changed");
    assertThat(draft.facts()).containsEntry("why", "size");
    assertThatThrownBy(() -> draft(EventType.UPLOAD_REFUSED, Map.of("why", "x".repeat(16 * 1024))))
        .hasMessageContaining("16 KiB");
    assertThatThrownBy(() -> draft(EventType.UPLOAD_REFUSED, Map.of("why", 1.5)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_personal_payload_opens_in_its_place_under_its_key_and_nowhere_else() {
    var personal = new Personal(new UUID(1, 1), Map.of("alias", "Mara"));
    try (var key = Sealing.newKey();
        var other = Sealing.newKey()) {
      var seal = PersonalSeal.of(key, CHAIN, 3, personal);
      var bytes = seal.sealed().toArray();
      var told = seal.commitment();
      assertThat(PersonalSeal.open(key, CHAIN, 3, bytes, told)).contains(personal);
      assertThat(PersonalSeal.open(other, CHAIN, 3, bytes, told)).isEmpty();
      assertThat(PersonalSeal.open(key, CHAIN, 4, bytes, told)).isEmpty();
      assertThat(PersonalSeal.open(key, SampleLog.vault(2), 3, bytes, told)).isEmpty();
      var elsewhere = PersonalSeal.of(key, CHAIN, 3, personal);
      assertThat(PersonalSeal.open(key, CHAIN, 3, elsewhere.sealed().toArray(), told)).isEmpty();
      var lied = new Commitment(told.subject(), elsewhere.commitment().plain(), told.sealed());
      assertThat(PersonalSeal.open(key, CHAIN, 3, bytes, lied)).isEmpty();
      assertThat(told.plain()).isNotEqualTo(elsewhere.commitment().plain());
      assertThat(personal.toString()).doesNotContain("Mara");
    }
  }
}
