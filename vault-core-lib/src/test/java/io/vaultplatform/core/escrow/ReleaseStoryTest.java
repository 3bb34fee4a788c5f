package io.vaultplatform.core.escrow;

import static io.vaultplatform.core.escrow.EscrowWorld.NOW;
import static io.vaultplatform.core.escrow.EscrowWorld.SECRET_TEXT;
import static io.vaultplatform.core.escrow.EscrowWorld.done;
import static io.vaultplatform.core.escrow.EscrowWorld.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.core.base.Bytes;
import io.vaultplatform.core.base.CanonicalJson;
import io.vaultplatform.core.content.EncryptionClass;
import io.vaultplatform.core.content.Manifest;
import io.vaultplatform.core.crypto.AgeFile;
import io.vaultplatform.core.crypto.AgeHeader;
import io.vaultplatform.core.crypto.AgeIdentity;
import io.vaultplatform.core.crypto.Opening;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.crypto.SigningKey;
import io.vaultplatform.core.crypto.Suite;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The whole way of a class B document, each party holding only its own keys. */
class ReleaseStoryTest {
  private final EscrowWorld world = new EscrowWorld(2, 3, 2);

  @Test
  void what_was_armed_is_opened_by_each_recipient_after_a_quorum_confirmed() {
    var document = world.document(EncryptionClass.B);
    var opaque =
        world.document(
            EncryptionClass.C,
            world.recipients.get(0).identity().recipient(),
            world.recipients.get(1).identity().recipient());
    try (var armed = world.arm(document, opaque)) {
      var submission = overTheWire(armed.submission());
      var asked = world.ask(submission);
      var inner = done(opened(submission, asked, List.of(0, 2)));

      for (var recipient : world.recipients) {
        var packets =
            inner.stream()
                .filter(i -> i.recipient().equals(recipient.id()))
                .map(ReleaseStoryTest::handedPacket)
                .toList();
        var handed =
            new Receiving.Handed(
                recipient.id(),
                submission.policy(),
                submission.releaseList(),
                packets,
                world.handed(submission, document, opaque));
        try (var received =
            done(
                Receiving.receive(
                    handed, world.ownerKey.verificationKey(), recipient.identity()))) {
          assertThat(received.findings()).isEmpty();
          for (var stored : List.of(document, opaque)) {
            var out = new ByteArrayOutputStream();
            var metadata =
                done(
                    received.open(
                        stored.small().manifest().document(),
                        new ByteArrayInputStream(stored.payload()),
                        out));
            assertThat(out.toByteArray()).isEqualTo(SECRET_TEXT);
            assertThat(metadata.fileName()).isEqualTo("file.txt");
          }
        }
      }
    }
  }

  @Test
  void a_recipient_is_told_what_is_missing_or_exchanged() {
    var first = world.document(EncryptionClass.B);
    var second = world.document(EncryptionClass.B);
    try (var armed = world.arm(first, second)) {
      var submission = armed.submission();
      var inner = done(opened(submission, world.ask(submission), List.of(0, 1)));
      var recipient = world.recipients.getFirst();
      var both = world.handed(submission, first, second);
      var only = List.of(both.getFirst());
      assertThat(findings(submission, inner, recipient, only))
          .extracting(Receiving.Finding::kind, Receiving.Finding::document)
          .containsExactly(
              org.assertj.core.groups.Tuple.tuple(
                  Receiving.Finding.Kind.MISSING, second.small().manifest().document().toString()));

      var swapped =
          new Receiving.HandedDocument(
              both.get(1).manifest(), both.get(0).header(), both.get(0).metadata());
      assertThat(findings(submission, inner, recipient, List.of(both.get(0), swapped)))
          .extracting(Receiving.Finding::kind)
          .containsExactly(Receiving.Finding.Kind.CHANGED);

      var unlisted = world.document(EncryptionClass.B).small();
      var more = new ArrayList<>(both);
      more.add(
          new Receiving.HandedDocument(
              unlisted.signed(),
              Bytes.of(unlisted.header().bytes()),
              Bytes.of(unlisted.metadata())));
      assertThat(findings(submission, inner, recipient, more))
          .extracting(Receiving.Finding::kind)
          .containsExactly(Receiving.Finding.Kind.UNLISTED);
    }
  }

  @Test
  void a_payload_that_is_cut_or_changed_is_not_accepted_as_the_owners() {
    var document = world.document(EncryptionClass.B);
    try (var armed = world.arm(document)) {
      var submission = armed.submission();
      var inner = done(opened(submission, world.ask(submission), List.of(0, 1)));
      var recipient = world.recipients.getFirst();
      try (var received =
          done(receive(submission, inner, recipient, world.handed(submission, document)))) {
        var id = document.small().manifest().document();
        for (int at = 0; at < document.payload().length; at += 7) {
          var changed = document.payload().clone();
          changed[at] ^= 1;
          refusal(
              received.open(id, new ByteArrayInputStream(changed), new ByteArrayOutputStream()));
        }
        var cut = java.util.Arrays.copyOf(document.payload(), document.payload().length - 1);
        refusal(received.open(id, new ByteArrayInputStream(cut), new ByteArrayOutputStream()));
      }
    }
  }

  @Test
  void the_server_alone_cannot_open_class_B() {
    var document = world.document(EncryptionClass.B);
    try (var armed = world.arm(document)) {
      var submission = overTheWire(armed.submission());
      var asked = world.ask(submission);
      // Every key the server has: the gate's, the release key, and what the platform's share
      // yields.
      var keys = new ArrayList<AgeIdentity>(List.of(world.gateIdentity, asked.releaseIdentity()));
      try (var share = world.platformShare(submission)) {
        keys.add(AgeIdentity.ofSeed(Suite.CLASSIC, share.share()));
        keys.add(
            PathIdentity.of(
                Suite.CLASSIC, List.of(share.share(), share.share()), share.policyHash()));
      }
      // Fewer confirmations than the threshold do not change it.
      var confirmed = confirmation(submission, asked, 0);
      try (var share =
          EscrowWorld.share(confirmed.shares().getFirst().file(), asked.releaseIdentity())) {
        keys.add(AgeIdentity.ofSeed(Suite.CLASSIC, share.share()));
        try (var platform = world.platformShare(submission)) {
          keys.add(
              PathIdentity.of(
                  Suite.CLASSIC, List.of(platform.share(), share.share()), share.policyHash()));
        }
      }
      // Every row it has, as an age file: packets, shares, headers, metadata, the payload.
      var rows = new ArrayList<byte[]>();
      rows.add(submission.packets().getFirst().outer().bytes());
      submission.trusteeShares().forEach(s -> rows.add(s.share().file().bytes()));
      for (var handed : world.handed(submission, document)) {
        rows.add(handed.metadata().toArray());
        rows.add(EscrowWorld.joined(handed.header().toArray(), document.payload()));
      }
      rows.add(EscrowWorld.joined(document.small().header().bytes(), document.payload()));
      for (var row : rows) {
        assertThat(AgeFile.decrypt(row, keys, 1 << 20)).isInstanceOf(Opening.Unopened.class);
      }
      assertThat(refusal(opened(submission, asked, List.of(0)))).contains("TOO_FEW");
      // The same rows do open for whom they are meant: the attempt above could have succeeded.
      assertThat(AgeFile.decrypt(rows.getLast(), List.of(world.ownerIdentity), 1 << 20))
          .isInstanceOf(Opening.Opened.class);
    }
  }

  @Test
  void the_outer_packet_shows_the_platform_only_what_recipients_alone_can_open() {
    var document = world.document(EncryptionClass.B);
    try (var armed = world.arm(document)) {
      var asked = world.ask(armed.submission());
      var inner = done(opened(armed.submission(), asked, List.of(0, 1, 2)));
      var keys = List.of(world.gateIdentity, asked.releaseIdentity());
      for (var packet : inner) {
        assertThat(AgeFile.decrypt(packet.file().bytes(), keys, 1024))
            .isInstanceOf(Opening.Unopened.class);
      }
      assertThat(inner).hasSize(2);
    }
  }

  @Test
  void a_trustee_refuses_release_keys_that_the_gate_of_the_policy_did_not_sign() {
    try (var armed = world.arm(world.document(EncryptionClass.B))) {
      var submission = armed.submission();
      var asked = world.ask(submission);
      var policy =
          done(ReleasePolicy.verify(submission.policy(), world.ownerKey.verificationKey()));
      var forged =
          new ReleaseKeys(
                  policy.epoch(),
                  policy.hash(),
                  NOW,
                  List.of(
                      new ReleaseKeys.Key(1, 1, AgeIdentity.generate(Suite.CLASSIC).recipient())))
              .sign(SigningKey.generate(Suite.HYBRID));
      var shown = world.shown(submission, asked, 0);
      var trustee = world.trustees.getFirst();
      assertThat(
              refusal(
                  Confirming.confirm(
                      new Confirming.Case(
                          shown.policy(), shown.shareSets(), forged, shown.shares()),
                      world.ownerKey.verificationKey(),
                      trustee.identity(),
                      trustee.key(),
                      NOW)))
          .startsWith("releaseKeys:");
    }
  }

  @Test
  void a_trustee_refuses_a_policy_of_another_owner_and_a_share_of_another_trustee() {
    try (var armed = world.arm(world.document(EncryptionClass.B))) {
      var submission = armed.submission();
      var asked = world.ask(submission);
      var trustee = world.trustees.getFirst();
      var shown = world.shown(submission, asked, 0);
      assertThat(
              refusal(
                  Confirming.confirm(
                      shown,
                      SigningKey.generate(Suite.HYBRID).verificationKey(),
                      trustee.identity(),
                      trustee.key(),
                      NOW)))
          .startsWith("policy:");
      var stranger = EscrowWorld.Person.any();
      assertThat(
              refusal(
                  Confirming.confirm(
                      shown,
                      world.ownerKey.verificationKey(),
                      stranger.identity(),
                      stranger.key(),
                      NOW)))
          .startsWith("policy.trustees:");
      assertThat(
              refusal(
                  Confirming.confirm(
                      world.shown(submission, asked, 1),
                      world.ownerKey.verificationKey(),
                      trustee.identity(),
                      trustee.key(),
                      NOW)))
          .startsWith("share:");
    }
  }

  @Test
  void a_document_added_while_armed_needs_the_current_epoch() {
    try (var armed = world.arm(world.document(EncryptionClass.B))) {
      var list =
          done(
              ReleaseList.verify(
                  armed.submission().releaseList(), world.ownerKey.verificationKey()));
      var late = world.document(EncryptionClass.B).small();
      assertThat(
              refusal(Arming.add(list, late.signed(), Set.of(Portion.ONLY), world.ownerKey, NOW)))
          .startsWith("manifest.epoch:");
      var old = late.manifest();
      var named =
          new Manifest(
                  old.owner(),
                  old.vault(),
                  old.document(),
                  old.version(),
                  old.encryptionClass(),
                  Optional.of(
                      new Manifest.EscrowNames(
                          world.epoch.trigger(),
                          1,
                          List.of(
                              armed.escrows().getFirst().identity().recipient().fingerprint()))),
                  old.payloadSha256(),
                  old.payloadSize(),
                  old.plainSize(),
                  old.metadataPayloadSha256(),
                  old.headers())
              .sign(world.ownerKey);
      var next =
          done(
              ReleaseList.verify(
                  done(Arming.add(list, named, Set.of(Portion.ONLY), world.ownerKey, NOW)),
                  world.ownerKey.verificationKey()));
      assertThat(next.version()).isEqualTo(2);
      assertThat(next.items()).hasSize(2);
    }
  }

  @Test
  void class_C_headers_are_never_given_an_escrow_identity() {
    var c = world.document(EncryptionClass.C);
    try (var armed = world.arm(c)) {
      assertThat(c.small().header().opens(armed.escrows().getFirst().identity())).isFalse();
      assertThat(armed.submission().headers().getFirst().wraps().map(Submission.Wraps::header))
          .isEqualTo(Optional.<AgeHeader>empty());
    }
  }

  private static Receiving.HandedPacket handedPacket(EscrowPacket.Inner inner) {
    return new Receiving.HandedPacket(inner.portion(), inner.file());
  }

  // What is submitted and stored is JSON: the story must hold for what comes out of it.
  private static Submission overTheWire(Submission submission) {
    return done(Submission.of(CanonicalJson.parse(CanonicalJson.bytes(submission.toTree()))));
  }

  private Confirmation confirmation(Submission submission, EscrowWorld.Asked asked, int i) {
    var trustee = world.trustees.get(i);
    var signed =
        done(
            Confirming.confirm(
                world.shown(submission, asked, i),
                world.ownerKey.verificationKey(),
                trustee.identity(),
                trustee.key(),
                NOW));
    return done(Confirmation.verify(Signed.parse(signed.bytes()), trustee.key().verificationKey()));
  }

  private io.vaultplatform.core.base.Outcome<List<EscrowPacket.Inner>> opened(
      Submission submission, EscrowWorld.Asked asked, List<Integer> confirming) {
    var contributions = new ArrayList<ShareSet.Contribution>();
    for (int i : confirming) {
      var confirmed = confirmation(submission, asked, i);
      contributions.add(
          new ShareSet.Contribution(
              confirmed.trustee(),
              EscrowWorld.share(confirmed.shares().getFirst().file(), asked.releaseIdentity())));
    }
    return switch (Gathering.of(
        world.set(submission),
        Suite.CLASSIC,
        Optional.of(world.platformShare(submission)),
        contributions)) {
      case Gathering.Whole(var path, var faults) -> {
        try (path) {
          yield submission.packets().getFirst().open(path);
        }
      }
      case Gathering.Lacking(var faults) -> Reading.no("shares", faults.toString());
    };
  }

  private List<Receiving.Finding> findings(
      Submission submission,
      List<EscrowPacket.Inner> inner,
      EscrowWorld.Person recipient,
      List<Receiving.HandedDocument> documents) {
    try (var received = done(receive(submission, inner, recipient, documents))) {
      return received.findings();
    }
  }

  private io.vaultplatform.core.base.Outcome<Receiving.Received> receive(
      Submission submission,
      List<EscrowPacket.Inner> inner,
      EscrowWorld.Person recipient,
      List<Receiving.HandedDocument> documents) {
    var packets =
        inner.stream()
            .filter(i -> i.recipient().equals(recipient.id()))
            .map(ReleaseStoryTest::handedPacket)
            .toList();
    return Receiving.receive(
        new Receiving.Handed(
            recipient.id(), submission.policy(), submission.releaseList(), packets, documents),
        world.ownerKey.verificationKey(),
        recipient.identity());
  }
}
