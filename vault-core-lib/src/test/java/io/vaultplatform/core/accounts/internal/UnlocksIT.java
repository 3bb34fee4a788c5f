package io.vaultplatform.core.accounts.internal;

import static io.vaultplatform.core.accounts.internal.SessionsIT.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vaultplatform.core.accounts.AccountName;
import io.vaultplatform.core.accounts.Bundle;
import io.vaultplatform.core.accounts.KdfParameters;
import io.vaultplatform.core.accounts.NetworkAddress;
import io.vaultplatform.core.accounts.Registration;
import io.vaultplatform.core.accounts.SealedSlots;
import io.vaultplatform.core.accounts.SignIn;
import io.vaultplatform.core.accounts.TokenId;
import io.vaultplatform.core.accounts.UnlockChange;
import io.vaultplatform.core.audit.Chain;
import io.vaultplatform.core.audit.Entry;
import io.vaultplatform.core.audit.EventType;
import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.Bytes;
import io.vaultplatform.core.base.FieldException;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.Refusal;
import io.vaultplatform.core.crypto.AgeIdentity;
import io.vaultplatform.core.crypto.Base64Url;
import io.vaultplatform.core.crypto.Derivation;
import io.vaultplatform.core.crypto.Randomness;
import io.vaultplatform.core.crypto.SecretBytes;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.crypto.SigningKey;
import io.vaultplatform.core.crypto.Suite;
import io.vaultplatform.core.keys.KeyBundle;
import io.vaultplatform.core.keys.KeySuccession;
import io.vaultplatform.core.keys.PrivateKeys;
import io.vaultplatform.core.keys.RecoveryCode;
import io.vaultplatform.core.keys.RecoveryDrill;
import io.vaultplatform.core.keys.SlotKeys;
import io.vaultplatform.core.keys.SlotKind;
import io.vaultplatform.core.keys.UnlockSlot;
import io.vaultplatform.core.keys.UnlockSlots;
import io.vaultplatform.core.keys.UnlockStatement;
import io.vaultplatform.core.keys.spi.KeyNotices.News;
import io.vaultplatform.core.kms.internal.TestKeys;
import io.vaultplatform.core.store.LocalWork;
import io.vaultplatform.core.store.PostgresExtension;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What unlocks an owner's keys, on PostgreSQL: changed as a whole, by the owner, and told. */
@ExtendWith(PostgresExtension.class)
class UnlocksIT {
  private static final TestKeys KEYS = TestKeys.open();
  private final LocalWork work;
  private final TestAccounts server;
  private final AccountName name = new AccountName("n-" + UUID.randomUUID());
  private final SecretBytes authKey = Randomness.secret(32);
  private final SlotKeys kit = RecoveryCode.fresh().keys();
  private final AgeIdentity box = AgeIdentity.generate(Suite.HYBRID);
  private KeyBundle bundle =
      KeyBundle.first(
          PrivateKeys.generate(),
          UnlockSlots.first(AgeIdentity.generate(Suite.HYBRID).recipient(), Instant.EPOCH));
  private AccountId owner = new AccountId(UUID.randomUUID());

  UnlocksIT(LocalWork work) {
    this.work = work;
    this.server =
        new TestAccounts(work, Clock.tick(Clock.systemUTC(), Duration.ofNanos(1000)), KEYS);
  }

  @BeforeEach
  void an_owner() {
    var locked = bundle.lock(box);
    owner =
        done(
            server.accounts.register(
                new Registration(
                    name,
                    parameters(),
                    authKey,
                    bundle.keys().publicKeys(),
                    Bundle.of(locked.bundle().toArray()),
                    new SealedSlots(locked.slots(), locked.verifiers())),
                anywhere()));
  }

  private static KdfParameters parameters() {
    return new KdfParameters(Derivation.DEFAULT_PARAMETERS, Base64Url.encode(Randomness.bytes(16)));
  }

  private static NetworkAddress anywhere() {
    return new NetworkAddress(UUID.randomUUID().toString());
  }

  private TokenId signsIn(SecretBytes key) {
    return switch (server.sessions.signIn(name, key, anywhere())) {
      case SignIn.Accepted(var tokens) -> SessionsIT.idOf(tokens);
      case SignIn.Refused r -> throw new AssertionError("refused");
      case SignIn.Waiting w -> throw new AssertionError("waiting");
    };
  }

  private UnlockChange change(
      KeyBundle to, long replaces, Optional<UnlockChange.NewSignIn> signIn) {
    return change(to, replaces, signIn, bundle.keys().signing());
  }

  private UnlockChange change(
      KeyBundle to, long replaces, Optional<UnlockChange.NewSignIn> signIn, SigningKey signer) {
    var locked = to.lock(box);
    var statement =
        new UnlockStatement(
                owner,
                replaces,
                locked.bundle(),
                locked.slots(),
                locked.verifiers(),
                signIn.map(
                    s ->
                        UnlockStatement.signIn(
                            s.parameters().kdf(), s.parameters().salt(), s.authKey())))
            .sign(signer);
    return new UnlockChange(
        replaces,
        Bundle.of(locked.bundle().toArray()),
        new SealedSlots(locked.slots(), locked.verifiers()),
        signIn,
        statement);
  }

  private KeyBundle withKit() {
    return bundle.with(bundle.slots().with(UnlockSlot.of(SlotKind.KIT, kit, "kit", Instant.EPOCH)));
  }

  private void hasKit() {
    done(server.unlocks.change(owner, signsIn(authKey), change(withKit(), 1, Optional.empty())));
  }

  private Refusal refused(Outcome<?> outcome) {
    return switch (outcome) {
      case Outcome.Refused<?>(var refusal) -> refusal;
      case Outcome.Done<?> d -> throw new AssertionError("it was done");
    };
  }

  private List<Entry> log() {
    return work.as(owner, () -> server.audit.after(Chain.of(owner), 0, 100));
  }

  @Test
  void a_kit_signs_in_once_it_is_there_and_its_owner_is_told() {
    assertThat(server.sessions.signIn(name, kit.access(), anywhere()))
        .isEqualTo(new SignIn.Refused());
    hasKit();
    signsIn(kit.access());
    assertThat(server.news).containsExactly(News.SLOTS_CHANGED, News.RECOVERY_USED);
    var entered =
        log().stream().filter(entry -> entry.type() == EventType.SIGNED_IN).toList().getLast();
    assertThat(entered.facts()).containsEntry("key", "recovery");
  }

  @Test
  void the_entry_of_a_change_does_not_tell_which_slots_there_are() {
    hasKit();
    var entry =
        log().stream().filter(e -> e.type() == EventType.UNLOCK_CHANGED).findFirst().orElseThrow();
    assertThat(entry.facts().keySet()).containsExactlyInAnyOrder("epoch", "sha256", "signIn");
    assertThat(entry.facts()).containsEntry("signIn", "kept");
  }

  @Test
  void what_was_taken_away_signs_in_no_more() {
    hasKit();
    signsIn(kit.access());
    done(server.unlocks.change(owner, signsIn(authKey), change(bundle, 2, Optional.empty())));
    assertThat(server.sessions.signIn(name, kit.access(), anywhere()))
        .isEqualTo(new SignIn.Refused());
  }

  @Test
  void a_verifier_that_was_copied_from_the_database_signs_nobody_in() {
    hasKit();
    try (var copied = SecretBytes.of(kit.verifier().toArray())) {
      assertThat(server.sessions.signIn(name, copied, anywhere())).isEqualTo(new SignIn.Refused());
    }
  }

  @Test
  void a_session_without_the_owners_signature_changes_nothing() {
    var thief = PrivateKeys.generate();
    var token = signsIn(authKey);
    var forged = change(withKit(), 1, Optional.empty(), thief.signing());
    assertThat(refused(server.unlocks.change(owner, token, forged)).field()).contains("statement");
    var fresh = Optional.of(new UnlockChange.NewSignIn(parameters(), Randomness.secret(32)));
    var mine = change(withKit(), 1, Optional.empty());
    // The owner signed a change of slots; somebody adds a key of their own that signs in.
    var more = new UnlockChange(1, mine.bundle(), mine.slots(), fresh, mine.statement());
    assertThat(refused(server.unlocks.change(owner, token, more)).field()).contains("statement");
    assertThat(done(server.accounts.account(owner)).bundleVersion()).isEqualTo(1);
    signsIn(authKey);
  }

  @Test
  void of_two_devices_that_change_slots_the_second_looks_again() {
    var token = signsIn(authKey);
    done(server.unlocks.change(owner, token, change(withKit(), 1, Optional.empty())));
    var late = refused(server.unlocks.change(owner, token, change(bundle, 1, Optional.empty())));
    assertThat(late.reason()).isEqualTo(Refusal.Reason.STALE);
    signsIn(kit.access());
  }

  @Test
  void a_new_passphrase_replaces_slot_and_sign_in_at_once_and_ends_other_sessions() {
    var here = signsIn(authKey);
    var there = signsIn(authKey);
    var fresh = Randomness.secret(32);
    var parameters =
        new KdfParameters(
            "$argon2id$v=19$m=131072,t=4,p=1", Base64Url.encode(Randomness.bytes(16)));
    var signIn = new UnlockChange.NewSignIn(parameters, fresh);
    done(server.unlocks.change(owner, here, change(bundle, 1, Optional.of(signIn))));

    assertThat(server.sessions.isOpen(owner, here)).isTrue();
    assertThat(server.sessions.isOpen(owner, there)).isFalse();
    assertThat(server.sessions.signIn(name, authKey, anywhere())).isEqualTo(new SignIn.Refused());
    signsIn(fresh);
    assertThat(server.accounts.parameters(name).passphrase()).isEqualTo(parameters);
    assertThat(server.news).contains(News.PASSPHRASE_CHANGED);
    assertThat(log().stream().map(Entry::type)).contains(EventType.SESSION_REVOKED);
  }

  @Test
  void a_drill_counts_in_a_session_of_the_kit_with_the_bundle_that_is_kept() {
    hasKit();
    var stored = done(server.accounts.account(owner)).bundle().bytes();
    var drill = RecoveryDrill.of(owner, stored).sign(bundle.keys().signing());
    assertThat(refused(server.unlocks.drilled(owner, signsIn(authKey), drill)).reason())
        .isEqualTo(Refusal.Reason.FORBIDDEN);
    var token = signsIn(kit.access());
    for (UnaryOperator<Signed> wrong :
        List.<UnaryOperator<Signed>>of(
            d -> RecoveryDrill.of(owner, new byte[] {1}).sign(bundle.keys().signing()),
            d -> RecoveryDrill.of(owner, stored).sign(SigningKey.generate(Suite.HYBRID)))) {
      assertThat(refused(server.unlocks.drilled(owner, token, wrong.apply(drill))).field())
          .contains("statement");
    }
    assertThat(done(server.accounts.account(owner)).drilledAt()).isEmpty();

    var at = done(server.unlocks.drilled(owner, token, drill));

    assertThat(done(server.accounts.account(owner)).drilledAt()).contains(at);
    assertThat(log().getLast().type()).isEqualTo(EventType.RECOVERY_DRILLED);
    signsIn(kit.access());
  }

  @Test
  void new_keys_are_published_with_the_bundle_that_holds_them_and_say_whom_they_follow() {
    var token = signsIn(authKey);
    var fresh = PrivateKeys.generate();
    var next = bundle.next(fresh);
    var succession =
        KeySuccession.sign(owner, 2, fresh.publicKeys(), fresh.signing(), bundle.keys());
    server.hindrance = Optional.of("Trigger x is armed.");
    assertThat(
            refused(
                    server.unlocks.rotate(
                        owner, token, change(next, 1, Optional.empty()), succession))
                .detail())
        .contains("is armed");
    server.hindrance = Optional.empty();
    var forged =
        KeySuccession.sign(owner, 2, fresh.publicKeys(), fresh.signing(), PrivateKeys.generate());
    assertThat(
            refused(server.unlocks.rotate(owner, token, change(next, 1, Optional.empty()), forged))
                .field())
        .contains("succession");
    assertThat(done(server.accounts.account(owner)).epoch()).isEqualTo(1);

    done(server.unlocks.rotate(owner, token, change(next, 1, Optional.empty()), succession));

    var now = done(server.accounts.account(owner));
    assertThat(now.epoch()).isEqualTo(2);
    assertThat(now.keys()).isEqualTo(fresh.publicKeys());
    assertThat(log().stream().filter(e -> e.type() == EventType.KEY_PUBLISHED))
        .last()
        .satisfies(
            e ->
                assertThat(e.facts())
                    .containsEntry("previous", bundle.keys().publicKeys().fingerprint().hash()));
    assertThat(server.news).contains(News.KEYS_REPLACED);
  }

  @Test
  void slots_of_another_number_size_or_kind_are_refused_by_name() {
    var good = TestAccounts.slots();
    for (var wrong :
        List.<Runnable>of(
            () -> new SealedSlots(cut(good.files(), 3 * UnlockSlots.SIZE), good.verifiers()),
            () -> new SealedSlots(zeros(4 * UnlockSlots.SIZE), good.verifiers()))) {
      assertThatThrownBy(wrong::run)
          .isInstanceOfSatisfying(
              FieldException.class, e -> assertThat(e.field()).isEqualTo("slots"));
    }
    assertThatThrownBy(() -> new SealedSlots(good.files(), zeros(96)))
        .isInstanceOfSatisfying(
            FieldException.class, e -> assertThat(e.field()).isEqualTo("verifiers"));
  }

  private static Bytes cut(Bytes of, int length) {
    return Bytes.of(Arrays.copyOf(of.toArray(), length));
  }

  private static Bytes zeros(int length) {
    return Bytes.of(new byte[length]);
  }
}
