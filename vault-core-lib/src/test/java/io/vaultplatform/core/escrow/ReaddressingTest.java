package io.vaultplatform.core.escrow;

import static io.vaultplatform.core.escrow.EscrowWorld.done;
import static io.vaultplatform.core.escrow.EscrowWorld.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.core.content.EncryptionClass;
import io.vaultplatform.core.crypto.AgeFile;
import io.vaultplatform.core.crypto.AgeIdentity;
import io.vaultplatform.core.crypto.Suite;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** From the owner's arming to a recipient's new key: what the gate does, and what it refuses. */
class ReaddressingTest {
  private final EscrowWorld world = new EscrowWorld(2, 3, 1);
  private final EscrowWorld.Person rosa = world.recipients.getFirst();
  private final AgeIdentity brought = AgeIdentity.generate(Suite.CLASSIC);

  private Arming.Armed armed(EscrowWorld.Stored... documents) {
    return done(
        Arming.arm(
            wishes(),
            List.of(documents).stream().map(EscrowWorld.Stored::small).toList(),
            world.ownerIdentity,
            world.ownerKey));
  }

  private Arming.Wishes wishes() {
    var wishes = world.wishes();
    return EscrowWorld.withRecipients(
        wishes, List.of(Arming.Recipient.byExecutor(rosa.id(), wishes.gate())));
  }

  private ReleasePolicy policy(Submission submission) {
    return done(ReleasePolicy.verify(submission.policy(), world.ownerKey.verificationKey()));
  }

  private EscrowPacket.Inner inner(Submission submission) {
    try (var path = world.path(submission)) {
      return done(submission.packets().getFirst().open(path)).getFirst();
    }
  }

  @Test
  void what_the_gate_encrypts_anew_opens_the_release_with_the_key_that_was_brought() {
    var document = world.document(EncryptionClass.B);
    try (var armed = armed(document)) {
      var submission = armed.submission();
      assertThat(policy(submission).mode()).isEqualTo(ReleasePolicy.Mode.EXECUTOR);
      var anew =
          done(
              Readdressing.of(
                  policy(submission), inner(submission), world.gateIdentity, brought.recipient()));
      assertThat(anew.recipient()).isEqualTo(rosa.id());
      var handed =
          new Receiving.Handed(
              rosa.id(),
              submission.policy(),
              submission.releaseList(),
              List.of(new Receiving.HandedPacket(anew.portion(), anew.file())),
              world.handed(submission, document));
      try (var received =
          done(Receiving.receive(handed, world.ownerKey.verificationKey(), brought))) {
        assertThat(received.findings()).isEmpty();
        assertThat(received.documents()).hasSize(1);
      }
      assertThat(
              refusal(Receiving.receive(handed, world.ownerKey.verificationKey(), rosa.identity())))
          .as("another key")
          .startsWith("packets");
    }
  }

  @Test
  void the_platform_alone_and_the_trustees_alone_do_not_even_reach_the_gates_packet() {
    try (var armed = armed()) {
      var packet = armed.submission().packets().getFirst();
      try (var share = world.platformShare(armed.submission());
          var wrong =
              PathIdentity.of(
                  Suite.CLASSIC, List.of(share.share()), policy(armed.submission()).hash())) {
        assertThat(refusal(packet.open(wrong))).startsWith("packet");
        assertThat(refusal(packet.open(world.gateIdentity))).startsWith("packet");
      }
    }
  }

  @Test
  void what_is_no_escrow_identity_of_the_policys_is_not_handed_on() {
    try (var armed = armed();
        var another = AgeIdentity.generate(Suite.CLASSIC);
        var text = another.text()) {
      var policy = policy(armed.submission());
      var foreign = text.expose(secret -> to(secret, world.gateIdentity));
      assertThat(refused(policy, rosa.id(), Portion.ONLY, foreign)).contains("no escrow identity");
      var anything =
          to("a letter".getBytes(java.nio.charset.StandardCharsets.UTF_8), world.gateIdentity);
      assertThat(refused(policy, rosa.id(), Portion.ONLY, anything)).contains("no escrow identity");
      var right = inner(armed.submission()).file();
      assertThat(refused(policy, UUID.randomUUID(), Portion.ONLY, right)).contains("does not name");
      assertThat(refused(policy, rosa.id(), new Portion(2, 1), right)).contains("does not name");
      var others = text.expose(secret -> to(secret, rosa.identity()));
      assertThat(refused(policy, rosa.id(), Portion.ONLY, others)).startsWith("packet");
    }
  }

  private static SealedFile to(byte[] plain, AgeIdentity identity) {
    return SealedFile.of(AgeFile.encrypt(plain, Set.of(identity.recipient())));
  }

  private String refused(ReleasePolicy policy, UUID recipient, Portion portion, SealedFile file) {
    return refusal(
        Readdressing.of(
            policy,
            new EscrowPacket.Inner(portion, recipient, file),
            world.gateIdentity,
            brought.recipient()));
  }

  @Test
  void trustees_alone_cannot_open_for_whom_the_platform_opens_and_such_a_policy_is_refused() {
    var wishes = world.orAlone(wishes());
    assertThat(refusal(Arming.arm(wishes, List.of(), world.ownerIdentity, world.ownerKey)))
        .contains("with a key or a claim code only");
  }
}
