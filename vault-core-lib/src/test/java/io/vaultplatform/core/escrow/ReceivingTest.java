package io.vaultplatform.core.escrow;

import static io.vaultplatform.core.escrow.EscrowWorld.NOW;
import static io.vaultplatform.core.escrow.EscrowWorld.done;
import static io.vaultplatform.core.escrow.EscrowWorld.refusal;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vaultplatform.core.base.Bytes;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.content.DocumentId;
import io.vaultplatform.core.content.EncryptionClass;
import io.vaultplatform.core.content.Manifest;
import io.vaultplatform.core.crypto.AgeFile;
import io.vaultplatform.core.crypto.AgeIdentity;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.crypto.SigningKey;
import io.vaultplatform.core.crypto.Suite;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * A recipient's device takes nothing from the server that the owner did not sign for this person.
 */
class ReceivingTest {
  private static final EscrowWorld WORLD = new EscrowWorld(1, 1, 2);
  private static final EscrowWorld.Person ROSA = WORLD.recipients.get(0);
  private static final EscrowWorld.Person TOM = WORLD.recipients.get(1);
  private static final EscrowWorld.Stored DOCUMENT = WORLD.document(EncryptionClass.B);
  private static final EscrowWorld.Stored TOMS =
      WORLD.document(EncryptionClass.C, TOM.identity().recipient());
  private static final Submission MADE = WORLD.arm(DOCUMENT, TOMS).submission();
  private static final List<EscrowPacket.Inner> INNER = inner();
  private static final Portion ONLY = Portion.ONLY;

  private static List<EscrowPacket.Inner> inner() {
    try (var path = WORLD.path(MADE)) {
      return done(MADE.packets().getFirst().open(path));
    }
  }

  private static Receiving.HandedPacket packet(EscrowWorld.Person recipient) {
    return INNER.stream()
        .filter(i -> i.recipient().equals(recipient.id()))
        .map(i -> new Receiving.HandedPacket(i.portion(), i.file()))
        .findFirst()
        .orElseThrow();
  }

  private static Receiving.HandedPacket packet(String text) {
    return new Receiving.HandedPacket(
        ONLY,
        SealedFile.of(
            AgeFile.encrypt(text.getBytes(US_ASCII), Set.of(ROSA.identity().recipient()))));
  }

  private static Receiving.Handed handed(
      UUID recipient, Signed list, List<Receiving.HandedPacket> packets) {
    return new Receiving.Handed(
        recipient, MADE.policy(), list, packets, WORLD.handed(MADE, DOCUMENT, TOMS));
  }

  private static Outcome<Receiving.Received> receive(Receiving.HandedPacket... packets) {
    return receive(handed(ROSA.id(), MADE.releaseList(), List.of(packets)), ROSA.identity());
  }

  private static Outcome<Receiving.Received> receive(
      Receiving.Handed handed, AgeIdentity identity) {
    return Receiving.receive(handed, WORLD.ownerKey.verificationKey(), identity);
  }

  @Test
  void what_is_received_says_what_it_is() {
    try (var received = done(receive(packet(ROSA)))) {
      assertThat(received.policy().epoch()).isEqualTo(WORLD.epoch);
      assertThat(received.list().items()).hasSize(2);
      assertThat(received.portions()).containsExactly(ONLY);
      assertThat(received.documents()).containsOnlyKeys(id(DOCUMENT));
      // Of class C and for Tom alone: there, whole, and closed to Rosa.
      assertThat(received.findings())
          .singleElement()
          .satisfies(
              f -> {
                assertThat(f.kind()).isEqualTo(Receiving.Finding.Kind.UNOPENABLE);
                assertThat(f.document()).isEqualTo(id(TOMS).toString());
              });
      assertThat(
              refusal(
                  received.open(
                      id(TOMS),
                      new ByteArrayInputStream(TOMS.payload()),
                      new ByteArrayOutputStream())))
          .startsWith("document");
    }
  }

  private static DocumentId id(EscrowWorld.Stored stored) {
    return stored.small().manifest().document();
  }

  @Test
  void a_release_list_of_another_policy_or_epoch_is_not_taken() {
    var list = done(ReleaseList.verify(MADE.releaseList(), WORLD.ownerKey.verificationKey()));
    var next = new Epoch(WORLD.epoch.vault(), WORLD.epoch.trigger(), 2);
    for (var other :
        List.of(
            new ReleaseList(next, list.policyHash(), 1, NOW, list.items()),
            new ReleaseList(WORLD.epoch, "0".repeat(64), 1, NOW, list.items()))) {
      assertThat(
              refusal(
                  receive(
                      handed(ROSA.id(), other.sign(WORLD.ownerKey), List.of(packet(ROSA))),
                      ROSA.identity())))
          .startsWith("releaseList");
    }
  }

  @Test
  void nobody_receives_under_another_name_or_with_another_key() {
    for (var who : List.of(TOM.id(), UUID.randomUUID())) {
      assertThat(
              refusal(
                  receive(handed(who, MADE.releaseList(), List.of(packet(ROSA))), ROSA.identity())))
          .startsWith("policy.recipients");
    }
  }

  @Test
  void packets_are_of_portions_for_this_person_each_once_and_open_with_their_key() {
    assertThat(refusal(receive())).contains("no packet");
    var mine = packet(ROSA);
    assertThat(refusal(receive(mine, mine))).contains("does not name for you");
    for (var elsewhere : List.of(new Portion(1, 2), new Portion(2, 1))) {
      assertThat(refusal(receive(new Receiving.HandedPacket(elsewhere, mine.file()))))
          .contains("does not name for you");
    }
    assertThat(refusal(receive(packet(TOM)))).startsWith("packets");
  }

  @Test
  void a_packet_holds_the_escrow_identity_that_the_policy_names() {
    assertThat(refusal(receive(packet("hello")))).contains("does not hold an escrow identity");
    try (var text = AgeIdentity.generate(Suite.CLASSIC).text()) {
      var other = text.<String>expose(bytes -> new String(bytes, US_ASCII));
      assertThat(refusal(receive(packet(other)))).contains("another escrow identity");
    }
  }

  @Test
  void who_receives_in_one_set_gets_no_packet_of_another() {
    var simple = WORLD.wishes();
    var wishes =
        new Arming.Wishes(
            simple.product(),
            simple.uncertainty(),
            simple.suite(),
            simple.owner(),
            simple.epoch(),
            simple.at(),
            simple.windows(),
            simple.confirmations(),
            List.of(
                new Arming.Stage(
                    java.time.Duration.ofDays(1), List.of(List.of(ROSA.id()), List.of(TOM.id())))),
            simple.paths(),
            simple.trustees(),
            simple.recipients(),
            simple.gate(),
            simple.logOrigin());
    try (var armed = done(Arming.arm(wishes, List.of(), WORLD.ownerIdentity, WORLD.ownerKey))) {
      var handed =
          new Receiving.Handed(
              ROSA.id(),
              armed.submission().policy(),
              armed.submission().releaseList(),
              List.of(new Receiving.HandedPacket(new Portion(1, 2), packet(ROSA).file())),
              List.of());
      assertThat(refusal(receive(handed, ROSA.identity()))).contains("does not name for you");
    }
  }

  @Test
  void another_version_and_a_manifest_that_is_none_are_findings() {
    var documents = new ArrayList<>(WORLD.handed(MADE, DOCUMENT, TOMS));
    var next = WORLD.next(DOCUMENT).small();
    documents.set(
        0,
        new Receiving.HandedDocument(
            next.signed(), Bytes.of(next.header().bytes()), Bytes.of(next.metadata())));
    documents.add(
        new Receiving.HandedDocument(
            MADE.policy(), Bytes.of(next.header().bytes()), Bytes.of(next.metadata())));
    var handed =
        new Receiving.Handed(
            ROSA.id(), MADE.policy(), MADE.releaseList(), List.of(packet(ROSA)), documents);
    try (var received = done(receive(handed, ROSA.identity()))) {
      assertThat(received.documents()).isEmpty();
      assertThat(received.findings())
          .extracting(f -> f.kind() + " " + f.document())
          .containsExactly("CHANGED " + id(DOCUMENT), "UNOPENABLE " + id(TOMS), "CHANGED ?");
    }
  }

  @Test
  void what_an_earlier_key_of_the_owner_signed_is_received_and_what_a_stranger_signed_is_changed() {
    var earlier = SigningKey.generate(Suite.HYBRID);
    var documents = new ArrayList<>(WORLD.handed(MADE, DOCUMENT, TOMS));
    var toms = documents.removeLast();
    documents.add(
        new Receiving.HandedDocument(
            Manifest.of(toms.manifest().unverifiedBody()).sign(earlier),
            toms.header(),
            toms.metadata()));
    var handed =
        new Receiving.Handed(
            TOM.id(), MADE.policy(), MADE.releaseList(), List.of(packet(TOM)), documents);
    var now = WORLD.ownerKey.verificationKey();
    var keys = List.of(now, earlier.verificationKey());
    try (var received = done(Receiving.receive(handed, keys, TOM.identity()))) {
      assertThat(received.findings()).isEmpty();
      assertThat(received.documents()).containsOnlyKeys(id(DOCUMENT), id(TOMS));
    }
    try (var received = done(receive(handed, TOM.identity()))) {
      assertThat(received.documents()).containsOnlyKeys(id(DOCUMENT));
      assertThat(received.findings())
          .extracting(f -> f.kind() + " " + f.document())
          .containsExactly("CHANGED " + id(TOMS));
    }
    assertThat(refusal(Receiving.receive(handed, keys.reversed(), TOM.identity())))
        .as("policy and list are signed by the key of this release alone")
        .startsWith("policy");
  }

  @Test
  void a_release_that_was_closed_opens_nothing_more() {
    var received = done(receive(packet(ROSA)));
    received.close();
    assertThatThrownBy(
            () ->
                received.open(
                    id(DOCUMENT),
                    new ByteArrayInputStream(DOCUMENT.payload()),
                    new ByteArrayOutputStream()))
        .isInstanceOf(IllegalStateException.class);
    assertThat(ROSA.identity().suite()).as("whose key it is keeps it").isEqualTo(Suite.CLASSIC);
  }
}
