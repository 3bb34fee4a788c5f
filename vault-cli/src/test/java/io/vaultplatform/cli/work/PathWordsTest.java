package io.vaultplatform.cli.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vaultplatform.cli.Stop;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How an owner types a path, and what is refused with an example. */
class PathWordsTest {
  @Test
  void groups_are_joined_and_names_may_have_spaces() {
    var path = PathWords.parse(" platform AND 2 of (Anna, Bert B., Clara) and 1 of (Dora)");
    assertThat(path.platform()).isTrue();
    assertThat(path.groups())
        .containsExactly(
            new PathWords.Group(2, List.of("Anna", "Bert B.", "Clara")),
            new PathWords.Group(1, List.of("Dora")));
  }

  @Test
  void without_the_word_platform_it_is_of_trustees_alone() {
    assertThat(PathWords.parse("3 of (Anna, Bert, Clara)").platform()).isFalse();
  }

  @Test
  void what_is_no_path_is_wrong_usage() {
    for (var text :
        List.of(
            "",
            "platform",
            "platform AND platform AND 1 of (A)",
            "2 of Anna",
            "0 of (Anna)",
            "2 of (Anna, , Bert)",
            "1 of (A) OR 1 of (B)")) {
      assertThatThrownBy(() -> PathWords.parse(text)).as(text).isInstanceOf(Stop.class);
    }
  }
}
