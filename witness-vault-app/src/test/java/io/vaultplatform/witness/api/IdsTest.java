package io.vaultplatform.witness.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vaultplatform.core.base.FieldException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdsTest {

  @Test
  void a_number_is_read_in_its_one_spelling() {
    assertThat(Ids.limit("1", 200)).isEqualTo(1);
    assertThat(Ids.limit("200", 200)).isEqualTo(200);
    assertThat(Ids.version("1000000")).isEqualTo(1_000_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " 1",
        "0",
        "01",
        "+1",
        "-1",
        "1.0",
        "1e1",
        "201",
        "99999999999",
        "\u0661",
        "\uff11"
      })
  void any_other_spelling_is_refused_by_its_parameter(String text) {
    assertThatThrownBy(() -> Ids.limit(text, 200))
        .isInstanceOf(FieldException.class)
        .hasMessage("limit is not a number from 1 to 200");
  }
}
