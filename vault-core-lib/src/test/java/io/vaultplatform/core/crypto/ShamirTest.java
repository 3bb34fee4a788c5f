package io.vaultplatform.core.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ShamirTest {

  @Property(tries = 200)
  void any_threshold_shares_give_the_secret_and_fewer_give_another(
      @ForAll @Size(32) byte[] bytes,
      @ForAll @IntRange(min = 1, max = 16) int count,
      @ForAll @IntRange(min = 1, max = 16) int wanted,
      @ForAll Random random) {
    int threshold = Math.min(wanted, count);
    var secret = SecretBytes.of(bytes);
    var shares = Shamir.split(secret, threshold, count);
    assertThat(shares).hasSize(count);
    var indexes = new ArrayList<Integer>();
    for (int i = 1; i <= count; i++) {
      indexes.add(i);
    }
    Collections.shuffle(indexes, random);
    var some = new TreeMap<Integer, SecretBytes>();
    for (int i : indexes.subList(0, threshold)) {
      some.put(i, shares.get(i - 1));
    }
    assertThat(Shamir.combine(some)).isEqualTo(secret);
    if (threshold > 1) {
      some.pollFirstEntry();
      assertThat(Shamir.combine(some)).isNotEqualTo(secret);
    }
  }

  @Test
  void an_impossible_quorum_is_refused() {
    var secret = SecretBytes.of(new byte[32]);
    assertThatThrownBy(() -> Shamir.split(secret, 3, 2))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Shamir.split(secret, 0, 2))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Shamir.split(secret, 2, 17))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
