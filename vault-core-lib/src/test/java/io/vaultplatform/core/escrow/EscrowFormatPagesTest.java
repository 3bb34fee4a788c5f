package io.vaultplatform.core.escrow;

import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.core.base.CanonicalJson;
import io.vaultplatform.core.crypto.AgeFile;
import io.vaultplatform.core.crypto.AgeIdentity;
import io.vaultplatform.core.crypto.SecretBytes;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.crypto.SigningKey;
import io.vaultplatform.core.crypto.Suite;
import io.vaultplatform.core.crypto.VerificationKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * The vectors on the format pages, made with keys of one repeated byte, are what the code makes and
 * takes.
 */
class EscrowFormatPagesTest {
  private static final Path FORMATS = Path.of("..", "docs", "formats");

  private static final String EXECUTOR = "executor-opening-v1.md";

  private final ReleasePolicy policy =
      EscrowWorld.done(ReleasePolicy.verify(signed("release-policy-v1.md", 0), key(1)));

  @Test
  void the_policy_is_written_back_byte_for_byte_and_its_hash_is_the_pages() {
    assertThat(policy.sign(SigningKey.ofSeed(bytes(1))))
        .isEqualTo(signed("release-policy-v1.md", 0));
    assertThat(page("release-policy-v1.md")).contains("hash: `" + policy.hash() + "`");
  }

  @Test
  void the_release_list_is_written_back_byte_for_byte() {
    var vector = signed("release-list-v1.md", 0);
    var list = EscrowWorld.done(ReleaseList.verify(vector, key(1)));
    assertThat(list.sign(SigningKey.ofSeed(bytes(1)))).isEqualTo(vector);
    assertThat(list.policyHash()).isEqualTo(policy.hash());
  }

  @Test
  void the_share_set_commits_to_the_shares_of_the_page() {
    var vector = signed("share-set-v1.md", 0);
    var set = EscrowWorld.done(ShareSet.verify(vector, key(1)));
    assertThat(set.sign(SigningKey.ofSeed(bytes(1)))).isEqualTo(vector);
    assertThat(set.belongsTo(policy)).isTrue();
    assertThat(set.platform()).contains(Commitments.of(set.id(), 0, 0, bytes(11)));
    assertThat(set.isSecretOf(1, bytes(12))).isTrue();
    var share = share();
    assertThat(share.bytes())
        .isEqualTo(vectors("escrow-share-v1.md").getFirst().getBytes(StandardCharsets.UTF_8));
    assertThat(set.faultOf(set.groups().getFirst().shares().getFirst().holder(), share)).isEmpty();
    assertThat(set.faultOf(set.groups().getFirst().shares().getLast().holder(), share))
        .hasValueSatisfying(f -> assertThat(f.kind()).isEqualTo(ShareFault.Kind.FOREIGN));
  }

  private static EscrowShare share() {
    var text = vectors("escrow-share-v1.md").getFirst();
    return EscrowWorld.done(EscrowShare.of(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void the_packet_opens_with_its_path_and_then_with_its_recipient() {
    var text = vectors("escrow-packet-v1.md").getFirst();
    var packet = EscrowWorld.done(EscrowPacket.of(CanonicalJson.parse(utf8(text))));
    assertThat(CanonicalJson.text(packet.toTree())).isEqualTo(text);
    try (var path = PathIdentity.of(Suite.CLASSIC, List.of(bytes(11), bytes(12)), policy.hash());
        var recipient = AgeIdentity.ofSeed(Suite.CLASSIC, bytes(8));
        var escrow = AgeIdentity.ofSeed(Suite.CLASSIC, bytes(9))) {
      assertThat(page("escrow-packet-v1.md"))
          .contains(path.recipient().text(), escrow.recipient().text());
      var inner = EscrowWorld.done(packet.open(path));
      assertThat(inner).hasSize(1);
      var opened =
          AgeFile.decrypt(inner.getFirst().file().bytes(), List.of(recipient), 256)
              .orThrow("inner");
      assertThat(opened).isEqualTo(escrow.text());
    }
  }

  @Test
  void the_release_keys_are_written_back_byte_for_byte_and_the_confirmations_name_them() {
    var vector = signed("release-keys-v1.md", 0);
    var keys = EscrowWorld.done(ReleaseKeys.verify(vector, key(2)));
    assertThat(keys.sign(SigningKey.ofSeed(bytes(2)))).isEqualTo(vector);
    assertThat(page("release-keys-v1.md")).contains(vector.bodyHash());
    assertThat(policy.gate().signing()).isEqualTo(key(2));

    var set = EscrowWorld.done(ShareSet.verify(signed("share-set-v1.md", 0), key(1)));
    for (int i = 0; i < 2; i++) {
      var statement = signed("confirmation-v1.md", i);
      var answer = EscrowWorld.done(Confirmation.verify(statement, key(4)));
      assertThat(answer.sign(SigningKey.ofSeed(bytes(4)))).isEqualTo(statement);
      assertThat(answer.releaseKeysHash()).isEqualTo(vector.bodyHash());
      assertThat(answer.trustee())
          .isEqualTo(UUID.fromString("0195b6a0-0000-7000-8000-000000000005"));
      try (var releaseKey = AgeIdentity.ofSeed(Suite.CLASSIC, bytes(10))) {
        assertThat(Unsealing.faultOf(answer, set, releaseKey)).isEmpty();
      }
    }
  }

  @Test
  void the_challenge_and_the_proof_that_answers_it_are_written_back_byte_for_byte() {
    var text = vectors("trustee-challenge-v1.md").getFirst();
    var challenge = EscrowWorld.done(TrusteeChallenge.of(utf8(text)));
    assertThat(CanonicalJson.text(challenge.toTree())).isEqualTo(text);
    assertThat(page("trustee-challenge-v1.md")).contains("`" + challenge.hash() + "`");
    var trustee = UUID.fromString("0195b6a0-0000-7000-8000-000000000005");
    assertThat(challenge.asks(policy, trustee)).isTrue();

    var statement = signed("trustee-proof-v1.md", 0);
    var proof = EscrowWorld.done(TrusteeProof.verify(statement, key(4)));
    assertThat(proof.sign(SigningKey.ofSeed(bytes(4)))).isEqualTo(statement);
    assertThat(proof.challenge()).isEqualTo(challenge.hash());
    assertThat(proof.opened().stream().map(TrusteeProof.Opened::place))
        .isEqualTo(policy.sharePlaces(trustee));
  }

  @Test
  void the_kit_and_the_shares_of_its_trustees_open_without_the_platform() {
    var text = vectors("alone-kit-v1.md").getFirst();
    var kit = EscrowWorld.done(AloneKit.of(CanonicalJson.parse(utf8(text))));
    assertThat(CanonicalJson.text(kit.toTree())).isEqualTo(text);
    try (var recipient = AgeIdentity.ofSeed(Suite.CLASSIC, bytes(8));
        var ada = AgeIdentity.ofSeed(Suite.CLASSIC, bytes(5));
        var ben = AgeIdentity.ofSeed(Suite.CLASSIC, bytes(7))) {
      var given = new ArrayList<AloneKit.Given>();
      given.addAll(given(1, ada, recipient));
      assertThat(EscrowWorld.refusal(kit.assemble(key(1), given, List.of(recipient))))
          .contains("TOO_FEW");
      given.addAll(given(2, ben, recipient));
      assertThat(EscrowWorld.refusal(kit.assemble(key(9), given, List.of(recipient))))
          .as("of another owner")
          .startsWith("policy");
      var opened = EscrowWorld.done(kit.assemble(key(1), given, List.of(recipient)));
      var plain =
          AgeFile.decrypt(opened.getFirst().file().bytes(), List.of(recipient), 256)
              .orThrow("inner");
      AgeIdentity escrow =
          plain.expose(b -> AgeIdentity.parse(new String(b, StandardCharsets.US_ASCII)));
      assertThat(EscrowWorld.done(ReleasePolicy.verify(kit.policy(), key(1))).escrows())
          .containsExactly(escrow.recipient().fingerprint());
    }
  }

  private static List<AloneKit.Given> given(int line, AgeIdentity trustee, AgeIdentity to) {
    var handOut = CanonicalJson.parse(utf8(vectors("alone-kit-v1.md").get(line)));
    var tree = EscrowWorld.done(HandOuts.give(handOut, List.of(trustee), to.recipient()));
    return EscrowWorld.done(AloneKit.Given.list(tree));
  }

  @Test
  void the_claim_code_of_the_page_makes_its_salt_and_its_key() {
    var code = ClaimCode.of(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10});
    var recipient = UUID.fromString("0195b6a0-0000-7000-8000-000000000007");
    assertThat(policy.epoch().number()).isEqualTo(1);
    try (var key = code.identity(policy.epoch(), recipient, Suite.CLASSIC)) {
      assertThat(page("claim-code-v1.md"))
          .contains(
              code.text(),
              HexFormat.of().formatHex(ClaimCode.salt(policy.epoch(), recipient)),
              key.recipient().text());
    }
  }

  @Test
  void the_gate_opens_the_file_of_the_page_and_the_recipient_the_one_that_it_became() {
    var executor = EscrowWorld.done(ReleasePolicy.verify(signed(EXECUTOR, 0), key(1)));
    assertThat(executor.mode()).isEqualTo(ReleasePolicy.Mode.EXECUTOR);
    assertThat(executor.sign(SigningKey.ofSeed(bytes(1)))).isEqualTo(signed(EXECUTOR, 0));
    var files = CanonicalJson.parse(utf8(vectors(EXECUTOR).get(1)));
    try (var gate = AgeIdentity.ofSeed(Suite.CLASSIC, bytes(3));
        var recipient = AgeIdentity.ofSeed(Suite.CLASSIC, bytes(8));
        var escrow = AgeIdentity.ofSeed(Suite.CLASSIC, bytes(9))) {
      var waiting =
          new EscrowPacket.Inner(
              Portion.ONLY,
              executor.recipients().getFirst().id(),
              new SealedFile(String.valueOf(files.get("toGate"))));
      var anew = EscrowWorld.done(Readdressing.of(executor, waiting, gate, recipient.recipient()));
      for (var file : List.of(anew.file(), new SealedFile(String.valueOf(files.get("anew"))))) {
        assertThat(AgeFile.decrypt(file.bytes(), List.of(recipient), 256).orThrow("anew"))
            .isEqualTo(escrow.text());
      }
    }
  }

  @Test
  void a_vector_with_one_member_more_is_refused_by_name() {
    var tree = new java.util.HashMap<>(signed("release-policy-v1.md", 0).unverifiedBody());
    tree.put("andAlso", "anything");
    assertThat(EscrowWorld.refusal(ReleasePolicy.of(tree))).startsWith("policy.andAlso:");
  }

  private static VerificationKey key(int seed) {
    return SigningKey.ofSeed(bytes(seed)).verificationKey();
  }

  private static SecretBytes bytes(int value) {
    var bytes = new byte[32];
    Arrays.fill(bytes, (byte) value);
    return SecretBytes.taking(bytes);
  }

  private static Signed signed(String page, int index) {
    return Signed.parse(utf8(vectors(page).get(index)));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static List<String> vectors(String page) {
    return page(page).lines().filter(l -> l.startsWith("{\"") && l.endsWith("}")).toList();
  }

  private static String page(String name) {
    try {
      return Files.readString(FORMATS.resolve(name));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
