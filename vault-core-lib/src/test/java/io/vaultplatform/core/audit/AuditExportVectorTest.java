package io.vaultplatform.core.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.core.base.CanonicalJson;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.crypto.VerificationKey;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The vector of docs/formats/audit-export-v1.md, made by other code than ours. */
class AuditExportVectorTest {
  private static final VerificationKey KEY =
      new VerificationKey("ed25519:11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo");
  private static final Chain CHAIN =
      Chain.of(new VaultId(UUID.fromString("0190f3c2-7c00-7000-8000-000000000001")));

  private static byte[] vector(String name) throws IOException {
    try (var in =
        Objects.requireNonNull(
            AuditExportVectorTest.class.getResourceAsStream("/vectors/" + name))) {
      return in.readAllBytes();
    }
  }

  private static LogEvidence verified(byte[] export) throws IOException {
    var receipt = Receipt.of(CanonicalJson.parse(vector("receipt-v1.json")));
    return LogVerifier.verify(
        new ByteArrayInputStream(export), Set.of(KEY), Optional.of(CHAIN), List.of(receipt));
  }

  @Test
  void an_export_that_was_written_from_the_pages_alone_is_intact() throws IOException {
    assertThat(verified(vector("audit-export-v1.jsonl")))
        .isInstanceOfSatisfying(
            LogEvidence.Intact.class,
            intact -> {
              assertThat(intact.count()).isEqualTo(4);
              assertThat(intact.receipts()).isEqualTo(1);
              assertThat(intact.head().hash())
                  .isEqualTo("83d354e668bf24511aef72faf75b720e7256303f55f1e6f16944ab9151bcd897");
            });
  }

  @Test
  void a_bit_of_its_personal_payload_is_missed_at_its_entry() throws IOException {
    var export = vector("audit-export-v1.jsonl");
    var text = new String(export, StandardCharsets.UTF_8);
    int at = text.indexOf("\"payload\":\"") + 30;
    export[at] = (byte) (export[at] == 'A' ? 'B' : 'A');
    assertThat(verified(export))
        .isInstanceOfSatisfying(
            LogEvidence.Broken.class,
            broken -> {
              assertThat(broken.index()).isEqualTo(2);
              assertThat(broken.flaw()).isEqualTo(Flaw.EDITED);
            });
  }
}
