package io.vaultplatform.core.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vaultplatform.core.crypto.Randomness;
import io.vaultplatform.core.crypto.SecretBytes;
import io.vaultplatform.core.kms.spi.KeyCustody;
import io.vaultplatform.core.kms.spi.KmsProvider;
import io.vaultplatform.core.kms.spi.KmsProvider.Caller;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What every key service keeps. An adapter passes it with a subclass that says how to reach a fresh
 * one.
 */
public abstract class KmsProviderContract {
  private static final KeyContext CONTEXT = KeyContext.of("contract").and("key", "1");
  protected static final Set<KeyRef> ALL = Set.of(KeyRef.values());

  private final Set<KeyCustody> opened = new HashSet<>();

  /** The adapter. */
  protected abstract KmsProvider provider();

  /** Settings of one key service; the same for every call within one test. */
  protected abstract Map<String, String> settings();

  @AfterEach
  void close() {
    opened.forEach(KeyCustody::close);
  }

  @Test
  void what_was_sealed_comes_back_under_every_key() {
    var application = open(Caller.APPLICATION);
    var gate = open(Caller.GATE);
    for (var ref : KeyRef.values()) {
      var secret = Randomness.secret(32);
      var sealed = application.seal(first(ref), secret, CONTEXT);
      assertThat((ref == KeyRef.GATE ? gate : application).unseal(first(ref), sealed, CONTEXT))
          .as(ref.text())
          .contains(secret);
    }
  }

  @Test
  void four_kibibytes_fit() {
    var application = open(Caller.APPLICATION);
    var secret = Randomness.secret(KeyService.MOST);
    assertThat(
            application.unseal(
                first(KeyRef.DATA), application.seal(first(KeyRef.DATA), secret, CONTEXT), CONTEXT))
        .contains(secret);
  }

  @Test
  void sealing_twice_gives_different_bytes() {
    var application = open(Caller.APPLICATION);
    var secret = SecretBytes.of(new byte[32]);
    assertThat(application.seal(first(KeyRef.DATA), secret, CONTEXT))
        .isNotEqualTo(application.seal(first(KeyRef.DATA), secret, CONTEXT));
  }

  @Test
  void another_context_does_not_open_it() {
    var application = open(Caller.APPLICATION);
    var sealed = application.seal(first(KeyRef.DATA), Randomness.secret(32), CONTEXT);
    assertThat(
            application.unseal(
                first(KeyRef.DATA), sealed, KeyContext.of("contract").and("key", "2")))
        .isEmpty();
    assertThat(application.unseal(first(KeyRef.DATA), sealed, KeyContext.of("contract"))).isEmpty();
  }

  @Test
  void another_key_does_not_open_it() {
    var application = open(Caller.APPLICATION);
    var sealed = application.seal(first(KeyRef.DATA), Randomness.secret(32), CONTEXT);
    assertThat(application.unseal(first(KeyRef.TOKEN), sealed, CONTEXT)).isEmpty();
  }

  @Test
  void one_changed_bit_anywhere_does_not_open() {
    var application = open(Caller.APPLICATION);
    var sealed = application.seal(first(KeyRef.DATA), Randomness.secret(16), CONTEXT);
    for (int i = 0; i < sealed.length; i++) {
      var changed = sealed.clone();
      changed[i] ^= 1;
      assertThat(application.unseal(first(KeyRef.DATA), changed, CONTEXT))
          .as("byte %d", i)
          .isEmpty();
    }
    assertThat(application.unseal(first(KeyRef.DATA), new byte[0], CONTEXT)).isEmpty();
  }

  @Test
  void the_application_seals_for_the_gate_and_cannot_unseal_it() {
    var application = open(Caller.APPLICATION);
    var sealed = application.seal(first(KeyRef.GATE), Randomness.secret(32), CONTEXT);
    assertThat(application.unseal(first(KeyRef.GATE), sealed, CONTEXT)).isEmpty();
  }

  @Test
  void the_gate_unseals_nothing_but_its_own() {
    var application = open(Caller.APPLICATION);
    var gate = open(Caller.GATE);
    for (var ref : KeyRef.values()) {
      if (ref != KeyRef.GATE) {
        assertThat(
                gate.unseal(
                    first(ref),
                    application.seal(first(ref), Randomness.secret(32), CONTEXT),
                    CONTEXT))
            .as(ref.text())
            .isEmpty();
      }
    }
  }

  @Test
  void opening_it_again_finds_the_same_keys() {
    var secret = Randomness.secret(32);
    var sealed = open(Caller.APPLICATION).seal(first(KeyRef.AUDIT), secret, CONTEXT);
    assertThat(open(Caller.APPLICATION).unseal(first(KeyRef.AUDIT), sealed, CONTEXT))
        .contains(secret);
  }

  @Test
  void each_missing_setting_stops_the_start_by_its_name() {
    for (var key : settings().keySet()) {
      var less = new HashMap<>(settings());
      less.remove(key);
      assertThatThrownBy(() -> provider().open(Caller.APPLICATION, ALL, less))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining(key);
    }
  }

  @Test
  void a_new_version_is_there_for_everybody_at_once_and_the_old_one_still_opens() {
    var application = open(Caller.APPLICATION);
    var secret = Randomness.secret(32);
    var old = application.seal(first(KeyRef.DATA), secret, CONTEXT);
    var second = open(Caller.OPERATOR).add(KeyRef.DATA);

    assertThat(second).isEqualTo(new KeyVersion(KeyRef.DATA, 2));
    assertThat(application.versions(KeyRef.DATA)).containsExactly(first(KeyRef.DATA), second);
    assertThat(application.versions(KeyRef.TOKEN)).containsExactly(first(KeyRef.TOKEN));
    var fresh = application.seal(second, secret, CONTEXT);
    assertThat(application.unseal(second, fresh, CONTEXT)).contains(secret);
    assertThat(application.unseal(first(KeyRef.DATA), fresh, CONTEXT)).isEmpty();
    assertThat(application.unseal(second, old, CONTEXT)).isEmpty();
    assertThat(application.unseal(first(KeyRef.DATA), old, CONTEXT)).contains(secret);
  }

  @Test
  void an_operator_reseals_without_seeing_and_for_the_gate_too() {
    var application = open(Caller.APPLICATION);
    var operator = open(Caller.OPERATOR);
    for (var ref : KeyRef.values()) {
      var secret = Randomness.secret(32);
      var sealed = application.seal(first(ref), secret, CONTEXT);
      var second = operator.add(ref);
      assertThat(operator.unseal(first(ref), sealed, CONTEXT)).isEmpty();
      assertThatThrownBy(() -> operator.seal(second, secret, CONTEXT))
          .isInstanceOf(UnsupportedOperationException.class);
      assertThat(operator.reseal(first(ref), second, sealed, KeyContext.of("another"))).isEmpty();
      var now = operator.reseal(first(ref), second, sealed, CONTEXT).orElseThrow();
      var reader = ref == KeyRef.GATE ? open(Caller.GATE) : application;
      assertThat(reader.unseal(second, now, CONTEXT)).as(ref.text()).contains(secret);
    }
  }

  @Test
  void a_destroyed_version_opens_nothing_any_more_and_the_newest_is_not_destroyed() {
    var application = open(Caller.APPLICATION);
    var operator = open(Caller.OPERATOR);
    var sealed = application.seal(first(KeyRef.AUDIT), Randomness.secret(32), CONTEXT);
    assertThatThrownBy(() -> operator.destroy(first(KeyRef.AUDIT)))
        .isInstanceOf(IllegalArgumentException.class);
    var second = operator.add(KeyRef.AUDIT);
    operator.destroy(first(KeyRef.AUDIT));
    operator.destroy(first(KeyRef.AUDIT));

    assertThat(application.versions(KeyRef.AUDIT)).containsExactly(second);
    assertThat(application.unseal(first(KeyRef.AUDIT), sealed, CONTEXT)).isEmpty();
    assertThat(operator.add(KeyRef.AUDIT).number()).isEqualTo(3);
  }

  @Test
  void a_thing_has_one_key_until_it_is_erased_and_others_keep_theirs() {
    var application = open(Caller.APPLICATION);
    var one = Thing.subject(new java.util.UUID(1, 1));
    var other = Thing.subject(new java.util.UUID(1, 2));
    var key = application.keyOf(one).orElseThrow();
    var others = application.keyOf(other).orElseThrow();
    assertThat(key).isNotEqualTo(others);
    assertThat(open(Caller.APPLICATION).keyOf(one)).contains(key);

    open(Caller.OPERATOR).erase(java.util.List.of(one));
    open(Caller.OPERATOR).erase(java.util.List.of(one));

    assertThat(application.keyOf(one)).isEmpty();
    assertThat(open(Caller.APPLICATION).keyOf(one)).isEmpty();
    assertThat(application.keyOf(other)).contains(others);
  }

  @Test
  void only_operators_change_keys() {
    for (var caller : java.util.List.of(Caller.APPLICATION, Caller.GATE)) {
      var custody = open(caller);
      assertThatThrownBy(() -> custody.add(KeyRef.DATA))
          .isInstanceOf(UnsupportedOperationException.class);
      assertThatThrownBy(() -> custody.destroy(first(KeyRef.DATA)))
          .isInstanceOf(UnsupportedOperationException.class);
      assertThatThrownBy(
              () -> custody.erase(java.util.List.of(Thing.subject(new java.util.UUID(0, 1)))))
          .isInstanceOf(UnsupportedOperationException.class);
    }
  }

  private static KeyVersion first(KeyRef key) {
    return new KeyVersion(key, 1);
  }

  private KeyCustody open(Caller caller) {
    var custody = provider().open(caller, ALL, settings());
    opened.add(custody);
    return custody;
  }
}
