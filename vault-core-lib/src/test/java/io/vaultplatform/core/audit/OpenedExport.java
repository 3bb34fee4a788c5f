package io.vaultplatform.core.audit;

import io.vaultplatform.core.base.CanonicalJson;
import io.vaultplatform.core.base.Fields;
import io.vaultplatform.core.crypto.AgeFile;
import io.vaultplatform.core.crypto.AgeIdentity;
import io.vaultplatform.core.crypto.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * What the owner of an export can read in it: the personal payloads, by the format's page alone.
 */
public final class OpenedExport {
  private OpenedExport() {}

  /** The aliases in the personal payloads, in order. */
  public static List<String> aliases(String export, AgeIdentity owner) {
    var entries = new ArrayList<ExportedEntry>();
    var keys = new HashMap<UUID, SecretBytes>();
    for (var text : export.strip().split("\n", -1)) {
      var line = CanonicalJson.parse(text.getBytes(StandardCharsets.UTF_8));
      if (line.containsKey("entry")) {
        entries.add(ExportedEntry.of(line));
      } else if (line.containsKey("subjectKey")) {
        var subject = Fields.of(line, "").object("subjectKey");
        keys.put(subject.uuid("subject"), key(subject.binary("file"), owner));
      }
    }
    return entries.stream()
        .filter(entry -> entry.payload().isPresent())
        .map(entry -> open(entry, keys))
        .map(personal -> String.valueOf(personal.content().get("alias")))
        .toList();
  }

  private static SecretBytes key(byte[] file, AgeIdentity owner) {
    return AgeFile.decrypt(file, List.of(owner), 4096)
        .orThrow("the key file")
        .expose(
            plain -> SecretBytes.taking(Fields.of(CanonicalJson.parse(plain), "").binary("key")));
  }

  private static Personal open(ExportedEntry entry, Map<UUID, SecretBytes> keys) {
    var commitment = entry.commitment().orElseThrow();
    var sealed = Fields.of(Map.of("p", entry.payload().orElseThrow()), "").binary("p");
    return PersonalSeal.open(
            Objects.requireNonNull(keys.get(commitment.subject())),
            entry.chain(),
            entry.sequence(),
            sealed,
            commitment)
        .orElseThrow();
  }
}
