package io.vaultplatform.core.escrow;

import static io.vaultplatform.core.escrow.EscrowWorld.NOW;
import static io.vaultplatform.core.escrow.EscrowWorld.done;
import static io.vaultplatform.core.escrow.EscrowWorld.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.content.DocumentId;
import io.vaultplatform.core.content.EncryptionClass;
import io.vaultplatform.core.content.Manifest;
import io.vaultplatform.core.crypto.AgeIdentity;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.crypto.SigningKey;
import io.vaultplatform.core.crypto.Suite;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What an owner's device arms, adds and refuses, and whom arming anew cannot leave out. */
class ArmingTest {
  private static final EscrowWorld WORLD = new EscrowWorld(1, 2, 2);
  private static final AgeIdentity HYBRID = AgeIdentity.generate(Suite.HYBRID);
  private static final Set<Portion> ONLY = Set.of(Portion.ONLY);

  private final Arming.Wishes simple = WORLD.wishes();
  private List<Arming.Trustee> trustees = simple.trustees();
  private List<Arming.Recipient> recipients = simple.recipients();
  private List<Arming.Stage> stages = simple.stages();
  private List<ReleasePath> paths = simple.paths();
  private GateKeys gate = simple.gate();
  private int epoch = 1;
  private boolean proceeds;

  private Arming.Wishes wishes() {
    return new Arming.Wishes(
        proceeds ? "final-file" : simple.product(),
        proceeds ? ReleasePolicy.Uncertainty.PROCEED : simple.uncertainty(),
        simple.suite(),
        simple.owner(),
        new Epoch(simple.epoch().vault(), simple.epoch().trigger(), epoch),
        simple.at(),
        simple.windows(),
        trustees.size(),
        stages,
        paths,
        trustees,
        recipients,
        gate,
        simple.logOrigin());
  }

  private String refused(AgeIdentity owner) {
    return refusal(Arming.arm(wishes(), List.of(), owner, WORLD.ownerKey));
  }

  private Arming.Armed armed() {
    return done(Arming.arm(wishes(), List.of(), WORLD.ownerIdentity, WORLD.ownerKey));
  }

  private ReleasePolicy policy() {
    try (var armed = armed()) {
      return done(
          ReleasePolicy.verify(armed.submission().policy(), WORLD.ownerKey.verificationKey()));
    }
  }

  @Test
  void whoever_has_a_key_of_another_suite_is_named() {
    assertThat(refused(HYBRID)).startsWith("owner:");
    var first = trustees.getFirst();
    trustees = List.of(new Arming.Trustee(first.id(), HYBRID.recipient(), first.signing()));
    assertThat(refused(WORLD.ownerIdentity)).startsWith("trustees." + first.id());
    trustees = simple.trustees();
    var rosa = recipients.getFirst();
    recipients = List.of(Arming.Recipient.withKey(rosa.id(), HYBRID.recipient()));
    assertThat(refused(WORLD.ownerIdentity)).startsWith("recipients." + rosa.id());
    recipients = simple.recipients();
    gate = new GateKeys(HYBRID.recipient(), gate.signing());
    assertThat(refused(WORLD.ownerIdentity)).startsWith("gate:");
  }

  @Test
  void ten_sets_of_recipients_are_armed_and_eleven_are_not() {
    var all = recipients.stream().map(Arming.Recipient::id).toList();
    stages = List.of(new Arming.Stage(Duration.ofDays(1), Collections.nCopies(10, all)));
    try (var armed = armed()) {
      assertThat(armed.escrows()).hasSize(10);
    }
    stages = List.of(stages.getFirst(), new Arming.Stage(Duration.ofDays(1), List.of(all)));
    assertThat(wishes().portions()).hasSize(11).last().isEqualTo(new Portion(2, 1));
    assertThat(refused(WORLD.ownerIdentity)).startsWith("stages:");
  }

  @Test
  void what_was_armed_and_closed_has_no_escrow_identity_any_more() {
    var armed = armed();
    armed.close();
    for (var escrow : armed.escrows()) {
      assertThatThrownBy(() -> escrow.identity().seed()).isInstanceOf(IllegalStateException.class);
    }
    assertThat(armed.handOuts()).isEmpty();
  }

  @Test
  void a_document_that_no_release_hands_over_or_that_is_for_nobody_is_named() {
    var document = WORLD.document(EncryptionClass.B).small();
    var openly = WORLD.document(EncryptionClass.A).small();
    var others = new EscrowWorld(1, 1, 1).document(EncryptionClass.B).small();
    for (var left :
        List.of(
            new Arming.Left(openly, ONLY),
            new Arming.Left(others, ONLY),
            new Arming.Left(document, Set.of()),
            new Arming.Left(document, Set.of(new Portion(1, 2))))) {
      assertThat(
              refusal(Arming.armLeft(wishes(), List.of(left), WORLD.ownerIdentity, WORLD.ownerKey)))
          .startsWith("documents: Document " + left.document().manifest().document());
    }
    var another = AgeIdentity.generate(Suite.CLASSIC);
    assertThat(refusal(Arming.arm(wishes(), List.of(document), another, WORLD.ownerKey)))
        .as("the owner opens what is re-wrapped")
        .startsWith("documents");
  }

  private static Signed manifest(
      VaultId vault, EncryptionClass type, DocumentId id, int version, Manifest.EscrowNames names) {
    var old = WORLD.document(type).small().manifest();
    return new Manifest(
            old.owner(),
            vault,
            id,
            version,
            type,
            type == EncryptionClass.B ? Optional.of(names) : Optional.empty(),
            old.payloadSha256(),
            old.payloadSize(),
            old.plainSize(),
            old.metadataPayloadSha256(),
            old.headers())
        .sign(WORLD.ownerKey);
  }

  @Test
  void a_list_goes_on_with_documents_of_its_own_epoch_and_vault() {
    try (var armed = armed()) {
      var key = WORLD.ownerKey.verificationKey();
      var list = done(ReleaseList.verify(armed.submission().releaseList(), key));
      var escrow = List.of(armed.escrows().getFirst().identity().recipient().fingerprint());
      var trigger = WORLD.epoch.trigger();
      var right = new Manifest.EscrowNames(trigger, 1, escrow);
      var vault = WORLD.epoch.vault();
      var id = new DocumentId(UUID.randomUUID());

      var first = manifest(vault, EncryptionClass.B, id, 1, right);
      var one = done(ReleaseList.verify(add(list, first), key));
      var second = manifest(vault, EncryptionClass.B, id, 2, right);
      var two = done(ReleaseList.verify(add(one, second), key));
      assertThat(two.version()).isEqualTo(3);
      assertThat(two.items())
          .singleElement()
          .satisfies(item -> assertThat(item.manifestHash()).isEqualTo(second.bodyHash()));
      var opaque = manifest(vault, EncryptionClass.C, new DocumentId(UUID.randomUUID()), 1, right);
      assertThat(done(ReleaseList.verify(add(two, opaque), key)).items()).hasSize(2);

      var elsewhere = new VaultId(UUID.randomUUID());
      assertThat(no(list, manifest(elsewhere, EncryptionClass.B, id, 1, right)))
          .startsWith("manifest.vault");
      for (var wrong :
          List.of(
              new Manifest.EscrowNames(trigger, 2, escrow),
              new Manifest.EscrowNames(UUID.randomUUID(), 1, escrow))) {
        assertThat(no(list, manifest(vault, EncryptionClass.B, id, 1, wrong)))
            .startsWith("manifest.epoch");
      }
      assertThat(no(list, WORLD.document(EncryptionClass.A).small().signed())).contains("class A");
      var forged = Signed.sign(first.unverifiedBody(), SigningKey.generate(Suite.HYBRID));
      assertThat(no(list, forged)).startsWith("documents");
      assertThat(no(list, Signed.sign(java.util.Map.of("format", Manifest.FORMAT), WORLD.ownerKey)))
          .contains("malformed");
    }
  }

  private static Signed add(ReleaseList list, Signed manifest) {
    return done(Arming.add(list, manifest, ONLY, WORLD.ownerKey, NOW));
  }

  private static String no(ReleaseList list, Signed manifest) {
    return refusal(Arming.add(list, manifest, ONLY, WORLD.ownerKey, NOW));
  }

  @Test
  void a_document_is_its_owners_alone_in_class_c_without_anybodys_key() {
    var rosa = WORLD.recipients.getFirst().identity().recipient();
    assertThat(WORLD.document(EncryptionClass.C).small().isForItsOwnerAlone()).isTrue();
    assertThat(WORLD.document(EncryptionClass.C, rosa).small().isForItsOwnerAlone()).isFalse();
    assertThat(WORLD.document(EncryptionClass.B).small().isForItsOwnerAlone()).isFalse();
  }

  @Test
  void a_document_is_entrusted_with_the_parts_that_its_manifest_names() {
    var document = WORLD.document(EncryptionClass.B).small();
    var other = WORLD.document(EncryptionClass.B).small();
    var key = WORLD.ownerKey.verificationKey();
    var header = document.header().bytes();
    assertThat(read(document.signed(), header, document.metadata())).isEmpty();
    assertThat(read(document.signed(), other.header().bytes(), document.metadata())).isNotEmpty();
    assertThat(read(document.signed(), header, other.metadata())).isNotEmpty();
    assertThat(read(document.signed(), header, header)).isNotEmpty();
    assertThat(read(document.signed(), new byte[3], document.metadata())).startsWith("header");
    assertThat(read(document.signed(), header, new byte[3])).startsWith("metadata");
    assertThat(read(Signed.sign(java.util.Map.of("format", "x"), WORLD.ownerKey), header, header))
        .startsWith("manifest");
    var elsewhere = new VaultId(UUID.randomUUID());
    assertThat(
            refusal(
                Entrusted.read(
                    document.signed(), WORLD.owner, key, elsewhere, header, document.metadata())))
        .isNotEmpty();
  }

  private static String read(Signed manifest, byte[] header, byte[] metadata) {
    return Entrusted.read(
                manifest,
                WORLD.owner,
                WORLD.ownerKey.verificationKey(),
                WORLD.epoch.vault(),
                header,
                metadata)
            instanceof io.vaultplatform.core.base.Outcome.Refused<Entrusted>(var refusal)
        ? refusal.field().orElse("?")
        : "";
  }

  @Test
  void whoever_could_open_alone_and_no_longer_could_is_named_before_it_is_armed() {
    proceeds = true;
    var ids = trustees.stream().map(Arming.Trustee::id).toList();
    var platform = ReleasePath.withPlatform(1, 1, ids);
    paths = List.of(platform, ReleasePath.alone(2, 2, ids));
    var old = policy();
    epoch = 2;
    assertThat(Leaving.of(old, policy())).as("the same circle").isEmpty();
    paths = List.of(platform);
    assertThat(Leaving.of(old, policy()).orElseThrow().who())
        .containsExactlyInAnyOrderElementsOf(ids);
    assertThat(Leaving.of(policy(), old)).as("nobody could open alone").isEmpty();
    paths = List.of(platform, ReleasePath.alone(2, 2, ids));
    var tom = recipients.getLast().id();
    recipients = recipients.subList(0, 1);
    stages =
        List.of(new Arming.Stage(Duration.ofDays(1), List.of(List.of(recipients.getFirst().id()))));
    var left = Leaving.of(old, policy()).orElseThrow();
    assertThat(left.who()).containsExactly(tom);
    var document = new DocumentId(UUID.randomUUID());
    assertThat(left.sentence(document))
        .contains(document.toString(), "epoch 1", "leaving out " + tom, "as a new version");
    assertThat(new Leaving(old.epoch(), Set.of()).sentence(document)).contains("a larger quorum");
  }

  @Test
  void a_wider_path_admits_all_of_a_narrower_one_and_not_the_other_way_round() {
    var ids = new ArrayList<UUID>();
    for (int i = 0; i < 4; i++) {
      ids.add(UUID.randomUUID());
    }
    var three = ReleasePath.alone(1, 3, ids.subList(0, 3));
    assertThat(ReleasePath.alone(1, 3, ids).admitsAllOf(three)).isTrue();
    assertThat(ReleasePath.alone(1, 2, ids.subList(0, 3)).admitsAllOf(three)).isTrue();
    assertThat(ReleasePath.alone(1, 4, ids).admitsAllOf(three)).isFalse();
    assertThat(ReleasePath.alone(1, 3, ids.subList(1, 4)).admitsAllOf(three)).isFalse();
    var two =
        new ReleasePath(
            1,
            false,
            List.of(
                new ReleasePath.Group(3, ids.subList(0, 3)),
                new ReleasePath.Group(1, ids.subList(3, 4))));
    assertThat(two.admitsAllOf(three)).isFalse();
    assertThat(two.sharesNeeded()).isEqualTo(4);
    assertThat(two.holders()).containsExactlyInAnyOrderElementsOf(ids);
  }

  @Test
  void a_claim_code_is_typed_in_64_characters_at_most_and_told_from_any_other() {
    var code = ClaimCode.of(new byte[10]);
    assertThat(code.text()).isEqualTo("CLAIM-0000-0000-0000-0000");
    assertThat(code).isNotEqualTo(ClaimCode.of(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 1}));
    assertThat(code).isNotEqualTo(code.text()).hasToString("claim code withheld");
    assertThat(ClaimCode.parse(code.text() + " ".repeat(39))).contains(code);
    assertThat(ClaimCode.parse(code.text() + " ".repeat(40))).isEmpty();
    assertThat(ClaimCode.parse(" " + code.text())).contains(code);
    for (var wrong :
        List.of("0000-0000-0000-0000", code.text() + "0", "CLAIM-U000-0000-0000-0000")) {
      assertThat(ClaimCode.parse(wrong)).isEmpty();
    }
    assertThatThrownBy(() -> ClaimCode.of(new byte[9]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(ClaimCode.generate()).isNotEqualTo(ClaimCode.generate());
  }
}
