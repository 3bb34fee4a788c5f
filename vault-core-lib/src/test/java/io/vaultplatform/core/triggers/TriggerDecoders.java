package io.vaultplatform.core.triggers;

import io.vaultplatform.core.base.CanonicalJson;
import io.vaultplatform.core.base.VaultException;
import io.vaultplatform.core.decoders.Decoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The decoders of plans and states; states are those of the format's page. */
public final class TriggerDecoders {
  private static final Path PAGE = Path.of("../docs/formats/trigger-state-v1.md");

  private TriggerDecoders() {}

  public static List<Decoder> decoders() {
    return List.of(
        Decoder.ofTree(
            "triggers.TriggerJson.plan",
            List.of(TriggerJson.toTree(Plans.holding()), TriggerJson.toTree(Plans.proceeding())),
            TriggerJson::plan),
        Decoder.ofTree("triggers.TriggerJson.state", states(), TriggerDecoders::state));
  }

  // Broken trust is what an unreadable state is documented to be.
  private static Object state(Map<String, Object> tree) {
    try {
      return TriggerJson.state(tree);
    } catch (VaultException documented) {
      return documented;
    }
  }

  private static List<Map<String, Object>> states() {
    try (var lines = Files.lines(PAGE)) {
      return lines
          .filter(line -> line.startsWith("{\""))
          .map(line -> CanonicalJson.parse(line.getBytes(StandardCharsets.UTF_8)))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
