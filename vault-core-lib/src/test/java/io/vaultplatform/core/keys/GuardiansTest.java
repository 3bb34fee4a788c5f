package io.vaultplatform.core.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.CanonicalJson;
import io.vaultplatform.core.base.FieldException;
import io.vaultplatform.core.base.OneMemberMore;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.crypto.AgeFile;
import io.vaultplatform.core.crypto.AgeIdentity;
import io.vaultplatform.core.crypto.Opening;
import io.vaultplatform.core.crypto.SecretBytes;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.crypto.Suite;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Any two of three guardians bring an owner back; a bad share is named with its holder. */
class GuardiansTest {
  private final PrivateKeys owner = PrivateKeys.generate();
  private final Guardians.Made made = make();

  private Guardians.Made make() {
    return Guardians.make(
        "https://vault.example",
        "river",
        new AccountId(UUID.randomUUID()),
        List.of("Ada", "Ben", "Cleo"),
        2,
        owner.signing(),
        Instant.EPOCH);
  }

  private static Guardians.Gathered gathered(List<GuardianShare> shares) {
    return switch (Guardians.gather(shares)) {
      case Outcome.Done<Guardians.Gathered>(var all) -> all;
      case Outcome.Refused<Guardians.Gathered>(var refusal) ->
          throw new AssertionError(refusal.detail());
    };
  }

  private static String refusal(List<GuardianShare> shares) {
    return switch (Guardians.gather(shares)) {
      case Outcome.Done<Guardians.Gathered> d -> throw new AssertionError("it was combined");
      case Outcome.Refused<Guardians.Gathered>(var refusal) -> refusal.detail();
    };
  }

  private GuardianShare changed(GuardianShare share) {
    return new GuardianShare(
        share.server(),
        share.name(),
        share.signed(),
        share.set(),
        share.index(),
        SecretBytes.of(new byte[32]));
  }

  @Test
  void every_quorum_gives_the_keys_of_the_slot() {
    var s = made.shares();
    for (var some :
        List.of(
            List.of(s.get(0), s.get(1)),
            List.of(s.get(2), s.get(0)),
            List.of(s.get(1), s.get(2)),
            s)) {
      var all = gathered(some);
      assertThat(all.keys().identity().recipient()).isEqualTo(made.keys().identity().recipient());
      assertThat(all.faults()).isEmpty();
    }
  }

  @Test
  void fewer_than_the_quorum_give_nothing_however_often_they_are_given() {
    var ada = made.shares().getFirst();
    assertThat(refusal(List.of(ada))).startsWith("TOO_FEW: 1 of 2");
    assertThat(refusal(List.of(ada, ada))).contains("TOO_FEW", "DUPLICATE", "Ada");
    assertThat(refusal(List.of())).contains("No share");
  }

  @Test
  void a_bad_share_is_named_and_does_not_hinder() {
    var s = made.shares();
    var all = gathered(List.of(s.get(0), changed(s.get(1)), s.get(2)));
    assertThat(all.faults())
        .containsExactly("WRONG: the share of Ben is not the one they were given.");
    assertThat(refusal(List.of(s.get(0), changed(s.get(1))))).contains("WRONG", "Ben", "TOO_FEW");
  }

  @Test
  void a_share_of_an_earlier_set_is_named_and_never_mixed_in() {
    var before = make().shares();
    var now = made.shares();
    assertThat(gathered(List.of(now.get(0), before.get(1), now.get(2))).faults())
        .containsExactly("FOREIGN: the share of Ben is of another set.");
    assertThat(refusal(List.of(now.get(0), before.get(1)))).contains("TOO_FEW: 1 of 2", "FOREIGN");
  }

  @Test
  void a_share_travels_in_an_age_file_to_one_person() {
    var ben = AgeIdentity.generate(Suite.HYBRID);
    var share = made.shares().get(1);
    var file = share.seal(ben.recipient());
    var read = GuardianShare.open(file, List.of(ben)).orThrow("a share");
    assertThat(read.holder()).isEqualTo("Ben");
    assertThat(read.share()).isEqualTo(share.share());
    assertThat(read.server()).isEqualTo("https://vault.example");
    assertThat(GuardianShare.open(file, List.of(AgeIdentity.generate(Suite.HYBRID))))
        .isInstanceOf(Opening.Unopened.class);
    assertThat(share.toString()).isEqualTo("GuardianShare[2 of 3]");
  }

  @Test
  void a_set_has_a_quorum_of_two_at_least_and_different_names() {
    var account = new AccountId(UUID.randomUUID());
    for (var wrong :
        List.<Runnable>of(
            () ->
                Guardians.make(
                    "s", "n", account, List.of("A", "B"), 1, owner.signing(), Instant.EPOCH),
            () ->
                Guardians.make(
                    "s", "n", account, List.of("A", "A"), 2, owner.signing(), Instant.EPOCH),
            () ->
                Guardians.make(
                    "s", "n", account, List.of("A", "B\nC"), 2, owner.signing(), Instant.EPOCH))) {
      assertThatThrownBy(wrong::run).isInstanceOf(FieldException.class);
    }
  }

  @Test
  void a_set_has_sixteen_guardians_at_most_and_may_need_them_all() {
    assertThat(set(2, 16).holders()).hasSize(16);
    assertThat(set(16, 16).threshold()).isEqualTo(16);
    for (var wrong : List.<Runnable>of(() -> set(2, 17), () -> set(3, 2), () -> set(1, 2))) {
      assertThatThrownBy(wrong::run).isInstanceOf(FieldException.class);
    }
  }

  private static GuardianSet set(int threshold, int guardians) {
    var hash = "0".repeat(64);
    return new GuardianSet(
        UUID.randomUUID(),
        new AccountId(UUID.randomUUID()),
        threshold,
        hash,
        IntStream.range(0, guardians)
            .mapToObj(i -> new GuardianSet.Holder("guardian " + i, hash))
            .toList());
  }

  @Test
  void a_guardian_is_called_by_one_line_of_at_most_100_characters() {
    var hash = "0".repeat(64);
    assertThat(new GuardianSet.Holder("x".repeat(100), hash).name()).hasSize(100);
    for (var wrong : List.of("x".repeat(101), " ", "a\tb")) {
      assertThatThrownBy(() -> new GuardianSet.Holder(wrong, hash))
          .isInstanceOf(FieldException.class)
          .hasMessageContaining("holders.name");
    }
  }

  @Test
  void closed_shares_and_the_keys_that_they_give_are_destroyed() {
    made.close();
    assertThatThrownBy(() -> made.keys().identity().seed())
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> made.keys().verifier()).isInstanceOf(IllegalStateException.class);
    for (var share : made.shares()) {
      assertThatThrownBy(() -> share.share().expose(bytes -> bytes.length))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void a_member_that_a_share_or_its_set_does_not_know_is_refused_by_name() {
    var ben = AgeIdentity.generate(Suite.CLASSIC);
    var tree = treeOf(made.shares().get(1), ben);
    var more = new HashMap<>(OneMemberMore.in(tree));
    // The set is signed: what was added to it without the owner is refused before it is read.
    more.keySet().removeIf(path -> path.startsWith("set."));
    assertThat(more).containsOnlyKeys("more");
    OneMemberMore.in(made.shares().getFirst().signed().unverifiedBody())
        .forEach(
            (path, body) -> {
              var changed = new HashMap<>(tree);
              changed.put("set", Signed.sign(body, owner.signing()).toTree());
              more.put("set." + path, changed);
            });
    assertThat(more).containsKeys("more", "set.more", "set.holders[0].more");
    more.forEach(
        (path, changed) ->
            assertThatThrownBy(() -> GuardianShare.open(sealed(changed, ben), List.of(ben)))
                .isInstanceOfSatisfying(
                    FieldException.class, e -> assertThat(e.field()).isEqualTo(path)));
  }

  private static Map<String, Object> treeOf(GuardianShare share, AgeIdentity holder) {
    return AgeFile.decrypt(share.seal(holder.recipient()), List.of(holder), 1 << 16)
        .orThrow("test")
        .expose(CanonicalJson::parse);
  }

  private static byte[] sealed(Map<String, ?> tree, AgeIdentity to) {
    return AgeFile.encrypt(CanonicalJson.bytes(tree), Set.of(to.recipient()));
  }

  @Test
  void mutated_files_are_refused_without_another_exception() {
    var ben = AgeIdentity.generate(Suite.HYBRID);
    var file = made.shares().get(1).seal(ben.recipient());
    var opened = new ArrayList<Integer>();
    for (int at = 0; at < file.length; at += 7) {
      var changed = file.clone();
      changed[at] ^= 1;
      if (GuardianShare.open(changed, List.of(ben)) instanceof Opening.Opened) {
        opened.add(at);
      }
    }
    assertThat(opened).isEmpty();
  }
}
