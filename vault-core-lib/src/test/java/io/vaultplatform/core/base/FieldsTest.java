package io.vaultplatform.core.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A reader of formats names what is wrong and leaves nothing unread. */
class FieldsTest {

  @Test
  void every_kind_of_member_is_read() {
    var fields =
        Fields.of(
            Map.of(
                "format", "vault/x/v1",
                "n", 3,
                "id", "0195b6a0-0000-7000-8000-000000000001",
                "hash", "ab".repeat(32),
                "bytes", "AQI",
                "at", "2026-11-22T03:00:00Z",
                "wait", "PT72H",
                "names", List.of("a", "b"),
                "inner", Map.of("yes", true)),
            "");
    fields.format("vault/x/v1");
    assertThat(fields.number("n", 1, 3)).isEqualTo(3);
    assertThat(fields.uuid("id")).hasToString("0195b6a0-0000-7000-8000-000000000001");
    assertThat(fields.hash("hash")).startsWith("abab");
    assertThat(fields.binary("bytes")).containsExactly(1, 2);
    assertThat(fields.instant("at")).hasToString("2026-11-22T03:00:00Z");
    assertThat(fields.duration("wait")).hasHours(72);
    assertThat(fields.texts("names")).containsExactly("a", "b");
    assertThat(fields.object("inner").flag("yes")).isTrue();
    assertThat(fields.optionalText("absent")).isEmpty();
    fields.end();
  }

  @Test
  void the_wrong_member_is_named_with_its_path() {
    var inner = Fields.of(Map.of("a", Map.of("b", "x", "c", 5)), "").object("a");
    refuses(() -> inner.number("b", 0, 9), "a.b");
    refuses(() -> inner.number("c", 0, 4), "a.c");
    refuses(() -> inner.text("d"), "a.d");
    refuses(() -> inner.hash("b"), "a.b");
  }

  @Test
  void a_second_spelling_of_the_same_value_is_refused() {
    var fields =
        Fields.of(
            Map.of(
                "id", "0195B6A0-0000-7000-8000-000000000001",
                "short", "1-1-1-1-1",
                "bytes", "AQI=",
                "bits", "AQJ",
                "at", "2026-11-22T03:00:00.000Z"),
            "");
    refuses(() -> fields.uuid("id"), "id");
    refuses(() -> fields.uuid("short"), "short");
    refuses(() -> fields.binary("bytes"), "bytes");
    refuses(() -> fields.binary("bits"), "bits");
    refuses(() -> fields.instant("at"), "at");
  }

  @Test
  void a_member_nobody_asked_for_is_refused_and_its_name_is_not_echoed_when_it_is_no_name() {
    var fields = Fields.of(Map.of("extra", 1), "body");
    refuses(fields::end, "body.extra");
    var markup = Fields.of(Map.of("<script>", 1), "body");
    refuses(markup::end, "body.?");
  }

  private static void refuses(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String field) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            FieldException.class, e -> assertThat(e.refusal().field()).contains(field));
  }

  @Test
  void a_duration_has_one_spelling() {
    for (var other : new String[] {"P3D", "PT4320M", "pt72h", "PT72H0M", "+PT72H", "PT72.0H"}) {
      refuses(() -> Fields.of(Map.of("wait", other), "").duration("wait"), "wait");
    }
  }
}
