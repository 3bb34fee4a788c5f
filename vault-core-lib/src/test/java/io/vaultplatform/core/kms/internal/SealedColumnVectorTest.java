package io.vaultplatform.core.kms.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.crypto.Sealing;
import io.vaultplatform.core.crypto.SecretBytes;
import io.vaultplatform.core.kms.Column;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The vector of docs/formats/sealed-column-v1.md, made by other code than ours. */
class SealedColumnVectorTest {
  @Test
  void the_vector_opens() {
    var key = new byte[32];
    for (int i = 0; i < 32; i++) {
      key[i] = (byte) i;
    }
    var vault = new VaultId(UUID.fromString("019c2f6a-1d5c-7a8e-9d6c-0f2a4a4c1b11"));
    var cell =
        new Column("trustees", "alias", UUID.fromString("019c2f6a-1d5c-7a8e-9d6c-0f2a4a4c1b12"));
    var sealed =
        HexFormat.of()
            .parseHex(
                "01a0a1a2a3a4a5a6a7a8a9aaaba76d1259658663cd1b57fdb969d69656fc4d763ade07454bb7");
    var opened = Sealing.open(SecretBytes.of(key), sealed, DataKeys.meaning(vault, cell));
    assertThat(
            opened.map(secret -> secret.expose(bytes -> new String(bytes, StandardCharsets.UTF_8))))
        .contains("Aunt Mary");
  }
}
