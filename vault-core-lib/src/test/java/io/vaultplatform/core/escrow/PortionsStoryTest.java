package io.vaultplatform.core.escrow;

import static io.vaultplatform.core.escrow.EscrowWorld.NOW;
import static io.vaultplatform.core.escrow.EscrowWorld.done;
import static io.vaultplatform.core.escrow.EscrowWorld.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.core.base.CanonicalJson;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.content.EncryptionClass;
import io.vaultplatform.core.crypto.AgeFile;
import io.vaultplatform.core.crypto.AgeIdentity;
import io.vaultplatform.core.crypto.Opening;
import io.vaultplatform.core.crypto.Suite;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Two stages, two sets in the first, two paths with groups, a recipient without a key, and a path
 * of trustees alone: the whole way of each document, each party with its own keys.
 */
class PortionsStoryTest {
  private static final Portion FIRST = new Portion(1, 1);
  private static final Portion OTHER = new Portion(1, 2);
  private static final Portion LATER = new Portion(2, 1);

  // Trustees 0, 1, 2 and 3; recipients Rosa, with a key, and Tom, with a code.
  private final EscrowWorld world = new EscrowWorld(2, 4, 2);
  private final EscrowWorld.Person rosa = world.recipients.get(0);
  private final UUID tom = world.recipients.get(1).id();
  private final ClaimCode code = ClaimCode.generate();
  private final EscrowWorld.Stored forRosa = world.document(EncryptionClass.B);
  private final EscrowWorld.Stored forTom = world.document(EncryptionClass.B);
  private final EscrowWorld.Stored forBoth = world.document(EncryptionClass.B);
  private final EscrowWorld.Stored later = world.document(EncryptionClass.B);

  private UUID trustee(int i) {
    return world.trustees.get(i).id();
  }

  private Arming.Wishes wishes(List<ReleasePath> paths, int confirmations) {
    var simple = world.wishes();
    return new Arming.Wishes(
        "final-file",
        ReleasePolicy.Uncertainty.PROCEED,
        Suite.CLASSIC,
        simple.owner(),
        simple.epoch(),
        simple.at(),
        simple.windows(),
        confirmations,
        List.of(
            new Arming.Stage(Duration.ofDays(1), List.of(List.of(rosa.id()), List.of(tom))),
            new Arming.Stage(Duration.ofDays(2), List.of(List.of(rosa.id())))),
        paths,
        simple.trustees(),
        List.of(
            Arming.Recipient.withKey(rosa.id(), rosa.identity().recipient()),
            Arming.Recipient.withCode(tom, code, simple.epoch(), Suite.CLASSIC)),
        simple.gate(),
        simple.logOrigin());
  }

  // By the platform with one of each family; or with any three; or by four without the platform.
  private List<ReleasePath> paths() {
    var all = List.of(trustee(0), trustee(1), trustee(2), trustee(3));
    return List.of(
        new ReleasePath(
            1,
            true,
            List.of(
                new ReleasePath.Group(1, List.of(trustee(0), trustee(1))),
                new ReleasePath.Group(1, List.of(trustee(2), trustee(3))))),
        ReleasePath.withPlatform(2, 3, all),
        ReleasePath.alone(3, 4, all));
  }

  private Arming.Armed armed() {
    return done(
        Arming.armLeft(
            wishes(paths(), 3),
            List.of(
                new Arming.Left(forRosa.small(), Set.of(FIRST)),
                new Arming.Left(forTom.small(), Set.of(OTHER)),
                new Arming.Left(forBoth.small(), Set.of(FIRST, OTHER)),
                new Arming.Left(later.small(), Set.of(LATER))),
            world.ownerIdentity,
            world.ownerKey));
  }

  private ReleasePolicy policy(Submission submission) {
    return done(ReleasePolicy.verify(submission.policy(), world.ownerKey.verificationKey()));
  }

  @Test
  void each_portion_by_each_path_has_secrets_and_an_escrow_identity_of_its_own() {
    try (var armed = armed()) {
      var submission = overTheWire(armed.submission());
      assertThat(submission.packets()).hasSize(6);
      assertThat(policy(submission).escrows()).doesNotHaveDuplicates().hasSize(3);
      var sets = sets(submission);
      var commitments =
          sets.stream()
              .flatMap(
                  s ->
                      Stream.concat(
                          s.platform().stream(), s.groups().stream().map(ShareSet.Group::secret)))
              .toList();
      assertThat(commitments).doesNotHaveDuplicates().hasSize(3 * (3 + 2));
      assertThat(CanonicalJson.text(submission.toTree()))
          .as("nothing of the path of trustees alone is sent")
          .doesNotContain("\"path\":3,\"trustee\"")
          .doesNotContain("\"path\":3,\"policyHash\"");
    }
  }

  @Test
  void every_recipient_opens_what_is_for_them_in_their_stage_and_nothing_else() {
    try (var armed = armed()) {
      var submission = overTheWire(armed.submission());
      // One of each family: by the first path.
      var first = opened(submission, 1, List.of(1, 2));
      assertThat(received(submission, rosa.id(), rosa.identity(), first))
          .containsExactlyInAnyOrder(id(forRosa), id(forBoth));
      try (var claimed = code.identity(world.epoch, tom, Suite.CLASSIC)) {
        assertThat(received(submission, tom, claimed, first))
            .containsExactlyInAnyOrder(id(forTom), id(forBoth));
      }
      // The second stage, by the second path; the packets of both are Rosa's then.
      var both = new ArrayList<>(first);
      both.addAll(opened(submission, 2, List.of(0, 1, 3)));
      assertThat(received(submission, rosa.id(), rosa.identity(), both))
          .containsExactlyInAnyOrder(id(forRosa), id(forBoth), id(later));
    }
  }

  @Test
  void trustees_of_one_family_open_no_path() {
    try (var armed = armed()) {
      assertThat(refusal(unsealed(armed.submission(), FIRST, List.of(0, 1)))).contains("TOO_FEW");
      assertThat(refusal(unsealed(armed.submission(), FIRST, List.of(2, 3)))).contains("TOO_FEW");
      done(unsealed(armed.submission(), FIRST, List.of(0, 3)));
    }
  }

  @Test
  void another_code_another_epoch_and_another_recipient_give_other_keys() {
    try (var right = code.identity(world.epoch, tom, Suite.CLASSIC)) {
      var later = new Epoch(world.epoch.vault(), world.epoch.trigger(), 2);
      for (var other :
          List.of(
              ClaimCode.generate().identity(world.epoch, tom, Suite.CLASSIC),
              code.identity(later, tom, Suite.CLASSIC),
              code.identity(world.epoch, rosa.id(), Suite.CLASSIC))) {
        assertThat(other.recipient()).isNotEqualTo(right.recipient());
        other.close();
      }
      assertThat(ClaimCode.parse(code.text().toLowerCase(java.util.Locale.ROOT))).contains(code);
    }
  }

  @Test
  void trustees_alone_open_without_the_platform_when_all_who_are_needed_give_their_shares() {
    try (var armed = armed()) {
      var handOuts = armed.handOuts().orElseThrow();
      var kit =
          done(AloneKit.of(CanonicalJson.parse(CanonicalJson.bytes(handOuts.kit().toTree()))));
      var given = new ArrayList<AloneKit.Given>();
      for (int i = 0; i < 4; i++) {
        if (i == 3) {
          assertThat(refusal(kit.assemble(owner(), given, List.of(rosa.identity()))))
              .contains("TOO_FEW", trustee(3).toString());
        }
        var tree =
            done(
                HandOuts.give(
                    handOuts.of(trustee(i)),
                    List.of(world.trustees.get(i).identity()),
                    rosa.identity().recipient()));
        given.addAll(done(AloneKit.Given.list(tree)));
      }
      var opened = done(kit.assemble(owner(), given, List.of(rosa.identity())));
      assertThat(opened).hasSize(3);
      for (var packet : opened) {
        var mine =
            AgeFile.decrypt(packet.file().bytes(), List.of(rosa.identity()), 256)
                instanceof Opening.Opened<?>;
        assertThat(mine).isEqualTo(packet.recipient().equals(rosa.id()));
      }
    }
  }

  @Test
  void a_policy_that_could_not_open_or_breaks_its_products_promise_is_refused() {
    var all = List.of(trustee(0), trustee(1), trustee(2), trustee(3));
    assertThat(refused(List.of(paths().getFirst()), 2)).contains("any 2 trustees");
    assertThat(refused(List.of(ReleasePath.alone(1, 3, all)), 3)).contains("with the platform");
    assertThat(
            refused(List.of(ReleasePath.withPlatform(1, 3, all), ReleasePath.alone(2, 3, all)), 3))
        .contains("more than those");
    assertThat(refused(List.of(ReleasePath.withPlatform(1, 1, all.subList(0, 2))), 1))
        .contains("every trustee holds a share");
    var alone = new HashMap<String, Object>(policy(armed().submission()).toTree());
    alone.put("product", "witness-vault");
    assertThat(refusal(ReleasePolicy.of(alone))).contains("needs the platform");
    alone.put("product", "final-file");
    alone.put("uncertainty", "hold");
    assertThat(refusal(ReleasePolicy.of(alone))).contains("proceeds");
    alone.put("uncertainty", "proceed");
    alone.put("mode", "executor");
    assertThat(refusal(ReleasePolicy.of(alone))).startsWith("policy.mode:");
  }

  private String refused(List<ReleasePath> paths, int confirmations) {
    return refusal(
        Arming.arm(wishes(paths, confirmations), List.of(), world.ownerIdentity, world.ownerKey));
  }

  @Test
  void whoever_holds_a_share_of_trustees_alone_cannot_be_left_out_and_others_can() {
    try (var before = armed()) {
      var old = policy(before.submission());
      assertThat(Leaving.of(old, old)).isEmpty();
      var three = List.of(trustee(0), trustee(1), trustee(2));
      var fewer = policy(List.of(ReleasePath.withPlatform(1, 2, three)), 2, 3);
      assertThat(Leaving.of(old, fewer).orElseThrow().who()).contains(trustee(3));
      // The other way round nobody leaves who could open alone.
      assertThat(Leaving.of(fewer, old)).isEmpty();
    }
  }

  private ReleasePolicy policy(List<ReleasePath> paths, int confirmations, int trustees) {
    var wishes = wishes(paths, confirmations);
    try (var armed =
        done(
            Arming.arm(
                new Arming.Wishes(
                    wishes.product(),
                    wishes.uncertainty(),
                    wishes.suite(),
                    wishes.owner(),
                    new Epoch(wishes.epoch().vault(), wishes.epoch().trigger(), 2),
                    wishes.at(),
                    wishes.windows(),
                    confirmations,
                    wishes.stages(),
                    paths,
                    wishes.trustees().subList(0, trustees),
                    wishes.recipients(),
                    wishes.gate(),
                    wishes.logOrigin()),
                List.of(),
                world.ownerIdentity,
                world.ownerKey))) {
      return policy(armed.submission());
    }
  }

  private io.vaultplatform.core.crypto.VerificationKey owner() {
    return world.ownerKey.verificationKey();
  }

  private static UUID id(EscrowWorld.Stored stored) {
    return stored.small().manifest().document().value();
  }

  private static Submission overTheWire(Submission submission) {
    return done(Submission.of(CanonicalJson.parse(CanonicalJson.bytes(submission.toTree()))));
  }

  private List<ShareSet> sets(Submission submission) {
    return submission.shareSets().stream().map(s -> done(ShareSet.verify(s, owner()))).toList();
  }

  private List<EscrowPacket.Inner> opened(Submission submission, int stage, List<Integer> who) {
    return policy(submission).stage(stage).orElseThrow().portions().stream()
        .flatMap(p -> done(unsealed(submission, p, who)).packets().stream())
        .toList();
  }

  private Outcome<Unsealing.Unsealed> unsealed(
      Submission submission, Portion portion, List<Integer> confirming) {
    var policy = policy(submission);
    var identities = new HashMap<List<Integer>, AgeIdentity>();
    var keys = new ArrayList<ReleaseKeys.Key>();
    for (int stage = 1; stage <= 2; stage++) {
      for (int path = 1; path <= 2; path++) {
        var identity = AgeIdentity.generate(Suite.CLASSIC);
        identities.put(List.of(stage, path), identity);
        keys.add(new ReleaseKeys.Key(stage, path, identity.recipient()));
      }
    }
    var signed = new ReleaseKeys(policy.epoch(), policy.hash(), NOW, keys).sign(world.gateKey);
    var confirmations = confirming.stream().map(i -> confirmation(submission, signed, i)).toList();
    var ways = new ArrayList<Unsealing.Ready>();
    for (var path : policy.platformPaths()) {
      var at = submission.packets().stream().map(EscrowPacket::place).toList();
      int n = at.indexOf(new Place(portion, path.number()));
      ways.add(
          new Unsealing.Ready(
              sets(submission).get(n),
              submission.packets().get(n),
              submission.platformShares().get(n).file(),
              Map.copyOf(identities)
                  .getOrDefault(List.of(portion.stage(), path.number()), world.gateIdentity)));
    }
    return Unsealing.unseal(ways, Suite.CLASSIC, confirmations, world.gateIdentity);
  }

  private Confirmation confirmation(
      Submission submission, io.vaultplatform.core.crypto.Signed keys, int i) {
    var trustee = world.trustees.get(i);
    var shown =
        new Confirming.Case(
            submission.policy(),
            submission.shareSets(),
            keys,
            submission.trusteeShares().stream()
                .filter(s -> s.trustee().equals(trustee.id()))
                .map(Submission.TrusteeShare::share)
                .toList());
    var signed = done(Confirming.confirm(shown, owner(), trustee.identity(), trustee.key(), NOW));
    return done(Confirmation.verify(signed, trustee.key().verificationKey()));
  }

  private List<UUID> received(
      Submission submission, UUID recipient, AgeIdentity key, List<EscrowPacket.Inner> inner) {
    var mine =
        inner.stream()
            .filter(i -> i.recipient().equals(recipient))
            .map(i -> new Receiving.HandedPacket(i.portion(), i.file()))
            .toList();
    var portions = mine.stream().map(Receiving.HandedPacket::portion).toList();
    var list = done(ReleaseList.verify(submission.releaseList(), owner()));
    var all = List.of(forRosa, forTom, forBoth, later);
    var handed = world.handed(submission, forRosa, forTom, forBoth, later);
    var documents = new ArrayList<Receiving.HandedDocument>();
    for (int i = 0; i < all.size(); i++) {
      var item = list.item(all.get(i).small().manifest().document()).orElseThrow();
      if (item.portions().stream().anyMatch(portions::contains)) {
        documents.add(handed.get(i));
      }
    }
    try (var received =
        done(
            Receiving.receive(
                new Receiving.Handed(
                    recipient, submission.policy(), submission.releaseList(), mine, documents),
                owner(),
                key))) {
      assertThat(received.findings()).isEmpty();
      var opened = new ArrayList<UUID>();
      for (var document : all) {
        var id = document.small().manifest().document();
        if (received.documents().containsKey(id)) {
          var out = new ByteArrayOutputStream();
          done(received.open(id, new ByteArrayInputStream(document.payload()), out));
          assertThat(out.toByteArray()).isEqualTo(EscrowWorld.SECRET_TEXT);
          opened.add(id.value());
        }
      }
      return opened;
    }
  }
}
