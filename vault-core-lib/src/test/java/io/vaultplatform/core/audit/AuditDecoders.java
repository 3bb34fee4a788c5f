package io.vaultplatform.core.audit;

import io.vaultplatform.core.base.CanonicalJson;
import io.vaultplatform.core.crypto.Sealing;
import io.vaultplatform.core.crypto.SecretBytes;
import io.vaultplatform.core.crypto.SigningKey;
import io.vaultplatform.core.decoders.Decoder;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The decoders of the log: exports, entries, receipts, checkpoints, personal payloads. */
public final class AuditDecoders {
  private AuditDecoders() {}

  public static List<Decoder> decoders() {
    var key = SampleLog.key(1);
    var chain = SampleLog.vault(1);
    var log = SampleLog.of(chain, key, 6, 42);
    var checkpoint = Checkpoint.sign(log.entries.getLast().head(), SampleLog.START, key);
    return List.of(
        Decoder.ofBytes(
            "audit.LogVerifier.verify",
            List.of(log.bytes(), SampleLog.of(chain, key, 2, 7).bytes()),
            export ->
                LogVerifier.verify(
                    new ByteArrayInputStream(export),
                    Set.of(key.verificationKey()),
                    Optional.of(chain),
                    log.receipts)),
        Decoder.ofTree("audit.Entry.of", trees(log.entries, Entry::toTree), Entry::of),
        Decoder.ofTree(
            "audit.Receipt.of", trees(log.receipts, Receipt::toTree), tree -> Receipt.of(tree)),
        Decoder.ofTree(
            "audit.Receipt.of successions",
            List.of(log.receipts.getLast().with(List.of(succession(key))).toTree()),
            tree -> Receipt.of(tree)),
        Decoder.ofSigned(
            "audit.Receipt.of signed", log.receipts.getFirst().signed(), key, Receipt::of),
        Decoder.ofSigned("audit.Checkpoint.of", checkpoint.signed(), key, Checkpoint::of),
        personal(chain),
        Decoder.ofText(
            "audit.EventType.of",
            List.of(EventType.TRIGGER_ARMED.text(), EventType.TRIGGER_STEPPED.text()),
            EventType::of),
        Decoder.ofText(
            "audit.Chain.of", List.of("vault", "account"), kind -> Chain.of(kind, new UUID(1, 2))));
  }

  private static Succession succession(SigningKey key) {
    return Succession.announce(key, SampleLog.key(2), SampleLog.START);
  }

  // The content is changed before it is sealed: behind a seal that holds it would never be read.
  private static Decoder personal(Chain chain) {
    var secret = Sealing.newKey();
    var subject = new UUID(7, 7);
    var content =
        CanonicalJson.bytes(
            Map.of("content", Map.of("alias", "Ann"), "salt", "AAAAAAAAAAAAAAAAAAAAAA"));
    return Decoder.ofBytes(
        "audit.PersonalSeal.open",
        List.of(content),
        plain -> {
          try (var wrong = SecretBytes.of(plain)) {
            var sealed = Sealing.seal(secret, wrong, PersonalSeal.meaning(chain, 3, subject));
            var commitment =
                new Commitment(subject, "0".repeat(64), PersonalSeal.sealedHash(sealed));
            return PersonalSeal.open(secret, chain, 3, sealed, commitment);
          }
        });
  }

  private static <T> List<Map<String, Object>> trees(
      List<T> values, java.util.function.Function<T, Map<String, Object>> toTree) {
    return values.stream().map(toTree).toList();
  }
}
