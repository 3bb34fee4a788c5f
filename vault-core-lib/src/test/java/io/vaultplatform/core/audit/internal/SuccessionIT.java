package io.vaultplatform.core.audit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.core.audit.Actor;
import io.vaultplatform.core.audit.Chain;
import io.vaultplatform.core.audit.Draft;
import io.vaultplatform.core.audit.EventType;
import io.vaultplatform.core.audit.Flaw;
import io.vaultplatform.core.audit.LogEvidence;
import io.vaultplatform.core.audit.LogVerifier;
import io.vaultplatform.core.audit.Personal;
import io.vaultplatform.core.audit.Receipt;
import io.vaultplatform.core.audit.Resource;
import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.crypto.AgeIdentity;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.crypto.SigningKey;
import io.vaultplatform.core.crypto.Suite;
import io.vaultplatform.core.crypto.VerificationKey;
import io.vaultplatform.core.kms.Thing;
import io.vaultplatform.core.kms.internal.TestKeys;
import io.vaultplatform.core.store.LocalWork;
import io.vaultplatform.core.store.PostgresExtension;
import io.vaultplatform.core.store.PostgresExtension.TestDatabase;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The log's key gives its place to another, on running servers. */
class SuccessionIT {
  private final TestDatabase database = PostgresExtension.fresh();
  private final LocalWork work = new LocalWork(database.app());
  private final TestKeys keys = TestKeys.open();
  private final TestAudit audit = TestAudit.open(work, keys);
  private final TestAudit other = TestAudit.open(work, TestKeys.on(keys.file()));
  private final AccountId ann = new AccountId(UUID.randomUUID());
  private final Chain chain = Chain.of(ann);

  @Test
  void what_either_key_signed_is_trusted_by_who_knows_one_of_them() {
    var first = append(audit);
    var receipt = audit.log().receipt(first);
    append(other);
    var old = audit.log().signer();
    var origin = audit.log().origin();

    audit.keys().rotate(new UUID(1, 1));
    audit.keys().rotate(new UUID(1, 1));

    var now = audit.log().signer();
    assertThat(now).isNotEqualTo(old);
    assertThat(other.log().signer()).isEqualTo(now);
    assertThat(audit.log().signers()).containsExactly(old, now);
    assertThat(audit.log().origin()).as("policies name the first key").isEqualTo(origin);
    // The other server signed with the old key a moment ago, and signs with the new one now.
    assertThat(signer(append(other))).isEqualTo(now);
    audit.keys().rotate(new UUID(1, 2));
    var last = audit.log().signer();
    var late = audit.log().receipt(append(audit));
    assertThat(Receipt.of(late.toTree())).isEqualTo(late);
    assertThat(late.claimedFirst()).contains(old);
    assertThat(late.verify(old)).isInstanceOf(Signed.Verification.Valid.class);
    assertThat(late.with(List.of()).verify(old)).isInstanceOf(Signed.Verification.Broken.class);
    try (var stranger = SigningKey.generate(Suite.CLASSIC)) {
      assertThat(late.verify(stranger.verificationKey()))
          .isInstanceOf(Signed.Verification.Broken.class);
    }
    for (var known : List.of(Set.of(old), Set.of(now), Set.of(last), Set.<VerificationKey>of())) {
      assertThat(verify(export(), known, receipt))
          .as("known: %s", known)
          .isInstanceOf(LogEvidence.Intact.class);
    }
  }

  @Test
  void a_key_that_nothing_announces_is_refused() {
    append(audit);
    audit.keys().rotate(new UUID(1, 1));
    append(audit);
    var text = new String(export(), StandardCharsets.UTF_8);
    var unannounced = text.replaceFirst(",\"successions\":\\[.*?\\]\\}\n", "}\n");
    assertThat(unannounced).isNotEqualTo(text);
    for (var known : List.of(audit.log().signers().getFirst(), audit.log().signer())) {
      broken(verify(unannounced.getBytes(StandardCharsets.UTF_8), Set.of(known)));
    }
    try (var stranger = SigningKey.generate(Suite.CLASSIC)) {
      broken(verify(export(), Set.of(stranger.verificationKey())));
    }
  }

  @Test
  void the_announcement_is_the_last_thing_that_the_old_key_signs() {
    append(audit);
    var old = audit.log().signer();
    audit.keys().rotate(new UUID(1, 1));
    var entries = work.auditor().call(() -> audit.log().after(Chain.ofPlatform(), 0, 50));
    var announcement = entries.getLast();
    assertThat(announcement.type()).isEqualTo(EventType.AUDIT_KEY_SUCCEEDED);
    assertThat(announcement.facts())
        .containsEntry("previous", old.text())
        .containsEntry("key", audit.log().signer().text());
    var receipt =
        work.auditor()
            .call(() -> audit.log().receipt(Chain.ofPlatform(), announcement.sequence()))
            .orElseThrow();
    assertThat(receipt.signed().verify(old, Receipt.FORMAT).toString()).contains("Valid");
  }

  @Test
  void an_erased_subject_leaves_entries_that_verify_and_does_not_come_back_with_a_copy() {
    var subject = UUID.randomUUID();
    var personal = draft().with(new Personal(subject, Map.of("alias", "Mara Lindqvist")));
    work.as(ann, () -> audit.log().append(personal));
    var backup = PostgresExtension.copyOf(database);

    keys.operations(work).erase(List.of(Thing.subject(subject)));
    audit.keys().forget(subject);
    work.as(ann, () -> audit.log().append(personal));

    assertThat(verify(export(), Set.of(audit.log().signer())))
        .isInstanceOf(LogEvidence.Intact.class);
    var server = new LocalWork(backup.app());
    var copy = export(server, TestAudit.open(server, TestKeys.on(keys.file())));
    assertThat(new String(copy, StandardCharsets.UTF_8))
        .contains("\"payload\":")
        .doesNotContain("subjectKey");
    assertThat(verify(copy, Set.of(audit.log().signer()))).isInstanceOf(LogEvidence.Intact.class);
  }

  private static void broken(LogEvidence evidence) {
    assertThat(evidence)
        .isInstanceOfSatisfying(
            LogEvidence.Broken.class,
            found -> assertThat(found.flaw()).isEqualTo(Flaw.FOREIGN_SIGNATURE));
  }

  private VerificationKey signer(io.vaultplatform.core.audit.Entry entry) {
    var receipt = work.as(ann, () -> audit.log().receipt(chain, entry.sequence())).orElseThrow();
    for (var key : audit.log().signers()) {
      if (receipt.signed().verify(key, Receipt.FORMAT).toString().contains("Valid")) {
        return key;
      }
    }
    throw new AssertionError("signed by nobody");
  }

  private io.vaultplatform.core.audit.Entry append(TestAudit server) {
    return work.as(ann, () -> server.log().append(draft()));
  }

  private Draft draft() {
    return Draft.of(
        chain,
        EventType.ADDRESS_SET,
        new Resource("account", ann.toString()),
        Actor.user(ann),
        Map.of());
  }

  private byte[] export() {
    return export(work, audit);
  }

  private byte[] export(LocalWork in, TestAudit server) {
    try (var owner = AgeIdentity.generate(Suite.CLASSIC)) {
      var out = new ByteArrayOutputStream();
      in.run(ann, () -> server.log().export(chain, Actor.user(ann), owner.recipient(), out));
      return out.toByteArray();
    }
  }

  private LogEvidence verify(byte[] export, Set<VerificationKey> known, Receipt... receipts) {
    return LogVerifier.verify(
        new ByteArrayInputStream(export), known, Optional.of(chain), List.of(receipts));
  }
}
