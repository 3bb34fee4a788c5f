package io.vaultplatform.core.kms.internal;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vaultplatform.core.crypto.SecretBytes;
import io.vaultplatform.core.kms.KeyContext;
import io.vaultplatform.core.kms.KeyRef;
import io.vaultplatform.core.kms.KeyServiceException;
import io.vaultplatform.core.kms.KeyVersion;
import io.vaultplatform.core.kms.Thing;
import io.vaultplatform.core.kms.spi.KeyCustody;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whatever a key service throws when it is away, those who wait for it hear one thing. */
class CustodiesTest {
  private static final KeyContext CONTEXT = KeyContext.of("test");

  private static final KeyCustody AWAY =
      new KeyCustody() {
        @Override
        public List<KeyVersion> versions(KeyRef key) {
          throw new UncheckedIOException(new ConnectException("refused"));
        }

        @Override
        public byte[] seal(KeyVersion version, SecretBytes plain, KeyContext context) {
          throw new UncheckedIOException(new ConnectException("refused"));
        }

        @Override
        public Optional<SecretBytes> unseal(KeyVersion version, byte[] sealed, KeyContext context) {
          throw new UncheckedIOException(new ConnectException("refused"));
        }

        @Override
        public Optional<SecretBytes> keyOf(Thing thing) {
          throw new UncheckedIOException(new ConnectException("refused"));
        }

        @Override
        public KeyVersion add(KeyRef key) {
          throw new UncheckedIOException(new ConnectException("refused"));
        }

        @Override
        public void destroy(KeyVersion version) {
          throw new UncheckedIOException(new ConnectException("refused"));
        }

        @Override
        public Optional<byte[]> reseal(
            KeyVersion from, KeyVersion to, byte[] sealed, KeyContext context) {
          throw new UncheckedIOException(new ConnectException("refused"));
        }

        @Override
        public void erase(List<Thing> things) {
          throw new UncheckedIOException(new ConnectException("refused"));
        }

        @Override
        public void close() {}
      };

  @Test
  void a_key_service_that_is_away_is_named_as_such_for_every_caller() {
    try (var custodies = new Custodies(AWAY, AWAY, AWAY);
        var secret = SecretBytes.of(new byte[32])) {
      assertThatThrownBy(() -> custodies.forApplication().seal(KeyRef.GATE, secret, CONTEXT))
          .isInstanceOf(KeyServiceException.class);
      assertThatThrownBy(
              () ->
                  custodies
                      .forApplication()
                      .unseal(KeyRef.DATA, new byte[] {0, 0, 0, 1, 5}, CONTEXT))
          .isInstanceOf(KeyServiceException.class);
      assertThatThrownBy(() -> custodies.forGate().unseal(new byte[] {0, 0, 0, 1, 5}, CONTEXT))
          .isInstanceOf(KeyServiceException.class);
    }
  }

  @Test
  void bytes_that_do_not_open_are_an_outage_too_for_the_right_key_store_may_come_back() {
    var keys = TestKeys.open();
    var others = TestKeys.open();
    try (var secret = SecretBytes.of(new byte[32])) {
      var envelope = keys.application().seal(KeyRef.GATE, secret, CONTEXT);
      assertThatThrownBy(() -> others.gate().unseal(envelope, CONTEXT))
          .isInstanceOf(KeyServiceException.class);
    }
  }
}
