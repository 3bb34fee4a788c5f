package io.vaultplatform.core.audit;

import io.vaultplatform.core.base.Fields;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * What the chain knows of a personal payload: whom it is about, and two hashes.
 *
 * <p>Two, because they answer different questions. {@code sealed} is the hash of the stored
 * ciphertext: anybody can see that it was not exchanged. {@code plain} is a salted hash of the
 * content: whoever holds the subject's key sees that the ciphertext was not made to open into
 * something else (AES-GCM alone does not promise that). The salt is inside the ciphertext, so
 * nothing can be guessed from {@code plain} once the key is destroyed.
 *
 * @param plain SHA-256 in hex; see {@code docs/formats/audit-entry-v1.md}
 * @param sealed SHA-256 in hex of the ciphertext
 */
public record Commitment(UUID subject, String plain, String sealed) {

  public Commitment {
    Objects.requireNonNull(subject, "subject");
    Facts.hash("payload.plain", plain);
    Facts.hash("payload.sealed", sealed);
  }

  Map<String, Object> toTree() {
    return Map.of("subject", subject.toString(), "plain", plain, "sealed", sealed);
  }

  static Commitment of(Fields fields) {
    var read = new Commitment(fields.uuid("subject"), fields.hash("plain"), fields.hash("sealed"));
    fields.end();
    return read;
  }
}
