package io.vaultplatform.core.escrow;

import static io.vaultplatform.core.escrow.EscrowWorld.done;
import static io.vaultplatform.core.escrow.EscrowWorld.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vaultplatform.core.crypto.AgeIdentity;
import io.vaultplatform.core.crypto.SigningKey;
import io.vaultplatform.core.crypto.Suite;
import io.vaultplatform.core.crypto.VerificationKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Trustees without the platform put together what belongs together, and nothing else. */
class AloneKitTest {
  private static final EscrowWorld WORLD = new EscrowWorld(1, 2, 1);
  private static final HandOuts MADE = handOuts();
  private static final AloneKit KIT = MADE.kit();
  private static final VerificationKey OWNER = WORLD.ownerKey.verificationKey();
  private static final EscrowWorld.Person ROSA = WORLD.recipients.getFirst();

  private static HandOuts handOuts() {
    var simple = WORLD.wishes();
    var trustees = simple.trustees().stream().map(Arming.Trustee::id).toList();
    var wishes =
        new Arming.Wishes(
            "final-file",
            ReleasePolicy.Uncertainty.PROCEED,
            simple.suite(),
            simple.owner(),
            simple.epoch(),
            simple.at(),
            simple.windows(),
            simple.confirmations(),
            simple.stages(),
            List.of(ReleasePath.withPlatform(1, 1, trustees), ReleasePath.alone(2, 2, trustees)),
            simple.trustees(),
            simple.recipients(),
            simple.gate(),
            simple.logOrigin());
    try (var armed = done(Arming.arm(wishes, List.of(), WORLD.ownerIdentity, WORLD.ownerKey))) {
      return armed.handOuts().orElseThrow();
    }
  }

  private static Map<String, Object> gave(int trustee) {
    return done(
        HandOuts.give(
            MADE.of(WORLD.trustees.get(trustee).id()),
            List.of(WORLD.trustees.get(trustee).identity()),
            ROSA.identity().recipient()));
  }

  private static List<AloneKit.Given> all() {
    var all = new ArrayList<AloneKit.Given>();
    all.addAll(done(AloneKit.Given.list(gave(0))));
    all.addAll(done(AloneKit.Given.list(gave(1))));
    return all;
  }

  private static String refused(AloneKit kit) {
    return refusal(kit.assemble(OWNER, all(), List.of(ROSA.identity())));
  }

  @Test
  void everybody_together_opens() {
    var opened = done(KIT.assemble(OWNER, all(), List.of(ROSA.identity())));
    assertThat(opened)
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.recipient()).isEqualTo(ROSA.id());
              assertThat(one.portion()).isEqualTo(Portion.ONLY);
            });
  }

  @Test
  void what_another_owner_signed_is_no_part_of_a_kit() {
    var other = SigningKey.generate(Suite.HYBRID);
    assertThat(refusal(KIT.assemble(other.verificationKey(), all(), List.of(ROSA.identity()))))
        .startsWith("policy");
    var set = done(ShareSet.verify(KIT.shareSets().getFirst(), OWNER));
    assertThat(refused(with(List.of(set.sign(other)), KIT.packets()))).startsWith("shareSets");
  }

  private static AloneKit with(
      List<io.vaultplatform.core.crypto.Signed> sets, List<EscrowPacket> packets) {
    return new AloneKit(KIT.policy(), KIT.releaseList(), sets, packets);
  }

  @Test
  void a_set_or_packet_of_another_arming_or_one_that_is_there_twice_is_no_part_of_a_kit() {
    var another = handOuts().kit();
    var twice = List.of(KIT.shareSets().getFirst(), KIT.shareSets().getFirst());
    assertThat(refused(with(another.shareSets(), KIT.packets()))).startsWith("kit.shareSets");
    assertThat(refused(with(twice, KIT.packets()))).startsWith("kit.shareSets");
    assertThat(refused(with(List.of(), KIT.packets()))).startsWith("kit.packets");
    assertThat(refused(with(KIT.shareSets(), another.packets()))).startsWith("packet");
    var packet = KIT.packets().getFirst();
    var next =
        new EscrowPacket(
            new Epoch(WORLD.epoch.vault(), WORLD.epoch.trigger(), 2),
            packet.place(),
            packet.policyHash(),
            packet.outer());
    assertThat(refused(with(KIT.shareSets(), List.of(next)))).startsWith("kit.packets");
  }

  @Test
  void a_share_that_does_not_open_is_named_and_so_is_who_is_missing() {
    var stranger = AgeIdentity.generate(Suite.CLASSIC);
    assertThat(refusal(KIT.assemble(OWNER, all(), List.of(stranger)))).startsWith("share");
    assertThat(refusal(KIT.assemble(OWNER, all().subList(0, 1), List.of(ROSA.identity()))))
        .contains("TOO_FEW", WORLD.trustees.get(1).id().toString());
    assertThat(
            refusal(
                HandOuts.give(
                    MADE.of(WORLD.trustees.get(0).id()),
                    List.of(stranger),
                    ROSA.identity().recipient())))
        .startsWith("shares");
  }

  @Test
  void a_closed_share_is_destroyed() {
    var file = MADE.shares().getFirst().share().file();
    var share = EscrowWorld.share(file, WORLD.trustees.getFirst().identity());
    share.close();
    assertThatThrownBy(() -> share.share().expose(bytes -> bytes.length))
        .isInstanceOf(IllegalStateException.class);
  }
}
