package io.vaultplatform.core.escrow;

import static io.vaultplatform.core.escrow.EscrowWorld.NOW;
import static io.vaultplatform.core.escrow.EscrowWorld.done;
import static io.vaultplatform.core.escrow.EscrowWorld.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.core.base.CanonicalJson;
import io.vaultplatform.core.base.Fields;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.content.EncryptionClass;
import io.vaultplatform.core.crypto.AgeFile;
import io.vaultplatform.core.crypto.Base64Url;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.crypto.SigningKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What a trustee's device proves, to whom, and everything that is no proof. */
class TrusteeProofTest {
  // Made once: nothing here changes it.
  private static final EscrowWorld WORLD = new EscrowWorld(2, 3, 2);
  private static final Submission ARMED = WORLD.arm(WORLD.document(EncryptionClass.B)).submission();
  private static final ReleasePolicy POLICY =
      done(ReleasePolicy.verify(ARMED.policy(), WORLD.ownerKey.verificationKey()));
  private static final EscrowWorld.Person ADA = WORLD.trustees.getFirst();
  private static final EscrowWorld.Person BEN = WORLD.trustees.get(1);
  private static final TrusteeChallenge CHALLENGE = TrusteeChallenge.fresh(POLICY, ADA.id());

  private static List<PlacedFile> shares(EscrowWorld.Person person) {
    return ARMED.trusteeShares().stream()
        .filter(share -> share.trustee().equals(person.id()))
        .map(Submission.TrusteeShare::share)
        .toList();
  }

  private static Proving.Case shown() {
    return shown(shares(ADA), CHALLENGE.sealed(ADA.identity().recipient()));
  }

  private static Proving.Case shown(List<PlacedFile> shares, SealedFile challenge) {
    return new Proving.Case(ARMED.policy(), ARMED.shareSets(), shares, challenge);
  }

  private static Outcome<Signed> prove(Proving.Case shown, EscrowWorld.Person person) {
    return Proving.prove(
        shown, WORLD.ownerKey.verificationKey(), person.identity(), person.key(), NOW);
  }

  private static TrusteeProof.Wanted wanted(Instant now) {
    return new TrusteeProof.Wanted(POLICY, ADA.id(), CHALLENGE.hash(), shares(ADA), now);
  }

  @Example
  void a_proof_answers_the_challenge_and_names_every_share_that_was_opened() {
    var proof = done(TrusteeProof.check(done(prove(shown(), ADA)), wanted(NOW)));
    assertThat(proof.opened()).hasSize(1);
    assertThat(proof.at()).isEqualTo(NOW);
    assertThat(TrusteeProof.claimedTrigger(done(prove(shown(), ADA))))
        .contains(POLICY.epoch().trigger());
  }

  @Example
  void no_secret_is_in_it() {
    var text = new String(done(prove(shown(), ADA)).bytes(), StandardCharsets.UTF_8);
    var share = WORLD.share(ARMED, 0).share().expose(Base64Url::encode);
    assertThat(text)
        .doesNotContain(share)
        .doesNotContain(Base64Url.encode(CHALLENGE.nonce().toArray()))
        .doesNotContain(shares(ADA).getFirst().file().text());
  }

  @Example
  void a_share_that_does_not_open_or_is_not_the_one_committed_to_proves_nothing() {
    var place = shares(ADA).getFirst().place();
    var bens = new PlacedFile(place, WORLD.share(ARMED, 1).sealed(ADA.identity().recipient()));
    var challenge = CHALLENGE.sealed(ADA.identity().recipient());
    assertThat(refusal(prove(shown(shares(BEN), challenge), ADA))).startsWith("share:");
    assertThat(refusal(prove(shown(List.of(bens), challenge), ADA))).startsWith("share:");
    assertThat(refusal(prove(shown(List.of(), challenge), ADA))).startsWith("share:");
  }

  @Example
  void somebody_else_and_another_owner_get_no_proof() {
    assertThat(refusal(prove(shown(), EscrowWorld.Person.any()))).startsWith("policy.trustees:");
    var mixed = new EscrowWorld.Person(ADA.id(), ADA.identity(), BEN.key());
    assertThat(refusal(prove(shown(), mixed))).startsWith("policy.trustees:");
    var stranger = SigningKey.generate(io.vaultplatform.core.crypto.Suite.HYBRID);
    assertThat(
            refusal(
                Proving.prove(shown(), stranger.verificationKey(), ADA.identity(), ADA.key(), NOW)))
        .startsWith("policy:");
  }

  @Example
  void a_client_answers_no_other_file_than_a_challenge_made_for_it() {
    var key = ADA.identity().recipient();
    var other = new TrusteeChallenge(POLICY.epoch(), "0".repeat(64), ADA.id(), CHALLENGE.nonce());
    var secret = "{\"vote\":\"yes\"}".getBytes(StandardCharsets.UTF_8);
    for (var file :
        List.of(
            CHALLENGE.sealed(BEN.identity().recipient()),
            TrusteeChallenge.fresh(POLICY, BEN.id()).sealed(key),
            other.sealed(key),
            SealedFile.of(AgeFile.encrypt(secret, Set.of(key))),
            shares(ADA).getFirst().file())) {
      assertThat(refusal(prove(shown(shares(ADA), file), ADA))).startsWith("challenge");
    }
  }

  @Example
  void a_statement_whose_time_is_a_day_off_is_stale() {
    var proof = done(prove(shown(), ADA));
    var day = TrusteeProof.CLOCKS;
    assertThat(TrusteeProof.check(proof, wanted(NOW.plus(day)))).isInstanceOf(Outcome.Done.class);
    assertThat(TrusteeProof.check(proof, wanted(NOW.minus(day)))).isInstanceOf(Outcome.Done.class);
    for (var now : List.of(NOW.plus(day).plusMillis(1), NOW.minus(day).minusMillis(1))) {
      assertThat(refusal(TrusteeProof.check(proof, wanted(now)))).startsWith("proof.at:");
    }
  }

  @Example
  void a_statement_for_another_occasion_is_refused_by_its_member() {
    var proof = done(prove(shown(), ADA));
    var fresh = TrusteeChallenge.fresh(POLICY, ADA.id()).hash();
    assertThat(
            refusal(
                TrusteeProof.check(
                    proof, new TrusteeProof.Wanted(POLICY, ADA.id(), fresh, shares(ADA), NOW))))
        .startsWith("proof.challenge:");
    assertThat(
            refusal(
                TrusteeProof.check(
                    proof,
                    new TrusteeProof.Wanted(POLICY, ADA.id(), CHALLENGE.hash(), shares(BEN), NOW))))
        .startsWith("proof.opened:");
    assertThat(
            refusal(
                TrusteeProof.check(
                    proof,
                    new TrusteeProof.Wanted(POLICY, BEN.id(), CHALLENGE.hash(), shares(BEN), NOW))))
        .startsWith("proof:");
    assertThat(
            refusal(
                TrusteeProof.check(
                    proof,
                    new TrusteeProof.Wanted(
                        POLICY, UUID.randomUUID(), CHALLENGE.hash(), List.of(), NOW))))
        .startsWith("proof.trustee:");
  }

  @Example
  void both_signatures_are_needed() {
    var tree = new HashMap<>(done(prove(shown(), ADA)).toTree());
    var signatures = Fields.of(tree, "proof").trees("signatures");
    assertThat(signatures).hasSize(2);
    for (var one : signatures) {
      tree.put("signatures", List.of(one));
      assertThat(TrusteeProof.check(Signed.of(tree), wanted(NOW)))
          .isInstanceOf(Outcome.Refused.class);
    }
  }

  /** The trustee's own key signs it, and one member says something else. */
  @Property(tries = 300)
  void no_other_statement_of_the_same_trustee_is_taken(@ForAll long seed) {
    var random = new Random(seed);
    var body = new HashMap<>(done(prove(shown(), ADA)).unverifiedBody());
    var names = new ArrayList<>(body.keySet());
    var name = names.get(random.nextInt(names.size()));
    var changed = changed(Objects.requireNonNull(body.get(name)), random);
    body.put(name, changed);
    assertThat(TrusteeProof.check(Signed.sign(body, ADA.key()), wanted(NOW)))
        .as(name + " = " + changed)
        .isInstanceOf(Outcome.Refused.class);
  }

  private static Object changed(Object value, Random random) {
    if (value instanceof Long number) {
      return number + 1 + random.nextInt(5);
    }
    if (value instanceof List<?> list) {
      return random.nextBoolean()
          ? List.of()
          : List.of(list.getFirst(), Map.of("stage", 1L, "set", 2L, "path", 1L));
    }
    var text = String.valueOf(value);
    if (text.endsWith("Z")) {
      return Instant.parse(text).plus(Duration.ofDays(2 + random.nextInt(900))).toString();
    }
    int at = random.nextInt(text.length());
    char other = text.charAt(at) == '0' ? '1' : '0';
    return text.charAt(at) == '-'
        ? text + "0"
        : text.substring(0, at) + other + text.substring(at + 1);
  }

  @Example
  void a_challenge_is_read_back_as_it_was_written_and_none_is_made_twice() {
    var bytes = CanonicalJson.bytes(CHALLENGE.toTree());
    assertThat(bytes.length).isLessThan(TrusteeChallenge.MOST_BYTES);
    assertThat(done(TrusteeChallenge.of(bytes))).isEqualTo(CHALLENGE);
    assertThat(TrusteeChallenge.fresh(POLICY, ADA.id()).hash()).isNotEqualTo(CHALLENGE.hash());
  }
}
