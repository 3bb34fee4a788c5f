package io.vaultplatform.core.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.core.crypto.SigningKey;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * Random logs, spoilt in random places in every way we can name: each is found, and named with the
 * right entry. jqwik prints the seed of a failing run.
 */
class LogVerifierProperties {
  private static final SigningKey KEY = SampleLog.key(1);
  private static final SigningKey FOREIGN = SampleLog.key(2);
  private static final Chain CHAIN = SampleLog.vault(1);
  private static final int TRIES = 60;

  private static SampleLog log(int count, long seed) {
    return SampleLog.of(CHAIN, KEY, count, seed);
  }

  private static void found(LogEvidence evidence, long index, Flaw... flaws) {
    assertThat(evidence).isInstanceOf(LogEvidence.Broken.class);
    var broken = (LogEvidence.Broken) evidence;
    assertThat(broken.index()).as(broken.why()).isEqualTo(index);
    assertThat(broken.flaw()).as(broken.why()).isIn((Object[]) flaws);
  }

  @Property(tries = TRIES)
  void an_untouched_log_is_intact_with_every_receipt(
      @ForAll @IntRange(min = 0, max = 20) int count, @ForAll long seed) {
    var log = log(count, seed);
    var evidence = log.check(log.receipts.toArray(Receipt[]::new));
    assertThat(evidence).isInstanceOf(LogEvidence.Intact.class);
    var intact = (LogEvidence.Intact) evidence;
    assertThat(intact.count()).isEqualTo(count);
    assertThat(intact.receipts()).isEqualTo(count);
    assertThat(intact.signer()).isEqualTo(KEY.verificationKey());
    assertThat(intact.head())
        .isEqualTo(count == 0 ? Head.genesis(CHAIN) : log.entries.getLast().head());
  }

  @Property(tries = 400)
  void a_flipped_bit_anywhere_is_found_at_its_line(
      @ForAll @IntRange(min = 1, max = 12) int count, @ForAll long seed) {
    var log = log(count, seed);
    var random = new Random(seed);
    int at = random.nextInt(log.lines.size());
    var line = log.lines.get(at).clone();
    int place = random.nextInt(line.length);
    line[place] ^= (byte) (1 << random.nextInt(8));
    // A line feed would make two lines of one: found as well, but as a file of another shape.
    if (line[place] == '\n') {
      return;
    }
    log.lines.set(at, line);
    // The key's line is judged by the signed end behind it: one more than the last entry for both.
    found(log.check(), Math.min(at, count + 1), Flaw.values());
  }

  @Property(tries = TRIES)
  void an_edit_is_found_also_when_every_hash_behind_it_is_computed_anew(
      @ForAll @IntRange(min = 1, max = 15) int count, @ForAll long seed) {
    int at = 1 + new Random(seed).nextInt(count);
    var plain = log(count, seed);
    var line = plain.tree(at);
    SampleLog.object(SampleLog.object(line, "entry"), "facts").put("note", "edited");
    plain.put(at, line);
    found(plain.check(), at, Flaw.EDITED);

    var rebuilt = log(count, seed);
    SampleLog.rehash(line);
    rebuilt.put(at, line);
    for (int i = at + 1; i <= count; i++) {
      var behind = rebuilt.tree(i);
      SampleLog.object(behind, "entry").put("previous", rebuilt.tree(i - 1).get("hash"));
      SampleLog.rehash(behind);
      rebuilt.put(i, behind);
    }
    found(rebuilt.check(), at, Flaw.EDITED);
  }

  @Property(tries = TRIES)
  void a_history_signed_by_another_key_is_named_at_its_first_entry(
      @ForAll @IntRange(min = 1, max = 15) int count, @ForAll long seed) {
    var log = log(count, seed);
    int at = 1 + new Random(seed).nextInt(count);
    for (int i = at; i <= count; i++) {
      var line = log.tree(i);
      if (i == at) {
        SampleLog.object(SampleLog.object(line, "entry"), "facts").put("note", "edited");
      } else {
        SampleLog.object(line, "entry").put("previous", log.tree(i - 1).get("hash"));
      }
      SampleLog.resign(line, FOREIGN);
      log.put(i, line);
    }
    found(log.check(), at, Flaw.FOREIGN_SIGNATURE);
  }

  @Property(tries = TRIES)
  void a_missing_entry_is_deleted_between_others_and_truncated_at_the_end(
      @ForAll @IntRange(min = 1, max = 15) int count, @ForAll long seed) {
    var log = log(count, seed);
    int at = 1 + new Random(seed).nextInt(count);
    log.lines.remove(at);
    found(log.check(), at, at < count ? Flaw.DELETED : Flaw.TRUNCATED);
  }

  @Property(tries = TRIES)
  void two_entries_that_changed_places_are_reordered_at_the_first(
      @ForAll @IntRange(min = 2, max = 15) int count, @ForAll long seed) {
    var log = log(count, seed);
    var random = new Random(seed);
    int one = 1 + random.nextInt(count);
    int other = 1 + random.nextInt(count);
    if (one != other) {
      var moved = log.lines.get(one);
      log.lines.set(one, log.lines.get(other));
      log.lines.set(other, moved);
      found(log.check(), Math.min(one, other), Flaw.REORDERED);
    }
  }

  @Property(tries = TRIES)
  void an_entry_that_stands_twice_is_inserted_where_it_stands_again(
      @ForAll @IntRange(min = 1, max = 15) int count, @ForAll long seed) {
    var log = log(count, seed);
    var random = new Random(seed);
    int original = 1 + random.nextInt(count);
    int again = original + 1 + random.nextInt(count - original + 1);
    log.lines.add(again, log.lines.get(original).clone());
    found(log.check(), again, Flaw.INSERTED);
  }

  @Property(tries = TRIES)
  void a_false_entry_is_inserted_whether_or_not_the_true_ones_are_renumbered(
      @ForAll @IntRange(min = 1, max = 15) int count, @ForAll long seed) {
    int at = 1 + new Random(seed).nextInt(count);
    for (var signer : List.of(KEY, FOREIGN)) {
      var log = log(count, seed);
      log.insert(at, forged(log, at, signer));
      found(log.check(), at, Flaw.INSERTED);

      var renumbered = log(count, seed);
      renumbered.insert(at, forged(renumbered, at, signer));
      for (int i = at + 1; i <= count + 1; i++) {
        var line = renumbered.tree(i);
        var entry = SampleLog.object(line, "entry");
        entry.put("sequence", (long) i);
        entry.put("previous", renumbered.tree(i - 1).get("hash"));
        SampleLog.rehash(line);
        renumbered.put(i, line);
      }
      found(renumbered.check(), at, Flaw.INSERTED);
    }
  }

  /**
   * A well-made entry for a place, under the genuine signature of another entry or a foreign one.
   */
  private static Map<String, Object> forged(SampleLog log, int at, SigningKey signer) {
    var line = log.tree(at);
    line.remove("payload");
    var entry = SampleLog.object(line, "entry");
    entry.remove("payload");
    entry.put("facts", new HashMap<>(Map.of("note", "forged")));
    if (signer.equals(FOREIGN)) {
      SampleLog.resign(line, FOREIGN);
    } else {
      SampleLog.rehash(line);
    }
    return line;
  }

  @Property(tries = 200)
  void a_file_cut_anywhere_is_truncated_at_the_first_entry_that_is_not_whole(
      @ForAll @IntRange(min = 1, max = 10) int count, @ForAll long seed) {
    var log = log(count, seed);
    var file = log.bytes();
    int cut = new Random(seed).nextInt(file.length);
    long whole = 0;
    for (int i = 0; i < cut; i++) {
      whole += file[i] == '\n' ? 1 : 0;
    }
    found(
        log.check(Arrays.copyOf(file, cut), List.of()), Math.min(whole, count + 1), Flaw.TRUNCATED);
  }

  @Property(tries = TRIES)
  void an_older_export_passes_alone_and_is_truncated_behind_a_later_receipt(
      @ForAll @IntRange(min = 2, max = 15) int count, @ForAll long seed) {
    var log = log(count, seed);
    int older = 1 + new Random(seed).nextInt(count - 1);
    var cut = log.upTo(older);
    assertThat(cut.check()).isInstanceOf(LogEvidence.Intact.class);
    found(cut.check(log.receipts.getLast()), older + 1, Flaw.TRUNCATED);
  }

  @Property(tries = TRIES)
  void the_end_of_a_later_export_is_called_that_and_not_a_matter_of_keys(
      @ForAll @IntRange(min = 1, max = 15) int count, @ForAll long seed) {
    var later = log(count, seed);
    int older = new Random(seed).nextInt(count);
    var log = later.upTo(older);
    log.lines.set(log.lines.size() - 1, later.lines.getLast());
    found(log.check(), older + 1, Flaw.EDITED);
    assertThat(((LogEvidence.Broken) log.check()).why())
        .contains("another export")
        .doesNotContain("keys");
  }

  @Property(tries = TRIES)
  void an_entry_of_another_vault_is_named(
      @ForAll @IntRange(min = 1, max = 15) int count, @ForAll long seed) {
    var log = log(count, seed);
    var other = SampleLog.of(SampleLog.vault(2), KEY, count, seed + 1);
    int at = 1 + new Random(seed).nextInt(count);
    log.lines.set(at, other.lines.get(at));
    found(log.check(), at, Flaw.WRONG_VAULT);
    found(log(count, seed).check(other.receipts.get(at - 1)), at, Flaw.WRONG_VAULT);
    found(log.check(other.bytes(), List.of()), 0, Flaw.WRONG_VAULT);
  }

  @Property(tries = TRIES)
  void a_history_that_the_platform_itself_rewrote_is_forked_where_it_parts(
      @ForAll @IntRange(min = 1, max = 15) int count, @ForAll long seed) {
    var kept = log(count, seed);
    var rewritten = log(count, seed + 1);
    int at = 1 + new Random(seed).nextInt(count);
    found(rewritten.check(kept.receipts.get(at - 1)), at, Flaw.FORKED);
    if (at > 1) {
      for (int i = at; i <= count; i++) {
        kept.lines.set(i, rewritten.lines.get(i));
      }
      found(kept.check(), at, Flaw.FORKED);
    }
  }

  @Property(tries = TRIES)
  void a_personal_payload_that_was_changed_lost_or_hidden_is_an_edit(
      @ForAll @IntRange(min = 1, max = 15) int count, @ForAll long seed) {
    int at = 1 + new Random(seed).nextInt(count);
    boolean had = log(count, seed).tree(at).containsKey("payload");
    for (var change : had ? Set.of("change", "lose", "hide") : Set.of("change", "hide")) {
      var log = log(count, seed);
      var spoilt = log.tree(at);
      switch (change) {
        case "change" -> spoilt.put("payload", "AAAA");
        case "lose" -> spoilt.remove("payload");
        case "hide" -> {
          spoilt.remove("payload");
          spoilt.put("erased", true);
        }
        default -> throw new IllegalStateException(change);
      }
      log.put(at, spoilt);
      found(log.check(), at, Flaw.EDITED);
    }
  }

  @Property(tries = TRIES)
  void the_lines_behind_the_entries_are_sealed_by_the_end(
      @ForAll @IntRange(min = 0, max = 5) int count, @ForAll long seed) {
    var lost = log(count, seed);
    lost.lines.remove(count + 1);
    found(lost.check(), count + 1, Flaw.EDITED);

    var more = log(count, seed);
    more.lines.add(more.lines.getLast());
    found(more.check(), count + 1, Flaw.INSERTED);

    var foreign = log(count, seed);
    foreign.lines.set(count + 2, SampleLog.of(CHAIN, FOREIGN, count, seed).lines.getLast());
    found(foreign.check(), count + 1, Flaw.FOREIGN_SIGNATURE);
  }

  @Property(tries = 200)
  void any_bytes_at_all_get_an_answer(@ForAll byte[] bytes, @ForAll long seed) {
    var log = log(2, seed);
    assertThat(log.check(bytes, List.of())).isInstanceOf(LogEvidence.Broken.class);
    log.lines.set(1 + new Random(seed).nextInt(3), stripped(bytes));
    assertThat(EnumSet.allOf(Flaw.class)).contains(((LogEvidence.Broken) log.check()).flaw());
  }

  private static byte[] stripped(byte[] bytes) {
    var copy = bytes.clone();
    for (int i = 0; i < copy.length; i++) {
      copy[i] = copy[i] == '\n' ? (byte) ' ' : copy[i];
    }
    return copy;
  }
}
