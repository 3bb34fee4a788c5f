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
      var sealed = application.seal(ref, secret, CONTEXT);
      assertThat((ref == KeyRef.GATE ? gate : application).unseal(ref, sealed, CONTEXT))
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
                KeyRef.DATA, application.seal(KeyRef.DATA, secret, CONTEXT), CONTEXT))
        .contains(secret);
  }

  @Test
  void sealing_twice_gives_different_bytes() {
    var application = open(Caller.APPLICATION);
    var secret = SecretBytes.of(new byte[32]);
    assertThat(application.seal(KeyRef.DATA, secret, CONTEXT))
        .isNotEqualTo(application.seal(KeyRef.DATA, secret, CONTEXT));
  }

  @Test
  void another_context_does_not_open_it() {
    var application = open(Caller.APPLICATION);
    var sealed = application.seal(KeyRef.DATA, Randomness.secret(32), CONTEXT);
    assertThat(application.unseal(KeyRef.DATA, sealed, KeyContext.of("contract").and("key", "2")))
        .isEmpty();
    assertThat(application.unseal(KeyRef.DATA, sealed, KeyContext.of("contract"))).isEmpty();
  }

  @Test
  void another_key_does_not_open_it() {
    var application = open(Caller.APPLICATION);
    var sealed = application.seal(KeyRef.DATA, Randomness.secret(32), CONTEXT);
    assertThat(application.unseal(KeyRef.TOKEN, sealed, CONTEXT)).isEmpty();
  }

  @Test
  void one_changed_bit_anywhere_does_not_open() {
    var application = open(Caller.APPLICATION);
    var sealed = application.seal(KeyRef.DATA, Randomness.secret(16), CONTEXT);
    for (int i = 0; i < sealed.length; i++) {
      var changed = sealed.clone();
      changed[i] ^= 1;
      assertThat(application.unseal(KeyRef.DATA, changed, CONTEXT)).as("byte %d", i).isEmpty();
    }
    assertThat(application.unseal(KeyRef.DATA, new byte[0], CONTEXT)).isEmpty();
  }

  @Test
  void the_application_seals_for_the_gate_and_cannot_unseal_it() {
    var application = open(Caller.APPLICATION);
    var sealed = application.seal(KeyRef.GATE, Randomness.secret(32), CONTEXT);
    assertThat(application.unseal(KeyRef.GATE, sealed, CONTEXT)).isEmpty();
  }

  @Test
  void the_gate_unseals_nothing_but_its_own() {
    var application = open(Caller.APPLICATION);
    var gate = open(Caller.GATE);
    for (var ref : KeyRef.values()) {
      if (ref != KeyRef.GATE) {
        assertThat(gate.unseal(ref, application.seal(ref, Randomness.secret(32), CONTEXT), CONTEXT))
            .as(ref.text())
            .isEmpty();
      }
    }
  }

  @Test
  void opening_it_again_finds_the_same_keys() {
    var secret = Randomness.secret(32);
    var sealed = open(Caller.APPLICATION).seal(KeyRef.AUDIT, secret, CONTEXT);
    assertThat(open(Caller.APPLICATION).unseal(KeyRef.AUDIT, sealed, CONTEXT)).contains(secret);
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

  private KeyCustody open(Caller caller) {
    var custody = provider().open(caller, ALL, settings());
    opened.add(custody);
    return custody;
  }
}
