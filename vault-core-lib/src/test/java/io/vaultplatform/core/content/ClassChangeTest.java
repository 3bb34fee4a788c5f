package io.vaultplatform.core.content;

import static io.vaultplatform.core.content.EncryptionClass.A;
import static io.vaultplatform.core.content.EncryptionClass.B;
import static io.vaultplatform.core.content.EncryptionClass.C;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** INV-02: content never gets weaker silently, and never from C to A, by whatever way. */
class ClassChangeTest {

  @Test
  void inv_02_nothing_that_was_class_c_becomes_class_a_directly() {
    assertThat(ClassChange.rule(C, A)).isInstanceOf(ClassChange.Never.class);
  }

  @Test
  void inv_02_a_detour_through_class_b_does_not_help() {
    assertThat(ClassChange.rule(List.of(C, B), A)).isInstanceOf(ClassChange.Never.class);
    assertThat(ClassChange.rule(List.of(B), A)).isInstanceOf(ClassChange.Weakened.class);
  }

  @Test
  void inv_02_a_weakening_waits_and_wants_its_words_typed() {
    for (var weakened : List.of(ClassChange.rule(C, B), ClassChange.rule(B, A))) {
      assertThat(weakened)
          .isInstanceOfSatisfying(
              ClassChange.Weakened.class,
              change -> {
                assertThat(change.words()).isNotBlank();
              });
    }
    assertThat(ClassChange.WAITING).isGreaterThanOrEqualTo(ClassChange.LEAST_WAITING);
    assertThat(ClassChange.LEAST_WAITING).isGreaterThanOrEqualTo(Duration.ofDays(1));
  }

  @Test
  void a_strengthening_is_free_and_says_what_it_cannot_undo() {
    for (var strengthened :
        List.of(ClassChange.rule(A, B), ClassChange.rule(A, C), ClassChange.rule(B, C))) {
      assertThat(strengthened)
          .isInstanceOfSatisfying(
              ClassChange.Strengthened.class, change -> assertThat(change.caution()).isNotBlank());
    }
  }

  @Property
  void inv_02_however_long_the_way_c_never_reaches_a(
      @ForAll @Size(min = 1, max = 30) List<EncryptionClass> wishes) {
    var history = new ArrayList<>(List.of(wishes.getFirst()));
    for (var wish : wishes) {
      boolean moved =
          switch (ClassChange.rule(history, wish)) {
            case ClassChange.Strengthened free -> true;
            case ClassChange.Weakened waited -> true;
            case ClassChange.Unchanged same -> false;
            case ClassChange.Never never -> false;
          };
      if (moved) {
        history.add(wish);
      }
    }
    int firstC = history.indexOf(C);
    if (firstC >= 0) {
      assertThat(history.subList(firstC, history.size())).doesNotContain(A);
    }
  }
}
