package io.vaultplatform.core.triggers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vaultplatform.core.base.CanonicalJson;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.VaultException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The vectors on the format pages are read and written back byte for byte. */
class FormatPagesTest {
  private static final Path FORMATS = Path.of("..", "docs", "formats");

  @Test
  void every_plan_on_its_page_is_written_back_byte_for_byte() throws IOException {
    var vectors = vectors("trigger-plan-v1.md");
    assertThat(vectors).hasSizeGreaterThanOrEqualTo(2);
    for (var vector : vectors) {
      var read = (Outcome.Done<Plan>) TriggerJson.plan(CanonicalJson.parse(bytes(vector)));
      assertThat(CanonicalJson.text(TriggerJson.toTree(read.value()))).isEqualTo(vector);
    }
  }

  @Test
  void every_state_on_its_page_is_written_back_byte_for_byte_and_none_is_missing()
      throws IOException {
    var kinds = EnumSet.noneOf(TriggerState.Kind.class);
    for (var vector : vectors("trigger-state-v1.md")) {
      var read = TriggerJson.state(CanonicalJson.parse(bytes(vector)));
      kinds.add(read.kind());
      assertThat(CanonicalJson.text(TriggerJson.toTree(read))).isEqualTo(vector);
    }
    assertThat(kinds).containsExactlyInAnyOrder(TriggerState.Kind.values());
  }

  @Test
  void a_stored_state_that_cannot_be_read_is_broken_trust_and_never_reset() {
    Map<String, Object> sound =
        TriggerJson.toTree(new TriggerState.Executed(java.time.Instant.EPOCH));
    for (var change :
        List.of(
            Map.entry("format", (Object) "vault/trigger-state/v2"),
            Map.entry("state", (Object) "released"),
            Map.entry("since", (Object) "yesterday"),
            Map.entry("extra", (Object) 1))) {
      var broken = new HashMap<>(sound);
      broken.put(change.getKey(), change.getValue());
      assertThatThrownBy(() -> TriggerJson.state(broken)).isInstanceOf(VaultException.class);
    }
    var held =
        Map.<String, Object>of(
            "format",
            TriggerJson.STATE_FORMAT,
            "state",
            "held",
            "since",
            "2026-01-01T00:00:00Z",
            "why",
            "clocks",
            "from",
            Map.of("state", "draft"));
    assertThatThrownBy(() -> TriggerJson.state(held)).isInstanceOf(VaultException.class);
  }

  private static List<String> vectors(String page) throws IOException {
    return Files.readAllLines(FORMATS.resolve(page)).stream()
        .filter(line -> line.startsWith("{\"") && line.endsWith("}"))
        .toList();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
