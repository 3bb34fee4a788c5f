package io.vaultplatform.core.base;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Canonical JSON: one encoding per document, and nothing else is accepted. */
class CanonicalJsonTest {

  /** The string of RFC 8785 section 3.2.2, with its expected form from section 3.2.4. */
  @Test
  void escapes_strings_as_the_rfc_prints_them() {
    var value = "€$" + (char) 0x0f + "\nA'B\"\\\\\"/";
    assertThat(CanonicalJson.text(Map.of("string", value)))
        .isEqualTo("{\"string\":\"€$" + "\\" + "u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
  }

  /** The property names of RFC 8785 section 3.2.3, in its order. */
  @Test
  void sorts_names_by_utf_16_code_units() {
    var names = List.of("\r", "1", "\u0080", "\u00f6", "\u20ac", "\ud83d\ude00", "\ufb33");
    var object = new java.util.HashMap<String, Object>();
    names.reversed().forEach(name -> object.put(name, true));

    var parsed = CanonicalJson.parse(CanonicalJson.bytes(object));

    assertThat(parsed.keySet()).containsExactlyElementsOf(names);
  }

  @Property
  void what_is_written_is_read_back(@ForAll("objects") Map<String, Object> object) {
    assertThat(CanonicalJson.parse(CanonicalJson.bytes(object))).isEqualTo(object);
  }

  @Property
  void any_changed_byte_is_refused_or_is_another_document(
      @ForAll("objects") Map<String, Object> object, @ForAll int where, @ForAll byte what) {
    var bytes = CanonicalJson.bytes(object);
    var changed = bytes.clone();
    changed[Math.floorMod(where, bytes.length)] = what;
    Assume.that(!java.util.Arrays.equals(bytes, changed));
    try {
      assertThat(CanonicalJson.parse(changed)).isNotEqualTo(object);
    } catch (IllegalArgumentException expected) {
      assertThat(expected).hasMessageNotContaining(new String(changed, UTF_8));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "[]",
        "null",
        "{\"a\":1} ",
        "{ \"a\":1}",
        "{\"b\":1,\"a\":1}",
        "{\"a\":1,\"a\":1}",
        "{\"a\":1.0}",
        "{\"a\":1e3}",
        "{\"a\":01}",
        "{\"a\":-0}",
        "{\"a\":null}",
        "{\"a\":\"\\u0041\"}",
        "{\"a\":\"\\/\"}",
        "{\"a\":9007199254740992}",
        "{\"a\":1}{}",
        "{\"a\":[1,]}",
        "{\"a\":\"\\ud800\"}",
        "{\"a\":99999999999999999999999999}"
      })
  void a_second_way_to_write_the_same_is_refused(String text) {
    assertThatThrownBy(() -> CanonicalJson.parse(text.getBytes(UTF_8)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void nesting_is_bounded() {
    var deep = "{\"a\":" + "[".repeat(5000) + "]".repeat(5000) + "}";
    assertThatThrownBy(() -> CanonicalJson.parse(deep.getBytes(UTF_8)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_fraction_and_a_null_cannot_be_written() {
    assertThatThrownBy(() -> CanonicalJson.bytes(Map.of("a", 1.5)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> CanonicalJson.bytes(java.util.Collections.singletonMap("a", null)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void what_cannot_be_written_is_told_without_a_name_of_ours() {
    for (var value :
        new Object[] {1.5, java.math.BigInteger.TWO.pow(80), java.time.Duration.ZERO}) {
      assertThatThrownBy(() -> CanonicalJson.bytes(Map.of("a", value)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageNotContaining("java")
          .hasMessageContaining(value instanceof Number ? "numbers are integers" : "canonical");
    }
  }

  @Provide
  Arbitrary<Map<String, Object>> objects() {
    var text = Arbitraries.strings().ascii().ofMaxLength(12);
    Arbitrary<Object> leaf =
        Arbitraries.oneOf(
            text.asGeneric(),
            Arbitraries.of(true, false).asGeneric(),
            Arbitraries.longs()
                .between(-CanonicalJson.MAX_INTEGER, CanonicalJson.MAX_INTEGER)
                .asGeneric());
    Arbitrary<Object> value =
        Arbitraries.lazyOf(
            () -> leaf,
            () -> leaf.list().ofMaxSize(3).map(items -> items),
            () -> Arbitraries.maps(text, leaf).ofMaxSize(3).map(members -> members));
    return Arbitraries.maps(text, value).ofMaxSize(5);
  }

  @Test
  void no_integer_beyond_53_bits_has_a_form_the_smallest_included() {
    for (long number :
        new long[] {
          CanonicalJson.MAX_INTEGER + 1, -CanonicalJson.MAX_INTEGER - 1, Long.MIN_VALUE
        }) {
      assertThatThrownBy(() -> CanonicalJson.bytes(Map.of("n", number)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
