package io.vaultplatform.core.triggers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The laws have teeth: every machine with a rule taken out is caught by the law that guards the
 * rule, on the same random lives that the real machine passes. Prints the seed that caught it.
 */
class BrokenMachinesAreNoticedTest {
  private static final int LIVES = 10_000;

  @ParameterizedTest
  @EnumSource(BrokenMachine.class)
  void a_machine_with_one_rule_removed_breaks_the_law_that_guards_it(BrokenMachine broken) {
    long first = new Random().nextLong();
    for (long seed = first; seed != first + LIVES; seed++) {
      var why = broken.noticedBy().violation(Schedule.run(seed, broken));
      if (why.isPresent()) {
        System.out.println(
            broken
                + ": caught by "
                + broken.noticedBy()
                + " with seed "
                + seed
                + ", life "
                + (seed - first + 1)
                + ": "
                + why.get());
        return;
      }
    }
    fail("%s was not noticed in %d lives from seed %d", broken, LIVES, first);
  }

  @Test
  void every_law_catches_a_machine_that_no_other_rule_would_excuse() {
    for (var law : Laws.values()) {
      assertThat(BrokenMachine.values()).anyMatch(broken -> broken.noticedBy() == law);
    }
  }
}
