package io.vaultplatform.core.escrow;

import static io.vaultplatform.core.escrow.EscrowWorld.NOW;
import static io.vaultplatform.core.escrow.EscrowWorld.done;
import static io.vaultplatform.core.escrow.EscrowWorld.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.core.base.CanonicalJson;
import io.vaultplatform.core.base.Fields;
import io.vaultplatform.core.base.OneMemberMore;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.content.EncryptionClass;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.crypto.SigningKey;
import io.vaultplatform.core.crypto.Suite;
import io.vaultplatform.core.crypto.VerificationKey;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * Each document of an escrow is read back as written, and refused by name with a member more or
 * less.
 */
class StrictReadingTest {
  private static final EscrowWorld WORLD = new EscrowWorld(2, 3, 1);
  private static final Arming.Armed ARMED = withAlone();
  private static final Submission MADE = ARMED.submission();
  private static final SigningKey KEY = SigningKey.generate(Suite.CLASSIC);

  private static Arming.Armed withAlone() {
    var simple = WORLD.wishes();
    var trustees = simple.trustees().stream().map(Arming.Trustee::id).toList();
    return done(
        Arming.arm(
            new Arming.Wishes(
                "final-file",
                ReleasePolicy.Uncertainty.PROCEED,
                simple.suite(),
                simple.owner(),
                simple.epoch(),
                simple.at(),
                simple.windows(),
                simple.confirmations(),
                List.of(new Arming.Stage(Duration.ofDays(1), simple.stages().getFirst().sets())),
                List.of(
                    ReleasePath.withPlatform(1, 2, trustees), ReleasePath.alone(2, 3, trustees)),
                simple.trustees(),
                simple.recipients(),
                simple.gate(),
                simple.logOrigin()),
            List.of(WORLD.document(EncryptionClass.B).small()),
            WORLD.ownerIdentity,
            WORLD.ownerKey));
  }

  private static Map<String, Object> body(Signed signed) {
    return signed.unverifiedBody();
  }

  // Signed again with another key, so that what is refused is the shape and not the signature.
  private static <T> Function<Map<String, Object>, Outcome<T>> signed(
      BiFunction<Signed, VerificationKey, Outcome<T>> verify) {
    return body -> verify.apply(Signed.sign(body, KEY), KEY.verificationKey());
  }

  private static <T> void strict(
      String name,
      Map<String, Object> tree,
      Function<Map<String, Object>, Outcome<T>> reader,
      Function<T, Map<String, Object>> writer) {
    var canonical = CanonicalJson.parse(CanonicalJson.bytes(tree));
    assertThat(CanonicalJson.text(writer.apply(done(reader.apply(canonical)))))
        .isEqualTo(CanonicalJson.text(canonical));
    OneMemberMore.in(canonical)
        .forEach(
            (path, more) -> {
              // What the owner signed is verified when it is used; its envelope is read here.
              if (!path.contains(".body.")) {
                assertThat(refusal(reader.apply(more)))
                    .as(path)
                    .startsWith(name)
                    .containsAnyOf(path.replaceAll("[\\[.].*", ""), "more");
              }
            });
    var other = new HashMap<>(canonical);
    other.computeIfPresent("format", (member, format) -> "vault/other/v1");
    assertThat(other.equals(canonical) || refusal(reader.apply(other)).startsWith(name)).isTrue();
    for (var member : canonical.keySet()) {
      // Nothing is ever signed without a format; and a path of trustees alone has no platform.
      if (!member.equals("format") && !member.equals("platform")) {
        var less = new HashMap<>(canonical);
        less.remove(member);
        assertThat(refusal(reader.apply(less))).startsWith(name).contains(member);
      }
    }
  }

  @Test
  void the_policy() {
    strict("policy", body(MADE.policy()), ReleasePolicy::of, ReleasePolicy::toTree);
    strict("policy", body(MADE.policy()), signed(ReleasePolicy::verify), ReleasePolicy::toTree);
  }

  @Test
  void the_release_list() {
    strict(
        "releaseList", body(MADE.releaseList()), signed(ReleaseList::verify), ReleaseList::toTree);
  }

  @Test
  void the_share_set() {
    strict(
        "shareSets", body(MADE.shareSets().getFirst()), signed(ShareSet::verify), ShareSet::toTree);
  }

  @Test
  void release_keys_and_confirmations() {
    var asked = WORLD.ask(MADE);
    strict("releaseKeys", body(asked.keys()), signed(ReleaseKeys::verify), ReleaseKeys::toTree);
    var trustee = WORLD.trustees.getFirst();
    var said =
        done(
            Confirming.confirm(
                WORLD.shown(MADE, asked, 0),
                WORLD.ownerKey.verificationKey(),
                trustee.identity(),
                trustee.key(),
                NOW));
    strict("confirmation", body(said), signed(Confirmation::verify), Confirmation::toTree);
  }

  @Test
  void a_share() {
    try (var share = WORLD.share(MADE, 0)) {
      strict(
          "share",
          CanonicalJson.parse(share.bytes()),
          tree -> EscrowShare.of(CanonicalJson.bytes(tree)),
          read -> CanonicalJson.parse(read.bytes()));
    }
    assertThat(refusal(EscrowShare.of(new byte[] {1})))
        .startsWith("share")
        .contains("vault/escrow-share/v1");
  }

  @Test
  void packets_kits_and_hand_outs() {
    strict("packet", MADE.packets().getFirst().toTree(), EscrowPacket::of, EscrowPacket::toTree);
    var handOuts = ARMED.handOuts().orElseThrow();
    strict("kit", handOuts.kit().toTree(), AloneKit::of, AloneKit::toTree);
    var trustee = WORLD.trustees.getFirst();
    assertThat(handOuts.trustees())
        .isEqualTo(Set.copyOf(WORLD.trustees.stream().map(EscrowWorld.Person::id).toList()));
    var mine = handOuts.of(trustee.id());
    OneMemberMore.in(mine)
        .forEach(
            (path, more) -> {
              assertThat(refusal(AloneKit.Given.list(more))).startsWith("shares");
              assertThat(
                      refusal(
                          HandOuts.give(
                              more,
                              List.of(trustee.identity()),
                              WORLD.recipients.getFirst().identity().recipient())))
                  .startsWith("shares");
            });
    assertThat(done(AloneKit.Given.list(mine)))
        .singleElement()
        .satisfies(given -> assertThat(given.trustee()).isEqualTo(trustee.id()));
    assertThat(handOuts.of(UUID.randomUUID()).get("shares")).isEqualTo(List.of());
  }

  @Test
  void what_is_submitted() {
    strict("", MADE.toTree(), Submission::of, Submission::toTree);
    var half = new HashMap<>(CanonicalJson.parse(CanonicalJson.bytes(MADE.toTree())));
    var header = new HashMap<>(Fields.of(half, "").trees("headers").getFirst());
    header.remove("metadataHeader");
    half.put("headers", List.of(header));
    assertThat(refusal(Submission.of(half))).startsWith("headers[0].metadataHeader");
  }

  @Test
  void a_place_is_there_once() {
    var tree = new HashMap<>(CanonicalJson.parse(CanonicalJson.bytes(MADE.toTree())));
    var one = Fields.of(tree, "").trees("platformShares").getFirst();
    tree.put("platformShares", List.of(one, one));
    assertThat(refusal(Submission.of(tree))).contains("platformShares has a place twice");
  }

  @Test
  void what_a_row_keeps_is_read_as_strictly_again() {
    var one = MADE.packets().getFirst().toTree();
    assertThat(done(Stored.all(Stored.text(List.of(one, one)), EscrowPacket::of))).hasSize(2);
    var edited = new HashMap<>(one);
    edited.put("path", 9L);
    assertThat(refusal(Stored.all(Stored.text(List.of(one, edited)), EscrowPacket::of)))
        .startsWith("packet.path");
  }
}
