package io.vaultplatform.core.content;

import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.CanonicalJson;
import io.vaultplatform.core.base.FieldException;
import io.vaultplatform.core.base.Fields;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.crypto.Digest;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.crypto.SigningKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * What the owner signs about one version of a document: {@code vault/manifest/v1} (INV-11).
 *
 * <p>An age file has no sender and no place. The manifest gives it both: whose it is, which vault,
 * document, version and class, and the hashes of its parts. Whoever serves another file, an older
 * one or a shorter one is found out by {@link ManifestCheck}.
 *
 * @param version from 1, without gaps
 * @param escrow the trigger epoch whose escrow identities the header names; empty while not armed,
 *     and always in class A and C
 * @param payloadSha256 of the payload's ciphertext, lower-case hex
 * @param payloadSize bytes of the payload's ciphertext
 * @param plainSize bytes of the padded plaintext; the true length is in the metadata, encrypted
 * @param metadataPayloadSha256 of the metadata file's payload, lower-case hex
 * @param headers hashes of the two headers; empty in class A, where the server re-wraps headers to
 *     a new platform identity and the audit log records them instead
 */
public record Manifest(
    AccountId owner,
    VaultId vault,
    DocumentId document,
    int version,
    EncryptionClass encryptionClass,
    Optional<EscrowNames> escrow,
    String payloadSha256,
    long payloadSize,
    long plainSize,
    String metadataPayloadSha256,
    Optional<HeaderHashes> headers) {

  /** The name of the format, which the signature covers. */
  public static final String FORMAT = "vault/manifest/v1";

  /** The most documents ever need: 8 TiB. Below 2^53, so that every JSON reader keeps it. */
  public static final long MAX_SIZE = 1L << 43;

  private static final int MAX_VERSION = 1_000_000;

  /**
   * The escrow identities that a header names.
   *
   * @param trigger whose epoch it is
   * @param epoch from 1
   * @param fingerprints SHA-256 of each identity's {@code age1…} text; one stanza each, 1 to 19
   */
  public record EscrowNames(UUID trigger, int epoch, List<String> fingerprints) {
    public EscrowNames {
      Objects.requireNonNull(trigger, "trigger");
      fingerprints = List.copyOf(fingerprints);
      if (epoch < 1) {
        throw new FieldException("manifest.epoch", "of an armed document counts from 1");
      }
      // 20 stanzas are the most of an age header here, and the owner's is one of them.
      if (fingerprints.isEmpty() || fingerprints.size() > 19) {
        throw new FieldException("manifest.escrow", "names 1 to 19 escrow identities while armed");
      }
      if (fingerprints.stream().distinct().count() != fingerprints.size()
          || !fingerprints.stream().allMatch(Digest::isSha256Hex)) {
        throw new FieldException("manifest.escrow", "holds different SHA-256 in lower-case hex");
      }
    }
  }

  /** SHA-256 of the document's header and of its metadata file's header, lower-case hex. */
  public record HeaderHashes(String header, String metadataHeader) {
    public HeaderHashes {
      requireHash("headerSha256", header);
      requireHash("metadataHeaderSha256", metadataHeader);
    }
  }

  public Manifest {
    Objects.requireNonNull(owner, "owner");
    Objects.requireNonNull(vault, "vault");
    Objects.requireNonNull(document, "document");
    Objects.requireNonNull(encryptionClass, "class");
    requireHash("payloadSha256", payloadSha256);
    requireHash("metadataPayloadSha256", metadataPayloadSha256);
    if (version < 1 || version > MAX_VERSION) {
      throw new FieldException("manifest.version", "is not within 1 and " + MAX_VERSION);
    }
    if (plainSize < 0 || plainSize > MAX_SIZE) {
      throw new FieldException("manifest.plainSize", "is not within 0 and " + MAX_SIZE);
    }
    if (payloadSize != AgePayload.lengthOf(plainSize)) {
      throw new FieldException(
          "manifest.payloadSize",
          "is not the length of an age payload of plainSize bytes: the file was cut or extended");
    }
    if (escrow.isPresent() && encryptionClass != EncryptionClass.B) {
      throw new FieldException("manifest.epoch", "is 0 outside class B: only class B is escrowed");
    }
    if (headers.isPresent() == (encryptionClass == EncryptionClass.A)) {
      throw new FieldException(
          "manifest.headerSha256", "is there in class B and C, and absent in class A");
    }
  }

  /** The item it describes. */
  public Item item() {
    return Item.of(encryptionClass, vault, document, version);
  }

  /** The epoch: 0 while not armed. */
  public int epoch() {
    return escrow.map(EscrowNames::epoch).orElse(0);
  }

  /** The signed form. */
  public Signed sign(SigningKey owner) {
    return Signed.sign(body(), owner);
  }

  /** The tree that is signed; see {@code docs/formats/manifest-v1.md}. */
  public Map<String, Object> body() {
    var body = new LinkedHashMap<String, Object>();
    body.put("format", FORMAT);
    body.put("owner", owner.toString());
    body.put("vault", vault.toString());
    body.put("document", document.toString());
    body.put("version", version);
    body.put("class", encryptionClass.name());
    body.put("epoch", epoch());
    escrow.ifPresent(names -> body.put("trigger", names.trigger().toString()));
    body.put("escrow", escrow.map(EscrowNames::fingerprints).orElse(List.of()));
    body.put("payloadSha256", payloadSha256);
    body.put("payloadSize", payloadSize);
    body.put("plainSize", plainSize);
    body.put("metadataPayloadSha256", metadataPayloadSha256);
    headers.ifPresent(
        hashes -> {
          body.put("headerSha256", hashes.header());
          body.put("metadataHeaderSha256", hashes.metadataHeader());
        });
    return body;
  }

  /**
   * Reads a body, whoever signed it.
   *
   * @throws FieldException naming the member that is missing, malformed, contradictory or unknown
   */
  public static Manifest of(Map<String, ?> body) {
    var fields = Fields.of(body, "manifest");
    fields.format(FORMAT);
    var type = fields.text("class");
    var manifest =
        new Manifest(
            new AccountId(fields.uuid("owner")),
            new VaultId(fields.uuid("vault")),
            new DocumentId(fields.uuid("document")),
            (int) fields.number("version", 1, MAX_VERSION),
            EncryptionClass.named(type)
                .orElseThrow(() -> new FieldException("manifest.class", "is not A, B or C")),
            escrowOf(fields),
            fields.hash("payloadSha256"),
            fields.number("payloadSize", 0, CanonicalJson.MAX_INTEGER),
            fields.number("plainSize", 0, CanonicalJson.MAX_INTEGER),
            fields.hash("metadataPayloadSha256"),
            headersOf(fields));
    fields.end();
    return manifest;
  }

  private static Optional<EscrowNames> escrowOf(Fields fields) {
    int epoch = (int) fields.number("epoch", 0, Integer.MAX_VALUE);
    var names = new ArrayList<>(fields.texts("escrow"));
    if (epoch > 0) {
      return Optional.of(new EscrowNames(fields.uuid("trigger"), epoch, names));
    }
    if (!names.isEmpty()) {
      throw new FieldException("manifest.escrow", "is empty in epoch 0");
    }
    return Optional.empty(); // a trigger named here all the same is refused by end()
  }

  private static Optional<HeaderHashes> headersOf(Fields fields) {
    return fields.has("headerSha256") || fields.has("metadataHeaderSha256")
        ? Optional.of(
            new HeaderHashes(fields.hash("headerSha256"), fields.hash("metadataHeaderSha256")))
        : Optional.empty();
  }

  private static void requireHash(String name, String hash) {
    if (!Digest.isSha256Hex(hash)) {
      throw new FieldException("manifest." + name, "is not a SHA-256 in lower-case hex");
    }
  }
}
