package io.vaultplatform.witness.pages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.Refusal.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormTest {
  private static final String TYPE = "application/x-www-form-urlencoded";

  @Test
  void the_fields_that_are_asked_for_are_read_and_no_others() {
    var form = form("code=7ZK4-M0QD+9XTB%2DH2WE&other=1");
    assertThat(form.text("code")).isEqualTo("7ZK4-M0QD 9XTB-H2WE");
    assertThat(form.fields()).containsOnlyKeys("code");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "code", "code=", "session=x"})
  void a_field_without_a_value_is_empty(String body) {
    assertThat(form(body).text("code")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"code=%zz", "code=%", "code=%4", "%zz=1", "code=1&code=1", "x=%zz&code=1"})
  void a_malformed_form_is_refused(String body) {
    assertThat(reason(TYPE, body)).isEqualTo(Reason.INVALID);
  }

  @Test
  void ten_thousand_fields_are_too_many() {
    assertThat(reason(TYPE, "a=1&".repeat(10_001))).isEqualTo(Reason.TOO_LARGE);
  }

  @Test
  void no_more_is_read_than_shows_that_it_is_too_large() throws IOException {
    var body = new ByteArrayInputStream(new byte[1 << 20]);
    assertThat(Form.read(TYPE, body, Set.of())).isInstanceOf(Outcome.Refused.class);
    assertThat(body.available()).isEqualTo((1 << 20) - Form.MOST_BYTES - 1);
  }

  @Test
  void only_what_a_page_posts_is_a_form() {
    assertThat(reason("multipart/form-data; boundary=x", "code=1")).isEqualTo(Reason.INVALID);
    assertThat(reason("application/x-www-form-urlencodedx", "code=1")).isEqualTo(Reason.INVALID);
    assertThat(reason(null, "code=1")).isEqualTo(Reason.INVALID);
    var spelled = "Application/X-WWW-Form-Urlencoded; charset=UTF-8";
    assertThat(Form.read(spelled, stream("code=1"), Set.of("code")))
        .isInstanceOf(Outcome.Done.class);
  }

  @Test
  void a_form_that_breaks_off_is_refused() throws IOException {
    var broken = InputStream.nullInputStream();
    broken.close();
    assertThat(Form.read(TYPE, broken, Set.of("code"))).isInstanceOf(Outcome.Refused.class);
  }

  private static InputStream stream(String body) {
    return new ByteArrayInputStream(body.getBytes(UTF_8));
  }

  private static Form form(String body) {
    return switch (Form.read(TYPE, stream(body), Set.of("code"))) {
      case Outcome.Done<Form>(var form) -> form;
      case Outcome.Refused<Form>(var refusal) -> throw new AssertionError(refusal);
    };
  }

  private static Reason reason(@Nullable String type, String body) {
    return switch (Form.read(type, stream(body), Set.of("code"))) {
      case Outcome.Done<Form>(var form) -> throw new AssertionError(form);
      case Outcome.Refused<Form>(var refusal) -> refusal.reason();
    };
  }
}
