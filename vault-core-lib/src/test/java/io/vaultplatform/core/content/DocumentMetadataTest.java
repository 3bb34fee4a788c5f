package io.vaultplatform.core.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vaultplatform.core.base.FieldException;
import io.vaultplatform.core.content.DocumentMetadata.Padding;
import io.vaultplatform.core.crypto.Digest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Titles and names travel inside, and a name from elsewhere cannot climb out of a folder. */
class DocumentMetadataTest {
  private static final String HASH = Digest.sha256Hex(new byte[3]);

  @Test
  void what_was_written_is_read_back() {
    var metadata = named("Märchen 🦊.pdf");
    assertThat(DocumentMetadata.of(metadata.bytes())).isEqualTo(metadata);
    assertThat(Padding.PADME.padded(9)).isEqualTo(10);
    assertThat(Padding.NONE.padded(9)).isEqualTo(9);
  }

  @Test
  void a_name_that_is_a_path_is_refused() {
    for (var name : new String[] {"../x", "a/b", "a\\b", "..", ".", "", " ", "a\u0000b", "a\nb"}) {
      assertThatThrownBy(() -> named(name))
          .isInstanceOfSatisfying(
              FieldException.class, e -> assertThat(e.field()).isEqualTo("metadata.fileName"));
    }
  }

  @Test
  void it_prints_nothing_of_the_content() {
    assertThat(named("secret-plan.pdf").toString()).doesNotContain("secret-plan");
  }

  @Test
  void another_version_of_the_format_is_refused() {
    var v2 =
        new String(named("x").bytes(), StandardCharsets.UTF_8)
            .replace("metadata/v1", "metadata/v2")
            .getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> DocumentMetadata.of(v2)).hasMessageContaining("metadata.format");
  }

  private static DocumentMetadata named(String fileName) {
    return new DocumentMetadata("A title", fileName, "application/pdf", 3, HASH, Padding.PADME);
  }
}
