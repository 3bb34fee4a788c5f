package io.vaultplatform.cli.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.cli.Stop;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.StringLength;

/** A path is read as it was meant, and whatever else is typed ends in a sentence. */
class PathWordsProperties {
  private static String typed(PathWords path, String and) {
    return Stream.concat(
            path.platform() ? Stream.of("platform") : Stream.empty(),
            path.groups().stream()
                .map(g -> g.threshold() + " of (" + String.join(", ", g.names()) + ")"))
        .collect(Collectors.joining(" " + and + " "));
  }

  @Provide
  Arbitrary<PathWords> paths() {
    var name =
        Arbitraries.of("Ada", "Bert B.", "Zoë", "Anna-Lena", "of", "and", "3", "Tom and Kim");
    var group =
        Combinators.combine(
                Arbitraries.integers().between(1, 16), name.list().ofMinSize(1).ofMaxSize(5))
            .as(PathWords.Group::new);
    return Combinators.combine(Arbitraries.of(true, false), group.list().ofMinSize(1).ofMaxSize(3))
        .as(PathWords::new);
  }

  @Property(tries = 500)
  void what_was_meant_is_read(@ForAll("paths") PathWords path, @ForAll boolean small) {
    assertThat(PathWords.parse(typed(path, small ? "and" : "AND"))).isEqualTo(path);
  }

  @Property(tries = 1000)
  void whatever_is_typed_is_a_path_or_a_sentence(@ForAll @StringLength(max = 200) String typed) {
    for (var text : List.of(typed, "platform AND " + typed, "1 of (" + typed + ")")) {
      try {
        assertThat(PathWords.parse(text).groups()).isNotEmpty();
      } catch (Stop stop) {
        assertThat(stop.exit()).isEqualTo(Stop.Exit.USAGE);
      }
    }
  }
}
