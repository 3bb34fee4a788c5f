package io.vaultplatform.core.accounts.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.core.crypto.SecretBytes;
import java.util.HexFormat;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The vectors of docs/formats/sign-in-record-v1.md, made by other code than ours. */
class DoorVectorTest {
  private static byte[] counting(int from) {
    var bytes = new byte[32];
    IntStream.range(0, 32).forEach(i -> bytes[i] = (byte) (from + i));
    return bytes;
  }

  private static String hex(SecretBytes secret) {
    try (secret) {
      return secret.expose(HexFormat.of()::formatHex);
    }
  }

  @Test
  void a_key_that_signs_in_is_kept_as_this_hash() {
    try (var authKey = SecretBytes.taking(counting(0))) {
      assertThat(hex(Door.hash(authKey, counting(32))))
          .isEqualTo("b323bcbca70cc6c6fad57fa40089dd7f83b8b14b837063933d8fb4719bddb307");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "name, river, 9b3f0a45df1cff989d55380470ac92f64891377b3264782c376178fa237cd4e3",
    "name-at-address, river 192.0.2.7,"
        + " 066d0dd537fba12f25f2cb13f60a7fb81588ea206baf375f7a1e109c92973a3b"
  })
  void a_name_or_an_address_is_kept_keyed(String purpose, String text, String subject) {
    try (var key = SecretBytes.taking(counting(0))) {
      assertThat(hex(Door.keyed(key, purpose, text))).isEqualTo(subject);
    }
  }
}
