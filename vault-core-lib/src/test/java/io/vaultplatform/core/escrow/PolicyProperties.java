package io.vaultplatform.core.escrow;

import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.core.base.CanonicalJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import net.jqwik.api.statistics.Statistics;

/**
 * Whatever owners wish: a policy is refused, or it can be opened by whoever confirms, keeps its
 * product's promise, is read back as it was signed, and carries the label that fits. And whatever
 * is typed for a claim code is that code or none.
 */
class PolicyProperties {
  private static final int TRUSTEES = 4;
  private static final EscrowWorld WORLD = new EscrowWorld(2, TRUSTEES, 3);

  /** What an owner may wish for, much of it impossible. */
  record Wish(
      boolean finalFile,
      boolean proceed,
      int confirmations,
      List<PathWish> paths,
      List<List<List<Integer>>> stages,
      List<ReleasePolicy.Opens> opens) {}

  /** A path, by the trustees' numbers. */
  record PathWish(boolean platform, List<GroupWish> groups) {}

  /** A group of a path. */
  record GroupWish(int threshold, List<Integer> trustees) {}

  @Provide
  Arbitrary<Wish> wishes() {
    var group =
        Combinators.combine(
                Arbitraries.integers().between(1, TRUSTEES),
                Arbitraries.subsetOf(IntStream.range(0, TRUSTEES).boxed().toList()).ofMinSize(1))
            .as((m, who) -> new GroupWish(m, who.stream().sorted().toList()));
    var path =
        Combinators.combine(
                Arbitraries.of(true, true, true, false), group.list().ofMinSize(1).ofMaxSize(2))
            .as(PathWish::new);
    // Everybody with the platform comes first, as most owners have it: else most wishes fail early.
    var first =
        Arbitraries.integers()
            .between(1, TRUSTEES)
            .map(m -> new PathWish(true, List.of(new GroupWish(m, List.of(0, 1, 2, 3)))));
    var alone =
        Arbitraries.integers()
            .between(2, TRUSTEES)
            .map(m -> new PathWish(false, List.of(new GroupWish(m, List.of(0, 1, 2, 3)))));
    var mostly = Arbitraries.frequency(Tuple.of(3, true), Tuple.of(1, false));
    var set = Arbitraries.subsetOf(0, 1, 2).ofMinSize(1).map(s -> s.stream().sorted().toList());
    var stage = set.list().ofMinSize(1).ofMaxSize(2);
    return Combinators.combine(
            mostly,
            mostly,
            Arbitraries.integers().between(1, TRUSTEES),
            Combinators.combine(first, Arbitraries.oneOf(path, alone).list().ofMaxSize(2))
                .as(
                    (f, more) -> {
                      var all = new ArrayList<PathWish>(List.of(f));
                      all.addAll(more);
                      return List.copyOf(all);
                    }),
            stage.list().ofMinSize(1).ofMaxSize(3),
            Arbitraries.of(ReleasePolicy.Opens.values()).list().ofSize(3))
        .as(Wish::new);
  }

  private static UUID trustee(int i) {
    return WORLD.trustees.get(i).id();
  }

  private static UUID recipient(int i) {
    return WORLD.recipients.get(i).id();
  }

  private static Optional<ReleasePolicy> policy(Wish wish) {
    try {
      return Optional.of(made(wish));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  // A property of policies that were all refused would say nothing.
  private static void requireSome(String what, boolean seen) {
    Statistics.label(what)
        .collect(seen)
        .coverage(all -> all.check(true).percentage(part -> part > 0));
  }

  private static ReleasePolicy made(Wish wish) {
    var simple = WORLD.wishes();
    var paths = new ArrayList<ReleasePath>();
    for (var path : wish.paths()) {
      paths.add(
          new ReleasePath(
              paths.size() + 1,
              path.platform(),
              path.groups().stream()
                  .map(
                      g ->
                          new ReleasePath.Group(
                              g.threshold(),
                              g.trustees().stream().map(PolicyProperties::trustee).toList()))
                  .toList()));
    }
    var stages = new ArrayList<ReleaseStage>();
    int escrow = 0;
    for (var stage : wish.stages()) {
      var sets = new ArrayList<ReleaseStage.RecipientSet>();
      for (var set : stage) {
        escrow++;
        sets.add(
            new ReleaseStage.RecipientSet(
                "%064x".formatted(escrow), set.stream().map(PolicyProperties::recipient).toList()));
      }
      stages.add(new ReleaseStage(stages.size() + 1, Duration.ofHours(1), sets));
    }
    return new ReleasePolicy(
        wish.finalFile() ? "final-file" : simple.product(),
        wish.proceed() ? ReleasePolicy.Uncertainty.PROCEED : ReleasePolicy.Uncertainty.HOLD,
        simple.suite(),
        simple.owner(),
        simple.epoch(),
        simple.at(),
        simple.windows(),
        wish.confirmations(),
        stages,
        paths,
        IntStream.range(0, 3).mapToObj(i -> named(i, wish.opens().get(i), simple)).toList(),
        simple.trustees().stream()
            .map(t -> new ReleasePolicy.Trustee(t.id(), t.key().fingerprint(), t.signing()))
            .toList(),
        simple.gate(),
        simple.logOrigin());
  }

  private static ReleasePolicy.Recipient named(
      int i, ReleasePolicy.Opens opens, Arming.Wishes simple) {
    return new ReleasePolicy.Recipient(
        recipient(i),
        opens,
        opens == ReleasePolicy.Opens.EXECUTOR
            ? simple.gate().recipient().fingerprint()
            : WORLD.recipients.get(i).identity().recipient().fingerprint());
  }

  @Property(tries = 600, edgeCases = EdgeCasesMode.NONE)
  void a_policy_is_read_back_as_it_was_signed_with_the_label_that_fits(
      @ForAll("wishes") Wish wish) {
    var made = policy(wish);
    requireSome("accepted", made.isPresent());
    requireSome("executor", made.filter(p -> p.mode() == ReleasePolicy.Mode.EXECUTOR).isPresent());
    made.ifPresent(
        policy -> {
          var read =
              EscrowWorld.done(
                  ReleasePolicy.verify(
                      policy.sign(WORLD.ownerKey), WORLD.ownerKey.verificationKey()));
          assertThat(read).isEqualTo(policy);
          assertThat(read.hash()).isEqualTo(policy.hash());
          boolean byPlatform = wish.opens().contains(ReleasePolicy.Opens.EXECUTOR);
          assertThat(policy.mode().text()).isEqualTo(byPlatform ? "executor" : "blind");
          var body = new java.util.HashMap<>(CanonicalJson.parse(policy.bytes()));
          body.put("mode", byPlatform ? "blind" : "executor");
          assertThat(EscrowWorld.refusal(ReleasePolicy.of(body))).startsWith("policy.mode");
        });
  }

  @Property(tries = 600, edgeCases = EdgeCasesMode.NONE)
  void whoever_confirms_opens_and_fewer_than_a_path_needs_never_do(@ForAll("wishes") Wish wish) {
    var policy = policy(wish);
    requireSome("accepted", policy.isPresent());
    requireSome(
        "with a path of trustees alone", policy.filter(p -> !p.alonePaths().isEmpty()).isPresent());
    for (int chosen = 0; chosen < 1 << TRUSTEES && policy.isPresent(); chosen++) {
      var given = new ArrayList<Integer>();
      for (int i = 0; i < TRUSTEES; i++) {
        if ((chosen & 1 << i) != 0) {
          given.add(i);
        }
      }
      boolean open = opens(wish, given, true);
      assertThat(policy.get().isMetBy(given.stream().map(PolicyProperties::trustee).toList()))
          .isEqualTo(open);
      if (given.size() >= wish.confirmations()) {
        assertThat(open).as("%s confirm", given).isTrue();
      }
      if (!wish.finalFile() || !wish.proceed() || given.size() <= policy.get().sharesNeeded()) {
        assertThat(opens(wish, given, false)).as("%s alone", given).isFalse();
      }
    }
  }

  // Told once more, without the code that is tried.
  private static boolean opens(Wish wish, Collection<Integer> given, boolean platform) {
    return wish.paths().stream()
        .filter(path -> path.platform() == platform)
        .anyMatch(
            path ->
                path.groups().stream()
                    .allMatch(
                        g -> {
                          var both = new HashSet<>(g.trustees());
                          both.retainAll(given);
                          return both.size() >= g.threshold();
                        }));
  }

  @Property(tries = 600, edgeCases = EdgeCasesMode.NONE)
  void nobody_leaves_for_the_same_or_a_wider_circle_and_everybody_who_does_is_named(
      @ForAll("wishes") Wish before, @ForAll("wishes") Wish after) {
    var old = policy(before);
    var now = policy(after);
    if (old.isPresent() && now.isPresent()) {
      assertThat(Leaving.of(old.get(), old.get())).isEmpty();
      Leaving.of(old.get(), now.get())
          .ifPresent(left -> assertThat(allOf(old.get())).containsAll(left.who()));
      if (old.get().alonePaths().isEmpty()) {
        assertThat(Leaving.of(old.get(), now.get())).isEmpty();
      }
    }
  }

  private static List<UUID> allOf(ReleasePolicy policy) {
    var all = new ArrayList<UUID>();
    policy.alonePaths().forEach(path -> all.addAll(path.holders()));
    policy.recipients().forEach(recipient -> all.add(recipient.id()));
    return all;
  }

  @Property(tries = 500)
  void a_claim_code_is_read_however_it_is_typed(
      @ForAll @Size(10) byte[] bytes, @ForAll boolean small, @ForAll("separators") String between) {
    var code = ClaimCode.of(bytes);
    assertThat(code.text()).matches("CLAIM(-[0-9A-HJKMNP-TV-Z]{4}){4}");
    var typed = code.text().replace("-", between);
    var misread = "CLAIM-" + code.text().substring(6).replace('0', 'O').replace('1', 'l');
    assertThat(ClaimCode.parse(small ? typed.toLowerCase(Locale.ROOT) : typed)).contains(code);
    assertThat(ClaimCode.parse(misread)).contains(code);
    assertThat(code.toString()).doesNotContain(code.text().substring(6, 10));
  }

  @Provide
  Arbitrary<String> separators() {
    return Arbitraries.of("-", " ", ".", "--", "\u2013", " - ");
  }

  @Property(tries = 1000)
  void what_is_typed_is_one_code_or_none(@ForAll @StringLength(max = 80) String typed) {
    ClaimCode.parse(typed)
        .ifPresent(code -> assertThat(ClaimCode.parse(code.text())).contains(code));
    assertThat(ClaimCode.parse("CLAIM-" + typed).map(ClaimCode::text).map(String::length))
        .isIn(Optional.empty(), Optional.of(25));
  }

  @Property(tries = 200)
  void each_arming_and_each_recipient_has_a_salt_of_their_own(
      @ForAll @Size(16) byte[] seed, @ForAll int number) {
    var trigger = UUID.nameUUIDFromBytes(seed);
    int epoch = Math.floorMod(number, 1_000_000) + 1;
    var vault = WORLD.epoch.vault();
    var here = ClaimCode.salt(new Epoch(vault, trigger, epoch), recipient(0));
    assertThat(ClaimCode.salt(new Epoch(vault, trigger, epoch + 1), recipient(0)))
        .isNotEqualTo(here);
    assertThat(ClaimCode.salt(new Epoch(vault, trigger, epoch), recipient(1))).isNotEqualTo(here);
    assertThat(ClaimCode.salt(new Epoch(vault, UUID.randomUUID(), epoch), recipient(0)))
        .isNotEqualTo(here);
  }
}
