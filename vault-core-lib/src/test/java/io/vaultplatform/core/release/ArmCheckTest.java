package io.vaultplatform.core.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.content.DocumentId;
import io.vaultplatform.core.content.EncryptionClass;
import io.vaultplatform.core.content.Headers;
import io.vaultplatform.core.content.StoredDocument;
import io.vaultplatform.core.crypto.AgeHeader;
import io.vaultplatform.core.crypto.AgeIdentity;
import io.vaultplatform.core.crypto.AgeLimits;
import io.vaultplatform.core.crypto.RecipientKeys;
import io.vaultplatform.core.crypto.SigningKey;
import io.vaultplatform.core.crypto.Suite;
import io.vaultplatform.core.crypto.VerificationKey;
import io.vaultplatform.core.escrow.Arming;
import io.vaultplatform.core.escrow.Epoch;
import io.vaultplatform.core.escrow.EscrowWorld;
import io.vaultplatform.core.escrow.GateKeys;
import io.vaultplatform.core.escrow.ReleasePolicy;
import io.vaultplatform.core.escrow.Submission;
import io.vaultplatform.core.people.Alias;
import io.vaultplatform.core.people.PersonKeys;
import io.vaultplatform.core.people.Recipient;
import io.vaultplatform.core.people.RecipientId;
import io.vaultplatform.core.people.RecipientState;
import io.vaultplatform.core.people.Trustee;
import io.vaultplatform.core.people.TrusteeId;
import io.vaultplatform.core.people.TrusteeState;
import io.vaultplatform.core.triggers.Plan;
import io.vaultplatform.core.triggers.TriggerId;
import io.vaultplatform.core.triggers.TriggerJson;
import io.vaultplatform.core.triggers.TriggerState;
import io.vaultplatform.core.triggers.TriggerView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * Every part of a submission that the server can check is checked, and the refusal names the part.
 */
class ArmCheckTest {
  private final EscrowWorld world = new EscrowWorld(2, 3, 1);
  private final EscrowWorld.Stored b = world.document(EncryptionClass.B);
  private final EscrowWorld.Stored c = world.document(EncryptionClass.C);
  private final Submission submission = submission(b, c);

  /** What the server knows, to be changed in one point. */
  private final class Knows {
    AccountId owner = world.owner;
    VerificationKey ownerKey = world.ownerKey.verificationKey();
    UUID trigger = world.epoch.trigger();
    long epoch = 0;
    String product = "witness-vault";
    final Map<String, Object> plan = new HashMap<>(ArmCheckTest.plan());
    List<Trustee> trustees = world.trustees.stream().map(ArmCheckTest.this::trustee).toList();
    List<Recipient> recipients =
        world.recipients.stream().map(ArmCheckTest.this::recipient).toList();
    GateKeys gate = policy(submission).gate();
    String logOrigin = policy(submission).logOrigin();
    final Map<DocumentId, StoredDocument> stored = new HashMap<>();
    Set<String> used = Set.of();
    Map<Epoch, ArmCheck.Taken> taken = Map.of();

    Knows() {
      store(b);
      store(c);
    }

    void store(EscrowWorld.Stored document) {
      var small = document.small();
      var metadata = small.metadata();
      var header = AgeHeader.read(metadata, AgeLimits.DEFAULT).orThrow("metadata");
      stored.put(
          small.manifest().document(),
          new StoredDocument(
              small.signed(),
              new Headers(small.header().bytes(), header.bytes()),
              Arrays.copyOfRange(metadata, header.length(), metadata.length),
              Instant.EPOCH));
    }

    ArmCheck.Situation situation() {
      var read = (Outcome.Done<Plan>) TriggerJson.plan(plan);
      var view =
          new TriggerView(
              world.epoch.vault(),
              new TriggerId(trigger),
              product,
              read.value(),
              new TriggerState.Draft(),
              epoch,
              1,
              Instant.EPOCH);
      return new ArmCheck.Situation(
          owner,
          ownerKey,
          view,
          trustees,
          recipients,
          gate,
          logOrigin,
          stored,
          used,
          taken,
          List.of());
    }
  }

  private static Map<String, Object> plan() {
    return Map.ofEntries(
        Map.entry("format", "vault/trigger-plan/v1"),
        Map.entry("type", "dead_man_switch"),
        Map.entry("interval", "P7D"),
        Map.entry("grace", "P3D"),
        Map.entry("reminders", Map.of("before", List.of(), "every", "P1D", "arriveWithin", "PT1H")),
        Map.entry("signalsNeeded", 3),
        Map.entry("verifyWithin", "P5D"),
        Map.entry("challengeWindow", "P2D"),
        Map.entry("stages", List.of(Map.of("window", "P1D"))),
        Map.entry("uncertainty", "hold"),
        Map.entry("trustees", 3),
        Map.entry("confirmations", 2),
        Map.entry("shares", 2));
  }

  private Trustee trustee(EscrowWorld.Person person) {
    return trustee(person, TrusteeState.CONFIRMED, keys(person));
  }

  private Trustee trustee(EscrowWorld.Person person, TrusteeState state, PersonKeys keys) {
    return new Trustee(
        new TrusteeId(person.id()),
        world.epoch.vault(),
        new Alias("Trustee"),
        state,
        Optional.of(keys),
        Instant.EPOCH);
  }

  private static PersonKeys keys(EscrowWorld.Person person) {
    return new PersonKeys(
        RecipientKeys.of(person.identity().recipient()),
        Optional.of(person.key().verificationKey()));
  }

  private Recipient recipient(EscrowWorld.Person person) {
    return recipient(person, keys(person));
  }

  private Recipient recipient(EscrowWorld.Person person, PersonKeys keys) {
    return new Recipient(
        new RecipientId(person.id()),
        world.epoch.vault(),
        new Alias("Recipient"),
        Optional.of(keys),
        RecipientState.ADDED,
        Instant.EPOCH);
  }

  private Submission submission(EscrowWorld.Stored... documents) {
    try (var armed =
        EscrowWorld.done(
            Arming.arm(
                world.wishes(),
                Arrays.stream(documents).map(EscrowWorld.Stored::small).toList(),
                world.ownerIdentity,
                world.ownerKey))) {
      return armed.submission();
    }
  }

  private ReleasePolicy policy(Submission made) {
    return EscrowWorld.done(ReleasePolicy.verify(made.policy(), world.ownerKey.verificationKey()));
  }

  private static final class Parts {
    private final Submission of;

    Parts(Submission of) {
      this.of = of;
    }

    Submission packetOf(Submission other) {
      return new Submission(
          of.policy(),
          of.releaseList(),
          of.shareSets(),
          other.packets(),
          of.platformShares(),
          of.trusteeShares(),
          of.headers());
    }

    Submission listOf(Submission other) {
      return new Submission(
          of.policy(),
          other.releaseList(),
          of.shareSets(),
          of.packets(),
          of.platformShares(),
          of.trusteeShares(),
          of.headers());
    }

    Submission setOf(Submission other) {
      return new Submission(
          of.policy(),
          of.releaseList(),
          other.shareSets(),
          of.packets(),
          of.platformShares(),
          of.trusteeShares(),
          of.headers());
    }

    Submission shares(List<Submission.TrusteeShare> shares) {
      return new Submission(
          of.policy(),
          of.releaseList(),
          of.shareSets(),
          of.packets(),
          of.platformShares(),
          shares,
          of.headers());
    }

    Submission headers(List<Submission.Header> headers) {
      return new Submission(
          of.policy(),
          of.releaseList(),
          of.shareSets(),
          of.packets(),
          of.platformShares(),
          of.trusteeShares(),
          headers);
    }
  }

  @Test
  void what_the_owners_client_made_is_accepted() {
    assertThat(ArmCheck.check(submission, new Knows().situation()))
        .isInstanceOf(Outcome.Done.class);
  }

  @Test
  void a_policy_that_is_not_the_owners_for_this_trigger_here_and_now_is_refused() {
    refused("policy", k -> k.ownerKey = SigningKey.generate(Suite.HYBRID).verificationKey());
    refused("policy.owner", k -> k.owner = new AccountId(UUID.randomUUID()));
    refused("policy.trigger", k -> k.trigger = UUID.randomUUID());
    refused("policy.epoch", k -> k.epoch = 1);
    refused("policy.epoch", k -> k.epoch = 5);
    refused("policy.product", k -> k.product = "final-file");
    refused(
        "policy.gate",
        k ->
            k.gate =
                new GateKeys(AgeIdentity.generate(Suite.CLASSIC).recipient(), k.gate.signing()));
    refused("policy.logOrigin", k -> k.logOrigin = "a".repeat(64));
  }

  @Test
  void a_policy_that_differs_from_the_plan_is_refused() {
    refused("policy.windows", k -> k.plan.put("challengeWindow", "P9D"));
    refused("policy.windows", k -> k.plan.put("interval", "P6D"));
    refused("policy.confirmations", k -> k.plan.put("confirmations", 3));
    // Three signals besides the silence: the trigger waits for three trustees, so the gate does
    // too.
    refused("policy.confirmations", k -> k.plan.put("signalsNeeded", 4));
    refused("policy.paths", k -> k.plan.put("shares", 1));
    refused("policy.trustees", k -> k.plan.put("trustees", 4));
    refused("policy.stages", k -> k.plan.put("stages", List.of(Map.of("window", "P2D"))));
  }

  @Test
  void a_trustee_counts_only_with_the_keys_they_accepted_with_and_a_confirmed_address() {
    var first = world.trustees.getFirst();
    refused("policy.trustees", k -> replace(k, trustee(first, TrusteeState.ACCEPTED, keys(first))));
    refused(
        "policy.trustees",
        k -> replace(k, trustee(first, TrusteeState.CONFIRMED, keys(EscrowWorld.Person.any()))));
    refused("policy.trustees", k -> k.trustees = k.trustees.subList(1, 3));
    refused(
        "policy.recipients",
        k ->
            k.recipients =
                List.of(recipient(world.recipients.getFirst(), keys(EscrowWorld.Person.any()))));
    refused("policy.recipients", k -> k.recipients = List.of());
  }

  private static void replace(Knows known, Trustee trustee) {
    var all = new ArrayList<>(known.trustees);
    all.set(0, trustee);
    known.trustees = all;
  }

  @Test
  void nobody_confirms_their_own_trigger() {
    var self = new EscrowWorld(2, 3, 1, world.ownerKey);
    try (var armed =
        EscrowWorld.done(Arming.arm(self.wishes(), List.of(), self.ownerIdentity, self.ownerKey))) {
      var knows = new Knows();
      knows.owner = self.owner;
      knows.trigger = self.epoch.trigger();
      knows.trustees = self.trustees.stream().map(this::trustee).toList();
      knows.gate = policy(armed.submission()).gate();
      var view = knows.situation().trigger();
      var situation =
          new ArmCheck.Situation(
              knows.owner,
              knows.ownerKey,
              new TriggerView(
                  self.epoch.vault(),
                  view.trigger(),
                  view.product(),
                  view.plan(),
                  view.state(),
                  0,
                  1,
                  Instant.EPOCH),
              knows.trustees,
              knows.recipients,
              knows.gate,
              knows.logOrigin,
              Map.of(),
              Set.of(),
              Map.of(),
              List.of());
      assertThat(EscrowWorld.refusal(ArmCheck.check(armed.submission(), situation)))
          .contains("Nobody confirms their own trigger");
    }
  }

  @Test
  void an_escrow_identity_serves_one_epoch() {
    refused("policy.stages", k -> k.used = Set.of(policy(submission).escrows().getFirst()));
  }

  @Test
  void parts_of_two_submissions_never_make_one() {
    var other = submission(b, c);
    var parts = new Parts(submission);
    refused("packets", parts.packetOf(other), k -> {});
    refused("releaseList", parts.listOf(other), k -> {});
    refused("shareSets", parts.setOf(other), k -> {});
    refused("trusteeShares", parts.shares(submission.trusteeShares().reversed()), k -> {});
    refused("trusteeShares", parts.shares(submission.trusteeShares().subList(0, 2)), k -> {});
    refused("headers[0].manifest", parts.headers(other.headers()), k -> {});
  }

  @Test
  void the_release_list_and_the_headers_name_the_same_documents() {
    var parts = new Parts(submission);
    refused("headers", parts.headers(submission.headers().subList(0, 1)), k -> {});
    var twice = new ArrayList<>(submission.headers());
    twice.add(submission.headers().getFirst());
    refused("headers[2].manifest", parts.headers(twice), k -> {});
    refused("headers[0].manifest", k -> k.stored.remove(b.small().manifest().document()));
    var bare = new ArrayList<>(submission.headers());
    bare.set(0, new Submission.Header(bare.getFirst().manifest(), Optional.empty()));
    refused("headers[0].header", parts.headers(bare), k -> {});
    var wrapped = new ArrayList<>(submission.headers());
    wrapped.set(
        1,
        new Submission.Header(wrapped.get(1).manifest(), submission.headers().getFirst().wraps()));
    refused("headers[1].header", parts.headers(wrapped), k -> {});
  }

  @Test
  void a_document_that_came_after_the_owners_device_listed_them_is_not_left_behind() {
    refused("headers", k -> k.store(world.document(EncryptionClass.B)));
    refused("headers", k -> k.store(world.document(EncryptionClass.C)));
  }

  @Test
  void a_document_of_another_release_is_never_taken_out_of_it() {
    var elsewhere = new Epoch(world.epoch.vault(), UUID.randomUUID(), 1);
    try (var armed =
        EscrowWorld.done(
            Arming.arm(world.wishes(elsewhere), List.of(), world.ownerIdentity, world.ownerKey))) {
      var document = world.document(armed);
      var id = document.small().manifest().document().toString();
      assertThat(elsewhere(document, Map.of(elsewhere, ArmCheck.Taken.ARMED)))
          .startsWith("headers:")
          .contains(id, "disarm that trigger first");
      assertThat(elsewhere(document, Map.of(elsewhere, ArmCheck.Taken.HANDED_OVER)))
          .startsWith("headers:")
          .contains(id, "put it anew as a new version");
      // That epoch ended and nobody received it: only the document's being left out is wrong.
      assertThat(elsewhere(document, Map.of())).contains("is not in the submission");
    }
  }

  private String elsewhere(EscrowWorld.Stored document, Map<Epoch, ArmCheck.Taken> taken) {
    var knows = new Knows();
    knows.store(document);
    knows.taken = taken;
    return EscrowWorld.refusal(ArmCheck.check(submission, knows.situation()));
  }

  private void refused(String field, Consumer<Knows> change) {
    refused(field, submission, change);
  }

  private void refused(String field, Submission made, Consumer<Knows> change) {
    var knows = new Knows();
    change.accept(knows);
    assertThat(EscrowWorld.refusal(ArmCheck.check(made, knows.situation())))
        .startsWith(field + ":");
  }
}
