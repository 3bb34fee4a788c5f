package io.vaultplatform.core.release;

import static io.vaultplatform.core.escrow.EscrowWorld.done;
import static io.vaultplatform.core.escrow.EscrowWorld.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.core.content.EncryptionClass;
import io.vaultplatform.core.content.Joining;
import io.vaultplatform.core.content.Manifest;
import io.vaultplatform.core.crypto.SigningKey;
import io.vaultplatform.core.crypto.Suite;
import io.vaultplatform.core.escrow.Arming;
import io.vaultplatform.core.escrow.Epoch;
import io.vaultplatform.core.escrow.EscrowWorld;
import io.vaultplatform.core.escrow.Portion;
import io.vaultplatform.core.escrow.ReleaseList;
import io.vaultplatform.core.triggers.HoldReason;
import io.vaultplatform.core.triggers.TriggerState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Which list may follow the current one, and which field is named when it may not. */
class ListRuleTest {
  private static final java.util.SortedSet<Portion> ONLY =
      new java.util.TreeSet<>(Set.of(Portion.ONLY));

  private final EscrowWorld world = new EscrowWorld(2, 3, 1);
  private final Arming.Armed armed =
      done(
          Arming.arm(
              world.wishes(),
              List.of(
                  world.document(EncryptionClass.B).small(),
                  world.document(EncryptionClass.C).small()),
              world.ownerIdentity,
              world.ownerKey));
  private final ReleaseList current =
      done(ReleaseList.verify(armed.submission().releaseList(), world.ownerKey.verificationKey()));
  private final EscrowWorld.Stored document = world.document(armed);
  private final ReleaseList next =
      done(
          ReleaseList.verify(
              done(
                  Arming.add(
                      current,
                      document.small().signed(),
                      Set.of(Portion.ONLY),
                      world.ownerKey,
                      EscrowWorld.NOW)),
              world.ownerKey.verificationKey()));

  @Test
  void the_current_list_with_that_document_and_the_next_number_follows() {
    assertThat(done(joins(next, world.ownerKey))).isEqualTo(next);
    // In which order it names them says nothing.
    assertThat(done(joins(with(next.items().reversed()), world.ownerKey)).items()).hasSize(3);
  }

  @Test
  void a_list_that_the_owner_did_not_sign_is_refused() {
    refused("releaseList", next, SigningKey.generate(Suite.HYBRID));
  }

  @Test
  void a_list_of_another_epoch_vault_trigger_or_policy_is_refused() {
    var epoch = next.epoch();
    refused("releaseList.epoch", in(new Epoch(epoch.vault(), epoch.trigger(), 2)));
    refused("releaseList.epoch", in(new Epoch(epoch.vault(), UUID.randomUUID(), 1)));
    refused("releaseList.epoch", in(new EscrowWorld(2, 3, 1).epoch));
    refused(
        "releaseList.policyHash",
        new ReleaseList(epoch, "0".repeat(64), 2, EscrowWorld.NOW, next.items()));
  }

  @Test
  void an_older_an_equal_and_a_skipped_number_are_a_conflict() {
    refused("releaseList.version", numbered(1));
    refused("releaseList.version", numbered(3));
  }

  @Test
  void a_list_without_the_document_or_with_another_of_its_manifests_is_refused() {
    refused("releaseList.documents", with(current.items()));
    var item = next.items().getLast();
    refused("releaseList.documents", exchanged(item, 1, EncryptionClass.B, "0".repeat(64)));
    refused("releaseList.documents", exchanged(item, 2, EncryptionClass.B, item.manifestHash()));
    refused("releaseList.documents", exchanged(item, 1, EncryptionClass.C, item.manifestHash()));
  }

  @Test
  void a_list_that_drops_changes_or_adds_another_document_is_refused() {
    refused("releaseList.documents", with(next.items().subList(1, 3)));
    var first = next.items().getFirst();
    refused(
        "releaseList.documents",
        exchanged(first, first.version(), first.encryptionClass(), "0".repeat(64)));
    var more = new ArrayList<>(next.items());
    more.add(
        new ReleaseList.Item(
            world.document(armed).small().manifest().document(),
            1,
            EncryptionClass.B,
            ONLY,
            "0".repeat(64)));
    refused("releaseList.documents", with(more));
  }

  @Test
  void a_class_b_document_that_was_not_made_for_the_epoch_never_joins_it() {
    var small = world.document(EncryptionClass.B).small();
    var items = new ArrayList<>(current.items());
    items.add(
        new ReleaseList.Item(
            small.manifest().document(), 1, EncryptionClass.B, ONLY, small.signed().bodyHash()));
    assertThat(
            refusal(
                ListRule.joins(
                    new Joining(
                        small.manifest(),
                        small.signed().bodyHash(),
                        with(items).sign(world.ownerKey)),
                    current,
                    world.ownerKey.verificationKey())))
        .startsWith("releaseList.epoch:");
  }

  @Test
  void a_release_takes_documents_in_until_it_begins() {
    var at = Instant.EPOCH;
    assertThat(ListRule.isOpen(new TriggerState.Draft())).isFalse();
    assertThat(ListRule.isOpen(new TriggerState.Armed(at, at, at, Optional.empty()))).isTrue();
    var triggered = new TriggerState.Triggered(at, at, Optional.of(at), at);
    assertThat(ListRule.isOpen(triggered)).isTrue();
    assertThat(ListRule.isOpen(new TriggerState.Held(at, HoldReason.LOG, triggered))).isTrue();
    var executing = new TriggerState.Executing(1, at, Optional.empty());
    assertThat(ListRule.isOpen(executing)).isFalse();
    assertThat(ListRule.isOpen(new TriggerState.Held(at, HoldReason.LOG, executing))).isFalse();
    assertThat(ListRule.isOpen(new TriggerState.Executed(at))).isFalse();
  }

  private io.vaultplatform.core.base.Outcome<ReleaseList> joins(ReleaseList list, SigningKey key) {
    Manifest manifest = document.small().manifest();
    return ListRule.joins(
        new Joining(manifest, document.small().signed().bodyHash(), list.sign(key)),
        current,
        world.ownerKey.verificationKey());
  }

  private void refused(String field, ReleaseList list) {
    refused(field, list, world.ownerKey);
  }

  private void refused(String field, ReleaseList list, SigningKey key) {
    assertThat(refusal(joins(list, key))).startsWith(field + ":");
  }

  private ReleaseList in(Epoch epoch) {
    return new ReleaseList(epoch, next.policyHash(), 2, EscrowWorld.NOW, next.items());
  }

  private ReleaseList numbered(int version) {
    return new ReleaseList(next.epoch(), next.policyHash(), version, EscrowWorld.NOW, next.items());
  }

  private ReleaseList with(List<ReleaseList.Item> items) {
    return new ReleaseList(next.epoch(), next.policyHash(), 2, EscrowWorld.NOW, items);
  }

  private ReleaseList exchanged(
      ReleaseList.Item old, int version, EncryptionClass type, String hash) {
    var items = new ArrayList<>(next.items());
    items.replaceAll(
        i -> i.equals(old) ? new ReleaseList.Item(i.document(), version, type, ONLY, hash) : i);
    return with(items);
  }
}
