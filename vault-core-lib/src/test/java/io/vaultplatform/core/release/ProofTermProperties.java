package io.vaultplatform.core.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.core.release.ProofTerm.Look;
import io.vaultplatform.core.release.ProofTerm.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * However often, late or seldom a server looks, and whenever trustees prove their keys: they are
 * asked in time, never in a flood, and what stands is what was shown within the year.
 */
class ProofTermProperties {
  private static final Instant BEGIN = Instant.parse("2026-01-11T08:00:00Z");

  private static Instant day(long day) {
    return BEGIN.plus(Duration.ofDays(day));
  }

  /** One life of ten years: looks at random times, and now and then a proof. */
  private record Life(List<Instant> letters, List<Instant> proofs, ProofTerm end, Instant now) {
    static Life of(long seed) {
      var random = new Random(seed);
      var term = ProofTerm.begun(BEGIN);
      var letters = new ArrayList<Instant>();
      var proofs = new ArrayList<Instant>();
      var now = BEGIN;
      boolean diligent = random.nextBoolean();
      while (now.isBefore(day(3650))) {
        var look = term.look(now);
        assertThat(look.next()).as("a look leads on").isAfter(now);
        if (look instanceof Look.Ask) {
          letters.add(now);
          term = term.asked(now);
          assertThat(term.look(now)).as("once").isInstanceOf(Look.Wait.class);
        }
        if (random.nextInt(diligent ? 6 : 60) == 0) {
          proofs.add(now);
          term = term.proved(now);
        }
        // Mostly when it is due again, sometimes long after, sometimes for no reason.
        now =
            switch (random.nextInt(4)) {
              case 0 -> now.plus(Duration.ofHours(1 + random.nextInt(2000)));
              case 1 -> term.look(now).next().plus(Duration.ofDays(random.nextInt(400)));
              default -> term.look(now).next();
            };
      }
      return new Life(letters, proofs, term, now);
    }

    /** When the proof that stood at that time was given, or the key was first held. */
    private Instant dueAt(Instant when) {
      return proofs.stream()
          .filter(at -> at.isBefore(when))
          .reduce((a, b) -> b)
          .map(at -> at.plus(ProofTerm.YEAR))
          .orElse(BEGIN.plus(ProofTerm.FIRST));
    }
  }

  @Property(tries = 2000)
  void nobody_is_asked_before_a_month_is_left_nor_twice_in_a_week(@ForAll long seed) {
    var life = Life.of(seed);
    for (int i = 0; i < life.letters().size(); i++) {
      var letter = life.letters().get(i);
      assertThat(letter).isAfterOrEqualTo(life.dueAt(letter).minus(ProofTerm.AHEAD));
      if (i > 0) {
        assertThat(Duration.between(life.letters().get(i - 1), letter))
            .isGreaterThanOrEqualTo(ProofTerm.APART);
      }
    }
  }

  @Property(tries = 2000)
  void letters_have_a_bound_however_long_nobody_answers(@ForAll long seed) {
    var life = Life.of(seed);
    var bounds = new ArrayList<>(life.proofs());
    bounds.addFirst(BEGIN);
    for (int i = 0; i < bounds.size(); i++) {
      var from = bounds.get(i);
      var to = i + 1 < bounds.size() ? bounds.get(i + 1) : life.now();
      long asked =
          life.letters().stream().filter(at -> at.isAfter(from) && !at.isAfter(to)).count();
      long years = Duration.between(from, to).dividedBy(ProofTerm.YEAR);
      assertThat(asked).isLessThanOrEqualTo(5 + years);
    }
  }

  @Property(tries = 2000)
  void what_stands_is_what_was_shown_within_the_year(
      @ForAll("days") long proved, @ForAll("days") long later) {
    var term = ProofTerm.begun(BEGIN).proved(day(proved));
    var now = day(proved + later);
    assertThat(term.isRecent(now)).isEqualTo(later < 365);
    assertThat(term.standing(now))
        .isEqualTo(
            later < 335 ? Standing.RECENT : later < 365 ? Standing.DUE_SOON : Standing.OVERDUE);
  }

  @net.jqwik.api.Provide
  net.jqwik.api.Arbitrary<Long> days() {
    return net.jqwik.api.Arbitraries.longs().between(0, 1000);
  }

  @Property(tries = 2000)
  void a_server_that_looks_when_it_is_told_to_asks_before_the_year_is_over(@ForAll int hours) {
    var start = BEGIN.plus(Duration.ofHours(Math.floorMod(hours, 20_000)));
    var term = ProofTerm.begun(BEGIN).proved(start);
    var now = start;
    while (term.look(now) instanceof Look.Wait(var next)) {
      now = next;
    }
    assertThat(now).isEqualTo(term.due().minus(ProofTerm.AHEAD));
  }

  @Example
  void the_letters_of_one_term_come_on_their_days_and_then_once_a_year() {
    var term = ProofTerm.begun(BEGIN);
    var days = new ArrayList<Long>();
    for (var now = BEGIN; now.isBefore(day(1000)); now = now.plus(Duration.ofDays(1))) {
      if (term.look(now) instanceof Look.Ask) {
        days.add(Duration.between(BEGIN, now).toDays());
        term = term.asked(now);
      }
    }
    assertThat(days).containsExactly(30L, 50L, 60L, 90L, 150L, 515L, 880L);
  }

  @Example
  void never_shown_and_shown_too_long_ago_differ() {
    var never = ProofTerm.begun(BEGIN);
    assertThat(never.standing(day(59))).isEqualTo(Standing.AWAITED);
    assertThat(never.standing(day(60))).isEqualTo(Standing.OVERDUE);
    assertThat(never.isRecent(day(1))).isFalse();
    assertThat(never.asked(day(30)).proved(day(61)).standing(day(61))).isEqualTo(Standing.RECENT);
  }

  @Example
  void a_server_that_was_away_writes_one_letter_and_not_five() {
    var term = ProofTerm.begun(BEGIN);
    var now = day(200);
    assertThat(term.look(now)).isInstanceOf(Look.Ask.class);
    assertThat(term.asked(now).look(now.plus(Duration.ofDays(30)))).isInstanceOf(Look.Wait.class);
  }
}
