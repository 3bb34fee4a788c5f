package io.vaultplatform.witness.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.vaultplatform.core.base.Bytes;
import io.vaultplatform.core.base.FieldException;
import io.vaultplatform.core.base.Refusal;
import io.vaultplatform.core.base.Refusal.Reason;
import io.vaultplatform.core.crypto.SecretBytes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {
  record Inner(String name, long count) {
    Inner {
      if (name != null && name.startsWith("bad")) {
        throw new FieldException("name", "is bad");
      }
    }
  }

  record Spelled(@JsonProperty("class") String encryptionClass) {}

  record Request(
      String text,
      int number,
      boolean flag,
      UUID id,
      Instant at,
      Duration every,
      Bytes bytes,
      SecretBytes secret,
      List<Inner> items,
      Map<String, Object> tree,
      Optional<String> maybe,
      @Nullable String perhaps) {}

  private static final String GOOD =
      """
      {"text":"t","number":3,"flag":true,"id":"019c2f6a-1d5c-7a8e-9d6c-0f2a4a4c1b11","at":"2027-01-31T12:00:00Z",
       "every":"P7D","bytes":"AQI","secret":"AwQ","items":[{"name":"a","count":1}],"tree":{"a":{"b":[1,"x"]}}}
      """;

  @Test
  void a_complete_request_is_read() {
    var read = (Request) read(GOOD);
    assertThat(read.bytes()).isEqualTo(Bytes.of(new byte[] {1, 2}));
    assertThat(read.secret()).isEqualTo(SecretBytes.of(new byte[] {3, 4}));
    assertThat(read.every()).isEqualTo(Duration.ofDays(7));
    assertThat(read.maybe()).isEmpty();
    assertThat(read.perhaps()).isNull();
    assertThat(read.tree()).isEqualTo(Map.of("a", Map.of("b", List.of(1L, "x"))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"text\":\"t\"|\"text\":7|text",
        "\"text\":\"t\"|\"text\":true|text",
        "\"text\":\"t\"|\"text\":null|text",
        "\"text\":\"t\"|\"text\":[\"t\"]|text",
        "\"text\":\"t\"|\"other\":\"t\"|other",
        "\"text\":\"t\"|\"text\":\"t\",\"text\":\"u\"|text",
        "\"number\":3|\"number\":\"3\"|number",
        "\"number\":3|\"number\":3.5|number",
        "\"number\":3|\"number\":99999999999|number",
        "\"number\":3|\"number\":null|number",
        "\"flag\":true|\"flag\":\"true\"|flag",
        "\"flag\":true|\"flag\":1|flag",
        "-7a8e-|-7A8E-|id",
        "\"019c2f6a-1d5c-7a8e-9d6c-0f2a4a4c1b11\"|\"1-1-1-1-1\"|id",
        "T12:00:00Z|T12:00:00+02:00|at",
        "\"2027-01-31T12:00:00Z\"|1800000000|at",
        "2027-01-31T12:00:00Z|+1000000-01-01T00:00:00Z|at",
        "2027-01-31T12:00:00Z|+1000000000-12-31T23:59:59.999999999Z|at",
        "2027-01-31T12:00:00Z|1969-12-31T23:59:59Z|at",
        "\"text\":\"t\"|\"text\":\"t\\u0000\"|text",
        "\"text\":\"t\"|\"text\":\"\\ud800t\"|text",
        "\"x\"]|\"\\udc00\"]|tree.a.b[1]",
        "{\"b\":|{\"\\u0000\":|tree.a.?",
        "\"name\":\"a\"|\"name\":\"\\u0000\"|items[0].name",
        "P7D|seven days|every",
        "\"P7D\"|604800|every",
        "\"AQI\"|\"AQI=\"|bytes",
        "\"AQI\"|\"AQJ\"|bytes",
        "\"AQI\"|\"A+/\"|bytes",
        "\"AQI\"|[1,2]|bytes",
        "\"count\":1|\"count\":\"1\"|items[0].count",
        "\"count\":1|\"count\":1,\"more\":1|items[0].more",
        "\"name\":\"a\"|\"name\":\"bad\"|items[0].name",
        "\"name\":\"a\",|''|items[0].name",
        "[{\"name\":\"a\",\"count\":1}]|[null]|items[0]",
        "\"x\"]|null]|tree.a.b[1]",
      })
  void one_wrong_member_is_refused_by_its_path(String good, String bad, String field) {
    assertThat(GOOD).contains(good);
    var refusal = refusal(GOOD.replace(good, bad));
    assertThat(refusal.reason()).isEqualTo(Reason.INVALID);
    assertThat(refusal.field()).contains(field);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "[]",
        "7",
        "{",
        "{\"text\":",
        "{} {}",
        "{\"text\" \"t\"}",
        "\u0000",
        "{'text':'t'}"
      })
  void what_is_no_object_is_refused(String body) {
    assertThat(refusal(body).reason()).isEqualTo(Reason.INVALID);
  }

  @Test
  void a_time_is_read_as_the_database_keeps_it() {
    var read = (Request) read(GOOD.replace("12:00:00Z", "12:00:00.0000019Z"));
    assertThat(read.at()).isEqualTo(Instant.parse("2027-01-31T12:00:00.000001Z"));
  }

  @Test
  void a_missing_member_is_named() {
    assertThat(refusal("{}").field()).isPresent();
    assertThat(refusal(GOOD.replace("\"text\":\"t\",", "")).field()).contains("text");
  }

  @Test
  void a_missing_member_is_named_as_the_client_spells_it() {
    for (var body : List.of("{}", "{\"class\":null}", "{\"class\":\"\\u0000\"}")) {
      var refused =
          catchThrowableOfType(RefusedException.class, () -> read(body, Spelled.class)).refusal();
      assertThat(refused.field()).as(body).contains("class");
      assertThat(refused.detail()).as(body).startsWith("class ");
    }
  }

  @Test
  void ten_megabytes_are_not_even_read_whole() {
    var refusal = refusal("{\"text\":\"" + "x".repeat(10 << 20) + "\"}");
    assertThat(refusal.reason()).isEqualTo(Reason.TOO_LARGE);
  }

  @Test
  void a_hundred_thousand_brackets_are_refused() {
    assertThat(refusal("{\"tree\":" + "[".repeat(100_000)).reason()).isEqualTo(Reason.INVALID);
  }

  @Test
  void a_refusal_never_quotes_a_value() {
    var secret = "AGE-SECRET-KEY-1QQQ";
    for (var body :
        List.of(
            "{\"number\":\"" + secret + "\"}",
            "{\"id\":\"" + secret + "\"}",
            "{" + secret + "}",
            "{\"flag\":\"" + secret)) {
      assertThat(refusal(body).toString()).doesNotContain(secret);
    }
  }

  @Test
  void an_unknown_members_name_is_shown_without_markup() {
    assertThat(
            refusal(GOOD.replace("\"text\":\"t\"", "\"text\":\"t\",\"<script>alert(1)\":1"))
                .field())
        .contains("?script?alert?1?");
  }

  @Test
  void what_is_written_has_the_one_spelling() throws IOException {
    var out = new ByteArrayOutputStream();
    StrictJson.write(
        Map.of(
            "at",
            Instant.EPOCH,
            "bytes",
            Bytes.of(new byte[] {-1, -2}),
            "every",
            Duration.ofMinutes(1),
            "none",
            Optional.empty()),
        out);
    assertThat(out.toString(UTF_8))
        .contains("\"at\":\"1970-01-01T00:00:00Z\"")
        .contains("\"bytes\":\"__4\"")
        .contains("\"every\":\"PT1M\"")
        .contains("\"none\":null");
  }

  private static Object read(String body) {
    return read(body, Request.class);
  }

  private static Object read(String body, Class<?> type) {
    return StrictJson.read(
        new ByteArrayInputStream(body.getBytes(UTF_8)), type, StrictJson.MOST_BYTES);
  }

  private static Refusal refusal(String body) {
    var refused = catchThrowableOfType(RefusedException.class, () -> read(body));
    assertThat(refused).as("refused").isNotNull();
    return refused.refusal();
  }
}
