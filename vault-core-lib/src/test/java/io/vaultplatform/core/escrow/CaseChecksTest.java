package io.vaultplatform.core.escrow;

import static io.vaultplatform.core.escrow.EscrowWorld.NOW;
import static io.vaultplatform.core.escrow.EscrowWorld.done;
import static io.vaultplatform.core.escrow.EscrowWorld.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.crypto.AgeFile;
import io.vaultplatform.core.crypto.AgeIdentity;
import io.vaultplatform.core.crypto.SecretBytes;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.crypto.SigningKey;
import io.vaultplatform.core.crypto.Suite;
import io.vaultplatform.core.crypto.VerificationKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a server might show a trustee, or send the gate, that is not what the owner signed. */
class CaseChecksTest {
  private static final EscrowWorld WORLD = new EscrowWorld(2, 3, 1);
  private static final Submission MADE = WORLD.arm().submission();
  private static final EscrowWorld.Asked ASKED = WORLD.ask(MADE);
  private static final EscrowWorld.Person ADA = WORLD.trustees.get(0);
  private static final EscrowWorld.Person BEN = WORLD.trustees.get(1);
  private static final VerificationKey OWNER = WORLD.ownerKey.verificationKey();
  private static final ReleasePolicy POLICY = done(ReleasePolicy.verify(MADE.policy(), OWNER));
  private static final Confirming.Case SHOWN = WORLD.shown(MADE, ASKED, 0);

  private static Submission another() {
    return WORLD.arm().submission();
  }

  private static Outcome<Signed> confirm(Confirming.Case shown) {
    return Confirming.confirm(shown, OWNER, ADA.identity(), ADA.key(), NOW);
  }

  private static Confirming.Case with(Signed releaseKeys) {
    return new Confirming.Case(SHOWN.policy(), SHOWN.shareSets(), releaseKeys, SHOWN.shares());
  }

  private static Signed keys(Epoch epoch, String policyHash, Suite suite) {
    return new ReleaseKeys(
            epoch,
            policyHash,
            NOW,
            List.of(new ReleaseKeys.Key(1, 1, AgeIdentity.generate(suite).recipient())))
        .sign(WORLD.gateKey);
  }

  @Test
  void release_keys_for_another_policy_or_epoch_or_of_another_suite_get_no_share() {
    var epoch = POLICY.epoch();
    var next = new Epoch(epoch.vault(), epoch.trigger(), 2);
    assertThat(refusal(confirm(with(keys(next, POLICY.hash(), Suite.CLASSIC)))))
        .contains("not made for this policy and epoch");
    assertThat(refusal(confirm(with(keys(epoch, "0".repeat(64), Suite.CLASSIC)))))
        .contains("not made for this policy and epoch");
    assertThat(refusal(confirm(with(keys(epoch, POLICY.hash(), Suite.HYBRID)))))
        .contains("another suite");
    done(confirm(with(keys(epoch, POLICY.hash(), Suite.CLASSIC))));
  }

  @Test
  void a_share_set_of_another_policy_or_of_nobodys_signature_gets_no_share() {
    var other = another().shareSets();
    assertThat(
            refusal(
                confirm(
                    new Confirming.Case(
                        SHOWN.policy(), other, SHOWN.releaseKeys(), SHOWN.shares()))))
        .startsWith("shareSets")
        .contains("not made for this policy");
    var set = WORLD.set(MADE);
    var forged = List.of(set.sign(SigningKey.generate(Suite.HYBRID)));
    assertThat(
            refusal(
                confirm(
                    new Confirming.Case(
                        SHOWN.policy(), forged, SHOWN.releaseKeys(), SHOWN.shares()))))
        .startsWith("shareSets")
        .contains("signature");
    assertThat(
            refusal(
                confirm(
                    new Confirming.Case(
                        SHOWN.policy(), List.of(), SHOWN.releaseKeys(), SHOWN.shares()))))
        .startsWith("share")
        .contains("missing");
  }

  @Test
  void both_keys_of_a_trustee_are_the_ones_that_the_policy_names() {
    for (var mixed :
        List.of(
            Confirming.confirm(SHOWN, OWNER, BEN.identity(), ADA.key(), NOW),
            Confirming.confirm(SHOWN, OWNER, ADA.identity(), BEN.key(), NOW),
            Confirming.refuse(SHOWN, OWNER, ADA.identity(), BEN.key(), NOW))) {
      assertThat(refusal(mixed)).startsWith("policy.trustees");
    }
  }

  @Test
  void a_no_is_a_signed_answer_without_shares() {
    var said = done(Confirming.refuse(SHOWN, OWNER, ADA.identity(), ADA.key(), NOW));
    var no = done(Confirmation.verify(said, ADA.key().verificationKey()));
    assertThat(no.decision()).isEqualTo(Confirmation.Decision.REFUSE);
    assertThat(no.shares()).isEmpty();
    assertThat(no.trustee()).isEqualTo(ADA.id());
    assertThat(no.releaseKeysHash()).isEqualTo(ASKED.keys().bodyHash());
    assertThat(Unsealing.faultOf(no, WORLD.set(MADE), ASKED.releaseIdentity())).isEmpty();
    assertThat(refusal(Confirmation.verify(said, BEN.key().verificationKey())))
        .startsWith("confirmation");
  }

  private static Confirmation said(EscrowWorld.Person trustee, PlacedFile... shares) {
    return new Confirmation(
        POLICY.epoch(),
        POLICY.hash(),
        ASKED.keys().bodyHash(),
        trustee.id(),
        NOW,
        Confirmation.Decision.CONFIRM,
        List.of(shares));
  }

  private static Confirmation yes(int trustee) {
    var person = WORLD.trustees.get(trustee);
    var signed =
        done(
            Confirming.confirm(
                WORLD.shown(MADE, ASKED, trustee), OWNER, person.identity(), person.key(), NOW));
    return done(Confirmation.verify(signed, person.key().verificationKey()));
  }

  private static PlacedFile placed(int path, byte[] plain) {
    return new PlacedFile(
        new Place(Portion.ONLY, path),
        SealedFile.of(AgeFile.encrypt(plain, Set.of(ASKED.releaseIdentity().recipient()))));
  }

  @Test
  void the_gate_names_what_is_wrong_with_a_share_before_it_records_it() {
    var set = WORLD.set(MADE);
    var key = ASKED.releaseIdentity();
    assertThat(Unsealing.faultOf(yes(0), set, key)).isEmpty();
    assertThat(Unsealing.faultOf(said(ADA, placed(2, new byte[1])), set, key))
        .hasValueSatisfying(f -> assertThat(f.kind()).isEqualTo(ShareFault.Kind.TOO_FEW));
    assertThat(Unsealing.faultOf(said(ADA, placed(1, new byte[1])), set, key))
        .hasValueSatisfying(
            f -> {
              assertThat(f.kind()).isEqualTo(ShareFault.Kind.UNREADABLE);
              assertThat(f.sentence()).contains("UNREADABLE", ADA.id().toString());
            });
    assertThat(Unsealing.faultOf(yes(0), set, AgeIdentity.generate(Suite.CLASSIC)))
        .hasValueSatisfying(f -> assertThat(f.kind()).isEqualTo(ShareFault.Kind.UNREADABLE));
    assertThat(Unsealing.faultOf(said(BEN, yes(0).shares().getFirst()), set, key))
        .hasValueSatisfying(f -> assertThat(f.kind()).isEqualTo(ShareFault.Kind.FOREIGN));
    assertThat(
            Unsealing.faultOf(said(EscrowWorld.Person.any(), yes(0).shares().getFirst()), set, key))
        .as("whoever holds no share of this set is asked for none")
        .isEmpty();
  }

  private static Unsealing.Ready ready() {
    return new Unsealing.Ready(
        WORLD.set(MADE),
        MADE.packets().getFirst(),
        MADE.platformShares().getFirst().file(),
        ASKED.releaseIdentity());
  }

  @Test
  void a_share_that_cannot_be_read_is_named_and_does_not_hinder_a_quorum() {
    var bad = said(WORLD.trustees.get(2), placed(1, new byte[1]));
    var opened =
        done(
            Unsealing.unseal(
                List.of(ready()), Suite.CLASSIC, List.of(bad, yes(0), yes(1)), WORLD.gateIdentity));
    assertThat(opened.packets()).hasSize(1);
    assertThat(opened.faults())
        .singleElement()
        .satisfies(f -> assertThat(f.holder()).contains(WORLD.trustees.get(2).id()));
    assertThat(
            refusal(
                Unsealing.unseal(
                    List.of(ready()), Suite.CLASSIC, List.of(bad, yes(0)), WORLD.gateIdentity)))
        .contains("UNREADABLE", "TOO_FEW");
  }

  @Test
  void without_a_path_or_with_another_platform_share_nothing_opens() {
    var all = List.of(yes(0), yes(1));
    assertThat(refusal(Unsealing.unseal(List.of(), Suite.CLASSIC, all, WORLD.gateIdentity)))
        .contains("no path");
    assertThat(
            refusal(
                Unsealing.unseal(
                    List.of(ready()), Suite.CLASSIC, all, AgeIdentity.generate(Suite.CLASSIC))))
        .startsWith("share");
    var other = another();
    var exchanged =
        new Unsealing.Ready(
            WORLD.set(MADE),
            MADE.packets().getFirst(),
            other.platformShares().getFirst().file(),
            ASKED.releaseIdentity());
    assertThat(
            refusal(Unsealing.unseal(List.of(exchanged), Suite.CLASSIC, all, WORLD.gateIdentity)))
        .contains("The platform's share is not the one");
    var swapped =
        new Unsealing.Ready(
            WORLD.set(MADE),
            other.packets().getFirst(),
            MADE.platformShares().getFirst().file(),
            ASKED.releaseIdentity());
    assertThat(refusal(Unsealing.unseal(List.of(swapped), Suite.CLASSIC, all, WORLD.gateIdentity)))
        .startsWith("packet");
    var closed = AgeIdentity.generate(Suite.CLASSIC);
    new Unsealing.Ready(
            WORLD.set(MADE),
            MADE.packets().getFirst(),
            MADE.platformShares().getFirst().file(),
            closed)
        .close();
    org.assertj.core.api.Assertions.assertThatThrownBy(closed::seed)
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void a_packet_holds_what_it_says_outside() {
    var packet = MADE.packets().getFirst();
    try (var path = WORLD.path(MADE)) {
      done(packet.open(path));
      for (var relabelled :
          List.of(
              new EscrowPacket(
                  new Epoch(POLICY.epoch().vault(), POLICY.epoch().trigger(), 2),
                  packet.place(),
                  packet.policyHash(),
                  packet.outer()),
              new EscrowPacket(
                  packet.epoch(), new Place(Portion.ONLY, 2), packet.policyHash(), packet.outer()),
              new EscrowPacket(packet.epoch(), packet.place(), "0".repeat(64), packet.outer()))) {
        assertThat(refusal(relabelled.open(path))).contains("another epoch, place or policy");
      }
    }
  }

  @Test
  void a_set_that_was_made_wrong_is_noticed_though_every_share_fits_it() {
    var set = WORLD.set(MADE);
    var group = set.groups().getFirst();
    var wrong =
        new ShareSet(
            set.id(),
            set.epoch(),
            set.place(),
            set.policyHash(),
            set.platform(),
            List.of(new ShareSet.Group(group.threshold(), "0".repeat(64), group.shares())));
    var given =
        List.of(
            new ShareSet.Contribution(ADA.id(), WORLD.share(MADE, 0)),
            new ShareSet.Contribution(BEN.id(), WORLD.share(MADE, 1)));
    var platform = Optional.of(WORLD.platformShare(MADE));
    assertThat(Gathering.of(wrong, Suite.CLASSIC, platform, given))
        .isInstanceOfSatisfying(
            Gathering.Lacking.class,
            lacking ->
                assertThat(lacking.faults())
                    .singleElement()
                    .satisfies(f -> assertThat(f.kind()).isEqualTo(ShareFault.Kind.WRONG)));
    assertThat(Gathering.of(set, Suite.CLASSIC, Optional.empty(), given))
        .isInstanceOfSatisfying(
            Gathering.Lacking.class,
            lacking ->
                assertThat(lacking.faults().getFirst().detail())
                    .contains("platform's share is not there"));
  }

  @Test
  void a_set_belongs_to_the_policy_that_it_was_made_for_and_to_no_other() {
    var set = WORLD.set(MADE);
    assertThat(set.belongsTo(POLICY)).isTrue();
    var other = done(ReleasePolicy.verify(another().policy(), OWNER));
    assertThat(set.belongsTo(other)).isFalse();
    var group = set.groups().getFirst();
    var fewer = new ShareSet.Group(1, group.secret(), group.shares());
    for (var changed :
        List.of(
            set(set, set.place(), Optional.empty(), group),
            set(set, new Place(new Portion(1, 2), 1), set.platform(), group),
            set(set, new Place(Portion.ONLY, 2), set.platform(), group),
            set(set, set.place(), set.platform(), fewer))) {
      assertThat(changed.belongsTo(POLICY)).isFalse();
    }
    assertThat(set.hash()).isEqualTo(MADE.shareSets().getFirst().bodyHash());
  }

  private static ShareSet set(
      ShareSet set, Place place, Optional<String> platform, ShareSet.Group group) {
    return new ShareSet(set.id(), set.epoch(), place, set.policyHash(), platform, List.of(group));
  }

  @Test
  void the_platforms_piece_fits_its_own_set_only() {
    var set = WORLD.set(MADE);
    try (var right = WORLD.platformShare(MADE);
        var trustees = WORLD.share(MADE, 0)) {
      assertThat(set.platformFault(right)).isEmpty();
      assertThat(set.platformFault(trustees)).isPresent();
      var next = new Epoch(right.epoch().vault(), right.epoch().trigger(), 2);
      for (var wrong :
          List.of(
              piece(
                  right,
                  POLICY.epoch().trigger(),
                  right.epoch(),
                  right.place(),
                  right.policyHash()),
              piece(right, right.set(), next, right.place(), right.policyHash()),
              piece(
                  right,
                  right.set(),
                  right.epoch(),
                  new Place(Portion.ONLY, 2),
                  right.policyHash()),
              piece(right, right.set(), right.epoch(), right.place(), "0".repeat(64)))) {
        assertThat(set.platformFault(wrong)).isPresent();
      }
    }
  }

  private static EscrowShare piece(
      EscrowShare like, java.util.UUID set, Epoch epoch, Place place, String policyHash) {
    return new EscrowShare(
        set, epoch, place, 0, policyHash, 0, 1, like.share().expose(SecretBytes::of));
  }
}
