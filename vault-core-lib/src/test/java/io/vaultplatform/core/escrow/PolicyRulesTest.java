package io.vaultplatform.core.escrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vaultplatform.core.content.DocumentId;
import io.vaultplatform.core.content.EncryptionClass;
import io.vaultplatform.core.crypto.AgeIdentity;
import io.vaultplatform.core.crypto.SecretBytes;
import io.vaultplatform.core.crypto.SigningKey;
import io.vaultplatform.core.crypto.Suite;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What no escrow may be made of, each with one thing wrong and the sentence that says so. */
class PolicyRulesTest {
  private static final EscrowWorld WORLD = new EscrowWorld(2, 3, 2);
  private static final String HASH = "0".repeat(64);
  private static final Duration DAY = Duration.ofDays(1);

  private final List<UUID> trusteeIds = WORLD.trustees.stream().map(t -> t.id()).toList();
  private final List<UUID> recipientIds = WORLD.recipients.stream().map(r -> r.id()).toList();

  // What a policy is made of; each test changes one part.
  private String product = "final-file";
  private String logOrigin = HASH;
  private int confirmations = 2;
  private GateKeys gate = WORLD.wishes().gate();
  private List<ReleasePath> paths = List.of(ReleasePath.withPlatform(1, 2, trusteeIds));
  private List<ReleaseStage> stages = List.of(stage(1, set(1, recipientIds)));
  private final List<ReleasePolicy.Trustee> trustees =
      new ArrayList<>(
          WORLD.trustees.stream()
              .map(
                  t ->
                      new ReleasePolicy.Trustee(
                          t.id(),
                          t.identity().recipient().fingerprint(),
                          t.key().verificationKey()))
              .toList());
  private final List<ReleasePolicy.Recipient> recipients =
      new ArrayList<>(
          WORLD.recipients.stream()
              .map(
                  r ->
                      new ReleasePolicy.Recipient(
                          r.id(), ReleasePolicy.Opens.KEY, r.identity().recipient().fingerprint()))
              .toList());

  private static ReleaseStage.RecipientSet set(int escrow, List<UUID> recipients) {
    return new ReleaseStage.RecipientSet("%064x".formatted(escrow), recipients);
  }

  private static ReleaseStage stage(int number, ReleaseStage.RecipientSet... sets) {
    return new ReleaseStage(number, DAY, List.of(sets));
  }

  private ReleasePolicy policy() {
    return new ReleasePolicy(
        product,
        ReleasePolicy.Uncertainty.PROCEED,
        Suite.CLASSIC,
        WORLD.owner,
        WORLD.epoch,
        EscrowWorld.NOW,
        WORLD.wishes().windows(),
        confirmations,
        stages,
        paths,
        recipients,
        trustees,
        gate,
        logOrigin);
  }

  private void refused(String why) {
    refused(why, this::policy);
  }

  private static void refused(String why, Supplier<?> made) {
    assertThatThrownBy(made::get)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }

  @Test
  void with_nothing_wrong_it_is_a_policy_and_finds_its_people() {
    var policy = policy();
    assertThat(policy.trustee(trusteeIds.get(1))).contains(trustees.get(1));
    assertThat(policy.recipient(recipientIds.get(1))).contains(recipients.get(1));
    assertThat(policy.trustee(recipientIds.get(1))).isEmpty();
    assertThat(policy.sharesNeeded()).isEqualTo(2);
    assertThat(policy.set(new Portion(1, 1))).contains(stages.getFirst().sets().getFirst());
    assertThat(policy.set(new Portion(1, 2))).isEmpty();
    assertThat(policy.set(new Portion(2, 1))).isEmpty();
    assertThat(policy.path(1)).contains(paths.getFirst());
    assertThat(policy.path(2)).isEmpty();
  }

  @Test
  void two_trustees_have_two_ids_two_keys_and_two_ways_to_sign() {
    var first = trustees.getFirst();
    var last = trustees.removeLast();
    for (var same :
        List.of(
            new ReleasePolicy.Trustee(last.id(), last.fingerprint(), first.signing()),
            new ReleasePolicy.Trustee(last.id(), first.fingerprint(), last.signing()),
            new ReleasePolicy.Trustee(first.id(), last.fingerprint(), last.signing()))) {
      trustees.add(same);
      refused("would be one trustee");
      trustees.removeLast();
    }
  }

  @Test
  void stages_count_from_one_and_have_escrow_identities_of_their_own() {
    stages = List.of(stage(2, set(1, recipientIds)));
    refused("numbers 1, 2");
    stages = List.of(stage(1, set(1, recipientIds)), stage(3, set(2, recipientIds)));
    refused("numbers 1, 2");
    stages = List.of(stage(1, set(1, recipientIds)), stage(2, set(1, recipientIds)));
    refused("serves one stage");
    stages = List.of();
    refused("1 to 10 sets");
  }

  @Test
  void ten_sets_of_recipients_are_the_most() {
    var ten =
        IntStream.rangeClosed(1, 10)
            .mapToObj(i -> set(i, recipientIds))
            .toArray(ReleaseStage.RecipientSet[]::new);
    stages = List.of(stage(1, ten));
    assertThat(policy().portions()).hasSize(10);
    stages = List.of(stage(1, ten), stage(2, set(11, recipientIds)));
    refused("1 to 10 sets");
  }

  @Test
  void who_receives_is_listed_once_and_whoever_is_listed_receives() {
    stages = List.of(stage(1, set(1, recipientIds.subList(0, 1))));
    refused("every recipient is listed once");
    stages = List.of(stage(1, set(1, List.of(recipientIds.get(0), UUID.randomUUID()))));
    refused("every recipient is listed once");
    stages = List.of(stage(1, set(1, recipientIds)));
    recipients.add(recipients.getFirst());
    refused("every recipient is listed once");
  }

  @Test
  void what_the_gate_can_open_is_named_so_and_nothing_else_is() {
    var id = recipients.removeLast().id();
    var gates = gate.recipient().fingerprint();
    recipients.add(new ReleasePolicy.Recipient(id, ReleasePolicy.Opens.KEY, gates));
    refused("is named executor");
    recipients.set(1, new ReleasePolicy.Recipient(id, ReleasePolicy.Opens.EXECUTOR, HASH));
    refused("is named executor");
    recipients.set(1, new ReleasePolicy.Recipient(id, ReleasePolicy.Opens.EXECUTOR, gates));
    assertThat(policy().mode()).isEqualTo(ReleasePolicy.Mode.EXECUTOR);
  }

  @Test
  void sixteen_people_of_each_kind_are_the_most() {
    while (recipients.size() < 16) {
      recipients.add(new ReleasePolicy.Recipient(UUID.randomUUID(), ReleasePolicy.Opens.KEY, HASH));
    }
    while (trustees.size() < 16) {
      trustees.add(
          new ReleasePolicy.Trustee(
              UUID.randomUUID(),
              "%064x".formatted(trustees.size()),
              SigningKey.generate(Suite.CLASSIC).verificationKey()));
    }
    everybodyTakesPart();
    assertThat(policy().trustees()).hasSize(16);
    recipients.add(new ReleasePolicy.Recipient(UUID.randomUUID(), ReleasePolicy.Opens.KEY, HASH));
    refused("at most 16");
    recipients.removeLast();
    trustees.add(
        new ReleasePolicy.Trustee(
            UUID.randomUUID(), HASH, SigningKey.generate(Suite.CLASSIC).verificationKey()));
    refused("at most 16");
  }

  private void everybodyTakesPart() {
    stages =
        List.of(stage(1, set(1, recipients.stream().map(ReleasePolicy.Recipient::id).toList())));
    paths =
        List.of(
            ReleasePath.withPlatform(
                1, 2, trustees.stream().map(ReleasePolicy.Trustee::id).toList()));
  }

  @Test
  void names_and_keys_have_their_form() {
    product = "Final File";
    refused("lower case");
    product = "x".repeat(41);
    refused("lower case");
    product = "x".repeat(40);
    logOrigin = "f";
    refused("log origin");
    logOrigin = HASH;
    gate = new GateKeys(AgeIdentity.generate(Suite.HYBRID).recipient(), gate.signing());
    refused("of the policy's suite");
  }

  @Test
  void paths_count_from_one_and_name_trustees_who_are_asked() {
    paths = List.of(ReleasePath.withPlatform(2, 2, trusteeIds));
    refused("paths have numbers");
    var stranger = Stream.concat(trusteeIds.stream(), Stream.of(UUID.randomUUID())).toList();
    paths = List.of(ReleasePath.withPlatform(1, 2, stranger));
    refused("trustees of the policy only");
    paths = List.of(ReleasePath.withPlatform(1, 2, trusteeIds.subList(0, 2)));
    refused("would confirm in vain");
    paths =
        List.of(ReleasePath.withPlatform(1, 2, trusteeIds), ReleasePath.alone(2, 2, trusteeIds));
    refused("trustees alone are more");
    paths =
        List.of(ReleasePath.withPlatform(1, 2, trusteeIds), ReleasePath.alone(2, 3, trusteeIds));
    assertThat(policy().alonePaths()).hasSize(1);
  }

  @Test
  void the_quorum_is_of_trustees_and_opens() {
    for (int wrong : List.of(0, 4)) {
      confirmations = wrong;
      refused("quorum of confirmations lies between");
    }
    confirmations = 1;
    refused("any 1 trustees");
    confirmations = 3;
    assertThat(policy().confirmations()).isEqualTo(3);
  }

  @Test
  void a_path_has_one_to_four_groups_of_different_trustees() {
    var groups = trusteeIds.stream().map(id -> new ReleasePath.Group(1, List.of(id))).toList();
    var five = IntStream.range(0, 5).mapToObj(i -> group(1, 1)).toList();
    assertThat(new ReleasePath(4, true, five.subList(0, 4)).groups()).hasSize(4);
    refused("1 to 4 groups", () -> new ReleasePath(1, true, five));
    refused("1 to 4 groups", () -> new ReleasePath(1, true, List.of()));
    refused("1 to 4 paths", () -> new ReleasePath(0, true, groups));
    refused("1 to 4 paths", () -> new ReleasePath(5, true, groups));
    refused(
        "count twice",
        () -> new ReleasePath(1, true, List.of(groups.getFirst(), groups.getFirst())));
    refused("quorum of shares", () -> group(0, 1));
    refused("quorum of shares", () -> group(2, 1));
    refused("at most 16", () -> group(1, 17));
    assertThat(group(16, 16).trustees()).hasSize(16);
    refused(
        "one share of a group",
        () -> new ReleasePath.Group(1, List.of(trusteeIds.get(0), trusteeIds.get(0))));
  }

  private static ReleasePath.Group group(int threshold, int trustees) {
    return new ReleasePath.Group(
        threshold, Stream.generate(UUID::randomUUID).limit(trustees).toList());
  }

  @Test
  void stages_and_sets_have_their_bounds() {
    refused("1 to 10 sets", () -> new ReleaseStage(1, DAY, List.of()));
    refused("1 to 10 sets", () -> new ReleaseStage(0, DAY, List.of(set(1, recipientIds))));
    var eleven = IntStream.range(0, 11).mapToObj(i -> set(i, recipientIds)).toList();
    refused("1 to 10 sets", () -> new ReleaseStage(1, DAY, eleven));
    for (var window : List.of(Duration.ZERO, DAY.negated())) {
      refused("longer", () -> new ReleaseStage(1, window, List.of(set(1, recipientIds))));
      refused("longer", () -> new Windows(window, DAY, DAY, DAY));
      refused("longer", () -> new Windows(DAY, window, DAY, DAY));
      refused("longer", () -> new Windows(DAY, DAY, window, DAY));
      refused("longer", () -> new Windows(DAY, DAY, DAY, window));
    }
    refused("1 to 16 recipients", () -> set(1, List.of()));
    var many = Stream.generate(UUID::randomUUID).limit(17).toList();
    refused("1 to 16 recipients", () -> set(1, many));
    assertThat(set(1, many.subList(0, 16)).recipients()).hasSize(16);
    refused("once", () -> set(1, List.of(many.getFirst(), many.getFirst())));
    refused("SHA-256", () -> new ReleaseStage.RecipientSet("x", recipientIds));
    refused("SHA-256", () -> new ReleasePolicy.Trustee(many.get(0), "x", gate.signing()));
    refused(
        "SHA-256", () -> new ReleasePolicy.Recipient(many.get(0), ReleasePolicy.Opens.KEY, "x"));
  }

  @Test
  void places_epochs_and_indexes_count_from_one() {
    assertThat(new Place(new Portion(10, 10), 4)).hasToString("stage 10, set 10, path 4");
    for (int wrong : List.of(0, 11)) {
      refused("1 to 10", () -> new Portion(wrong, 1));
      refused("1 to 10", () -> new Portion(1, wrong));
    }
    refused("1 to 4", () -> new Place(Portion.ONLY, 0));
    refused("1 to 4", () -> new Place(Portion.ONLY, 5));
    refused("1 or more", () -> new Epoch(WORLD.epoch.vault(), WORLD.epoch.trigger(), 0));
    refused("from 1", () -> new GateMemory(-1, io.vaultplatform.core.audit.Head.genesis(chain())));
    assertThat(new Portion(1, 2)).isGreaterThan(new Portion(1, 1)).isLessThan(new Portion(2, 1));
  }

  private static io.vaultplatform.core.audit.Chain chain() {
    return io.vaultplatform.core.audit.Chain.of(WORLD.epoch.vault());
  }

  @Test
  void a_share_belongs_to_the_platform_or_to_a_group() {
    assertThat(share(0, 0, 32).index()).isZero();
    assertThat(share(4, 16, 32).index()).isEqualTo(16);
    refused("32 bytes", () -> share(1, 1, 31));
    refused("index", () -> share(1, -1, 32));
    refused("index", () -> share(1, 17, 32));
    refused("platform", () -> share(-1, 1, 32));
    refused("platform", () -> share(5, 1, 32));
    refused("platform", () -> share(0, 1, 32));
    refused("platform", () -> share(1, 0, 32));
    refused(
        "SHA-256",
        () ->
            new EscrowShare(
                WORLD.epoch.trigger(),
                WORLD.epoch,
                new Place(Portion.ONLY, 1),
                1,
                "x",
                1,
                1,
                SecretBytes.of(new byte[32])));
  }

  private static EscrowShare share(int group, int index, int bytes) {
    return new EscrowShare(
        WORLD.epoch.trigger(),
        WORLD.epoch,
        new Place(Portion.ONLY, 1),
        group,
        HASH,
        index,
        1,
        SecretBytes.of(new byte[bytes]));
  }

  @Test
  void a_share_set_commits_to_shares_in_order_each_another_holders() {
    var one = new ShareSet.Share(1, trusteeIds.get(0), HASH);
    var two = new ShareSet.Share(2, trusteeIds.get(1), HASH);
    assertThat(new ShareSet.Group(2, HASH, List.of(one, two)).shares()).hasSize(2);
    refused("SHA-256", () -> new ShareSet.Share(1, trusteeIds.get(0), "x"));
    refused("SHA-256", () -> new ShareSet.Group(1, "x", List.of(one)));
    refused("quorum", () -> new ShareSet.Group(0, HASH, List.of(one)));
    refused("quorum", () -> new ShareSet.Group(2, HASH, List.of(one)));
    refused("indexes 1, 2", () -> new ShareSet.Group(1, HASH, List.of(two)));
    var again = new ShareSet.Share(2, trusteeIds.get(0), HASH);
    refused("another holder", () -> shares(HASH, new ShareSet.Group(1, HASH, List.of(one, again))));
    var group = new ShareSet.Group(1, HASH, List.of(one));
    refused("another holder", () -> shares(HASH, group, group));
    refused("1 to 4 groups", () -> shares(HASH));
    refused("SHA-256", () -> shares("x", group));
    var four =
        IntStream.range(0, 5)
            .mapToObj(
                i ->
                    new ShareSet.Group(
                        1, HASH, List.of(new ShareSet.Share(1, UUID.randomUUID(), HASH))))
            .toArray(ShareSet.Group[]::new);
    refused("1 to 4 groups", () -> shares(HASH, four));
    assertThat(shares(HASH, java.util.Arrays.copyOf(four, 4)).groups()).hasSize(4);
  }

  private static ShareSet shares(String platform, ShareSet.Group... groups) {
    return new ShareSet(
        WORLD.epoch.trigger(),
        WORLD.epoch,
        new Place(Portion.ONLY, 1),
        HASH,
        Optional.of(platform),
        List.of(groups));
  }

  @Test
  void a_release_list_names_documents_of_class_b_and_c_once() {
    var item = item(EncryptionClass.B, Set.of(Portion.ONLY));
    assertThat(list(item, item(EncryptionClass.C, Set.of(Portion.ONLY))).items()).hasSize(2);
    refused("listed once", () -> list(item, item));
    refused("class B and C", () -> item(EncryptionClass.A, Set.of(Portion.ONLY)));
    refused("1 to 10", () -> item(EncryptionClass.B, Set.of()));
    var eleven = new TreeSet<Portion>();
    for (int i = 1; i <= 10; i++) {
      eleven.add(new Portion(1, i));
    }
    assertThat(item(EncryptionClass.B, eleven).portions()).hasSize(10);
    eleven.add(new Portion(2, 1));
    refused("1 to 10", () -> item(EncryptionClass.B, eleven));
    assertThat(list(item).items(Portion.ONLY)).containsExactly(item);
    assertThat(list(item).items(new Portion(1, 2))).isEmpty();
    assertThat(list(item).item(item.document())).contains(item);
    assertThat(list(item).item(new DocumentId(UUID.randomUUID()))).isEmpty();
  }

  private static ReleaseList.Item item(EncryptionClass type, Set<Portion> portions) {
    return new ReleaseList.Item(
        new DocumentId(UUID.randomUUID()), 1, type, new TreeSet<>(portions), HASH);
  }

  private static ReleaseList list(ReleaseList.Item... items) {
    return new ReleaseList(WORLD.epoch, HASH, 1, EscrowWorld.NOW, List.of(items));
  }

  @Test
  void every_stage_and_path_has_a_release_key_of_its_own() {
    var one = AgeIdentity.generate(Suite.CLASSIC).recipient();
    var two = AgeIdentity.generate(Suite.CLASSIC).recipient();
    var first = new ReleaseKeys.Key(1, 1, one);
    assertThat(keys(first, new ReleaseKeys.Key(1, 2, two)).key(new Place(new Portion(1, 7), 2)))
        .contains(two);
    assertThat(keys(first).key(new Place(new Portion(2, 1), 1))).isEmpty();
    assertThat(keys(first).key(new Place(new Portion(1, 1), 2))).isEmpty();
    refused("of its own", () -> keys(first, new ReleaseKeys.Key(1, 1, two)));
    refused("of its own", () -> keys(first, new ReleaseKeys.Key(1, 2, one)));
  }

  private static ReleaseKeys keys(ReleaseKeys.Key... keys) {
    return new ReleaseKeys(WORLD.epoch, HASH, EscrowWorld.NOW, List.of(keys));
  }

  @Test
  void a_warrant_names_its_stage_its_policy_its_ground_and_who_carries_it_out() {
    assertThat(new ReleaseWarrant(WORLD.epoch, 1, HASH, "challenge_window_over", "engine").stage())
        .isEqualTo(1);
    refused("stage", () -> new ReleaseWarrant(WORLD.epoch, 0, HASH, "over", "engine"));
    refused("policy", () -> new ReleaseWarrant(WORLD.epoch, 1, "x", "over", "engine"));
    refused("reason", () -> new ReleaseWarrant(WORLD.epoch, 1, HASH, "", "engine"));
    refused("carries it out", () -> new ReleaseWarrant(WORLD.epoch, 1, HASH, "over", "A b"));
    refused("what is wrong", () -> ShareFault.of(ShareFault.Kind.WRONG, trusteeIds.get(0), " "));
  }

  @Test
  void a_yes_carries_shares_and_a_no_carries_none() {
    var yes = Confirmation.Decision.CONFIRM;
    var no = Confirmation.Decision.REFUSE;
    refused("carries", () -> confirmation(HASH, HASH, yes));
    refused("SHA-256", () -> confirmation("x", HASH, no));
    refused("SHA-256", () -> confirmation(HASH, "x", no));
    assertThat(confirmation(HASH, HASH, no).shares()).isEmpty();
  }

  private static Confirmation confirmation(
      String policy, String keys, Confirmation.Decision decision) {
    return new Confirmation(
        WORLD.epoch,
        policy,
        keys,
        WORLD.trustees.getFirst().id(),
        EscrowWorld.NOW,
        decision,
        List.of());
  }
}
