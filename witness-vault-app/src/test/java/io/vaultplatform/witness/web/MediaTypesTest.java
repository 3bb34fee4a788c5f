package io.vaultplatform.witness.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MediaTypesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*/*",
        "application/json",
        "application/json;q=1",
        "application/json; q=0.999, */*;q=0.1",
        "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2",
        "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8",
        "application/signed-exchange;v=b3;q=0.7",
        "text/plain;title=\"a, b; \\\"c\\\"\";q=0"
      })
  void what_browsers_and_clients_accept_is_understood(String accept) {
    assertThat(MediaTypes.areAccepted(List.of(accept))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ";",
        ",",
        "json",
        "a/b;q=zz",
        "application/json;q=",
        "application/json;q=1.1",
        "application/json;q=-1",
        "application/json;q=NaN",
        "application/json;q=\u0661",
        "application/json;charset",
        "application/json;charset=\"utf-8",
        "application/json,",
        "application/json application/xml",
        "a/b/c"
      })
  void what_is_no_list_of_media_types_is_told_apart(String accept) {
    assertThat(MediaTypes.areAccepted(List.of("*/*", accept))).isFalse();
  }

  @Test
  void a_body_has_one_type_or_says_none() {
    assertThat(MediaTypes.isType(List.of())).isTrue();
    assertThat(MediaTypes.isType(List.of("application/json"))).isTrue();
    assertThat(MediaTypes.isType(List.of("application/json; charset=\"utf-8\""))).isTrue();
    for (var bad : List.of("", "json", "application/json;q=zz", "a/b, c/d", "a/b;", "*")) {
      assertThat(MediaTypes.isType(List.of(bad))).as(bad).isFalse();
    }
    assertThat(MediaTypes.isType(List.of("a/b", "a/b"))).isFalse();
  }

  @Test
  void a_header_that_fills_the_request_is_refused_before_it_is_looked_at() {
    assertThat(MediaTypes.areAccepted(List.of("a/b" + ";c=d".repeat(4000)))).isFalse();
    assertThat(MediaTypes.isType(List.of("a/b" + ";c=d".repeat(4000)))).isFalse();
  }
}
