package io.vaultplatform.witness.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdempotencyTest {
  /** Two methods as resources have them. */
  static final class Resource {
    void usual(String id, Object body) {}

    void large(String id, @MaxBytes(1 << 20) Object body) {}
  }

  /** A body that never ends, and counts how much of it was read. */
  private static final class Endless extends InputStream {
    private long read;

    @Override
    public int read() {
      read++;
      return 'x';
    }

    @Override
    public int read(byte[] into, int from, int most) {
      Arrays.fill(into, from, from + most, (byte) 'x');
      read += most;
      return most;
    }
  }

  @ParameterizedTest
  @CsvSource({"usual, 262144", "large, 1048576"})
  void of_a_body_with_a_key_no_more_is_read_than_its_method_takes(String name, long most)
      throws ReflectiveOperationException {
    var method = Resource.class.getDeclaredMethod(name, String.class, Object.class);
    var body = new Endless();
    assertThatThrownBy(() -> Idempotency.read(method, body))
        .isInstanceOfSatisfying(
            RefusedException.class,
            refused -> {
              assertThat(refused.refusal().reason().status()).isEqualTo(413);
              assertThat(refused.refusal().field()).contains("body");
            });
    assertThat(body.read).isEqualTo(most + 1);
  }

  @Test
  void a_body_that_fits_is_read_whole() throws ReflectiveOperationException {
    var method = Resource.class.getDeclaredMethod("usual", String.class, Object.class);
    var body = new byte[StrictJson.MOST_BYTES];
    assertThat(Idempotency.read(method, new java.io.ByteArrayInputStream(body))).isEqualTo(body);
  }
}
