package io.vaultplatform.core.content;

import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.content.Manifest.EscrowNames;
import io.vaultplatform.core.crypto.AgeFile;
import io.vaultplatform.core.crypto.AgeHeader;
import io.vaultplatform.core.crypto.AgeIdentity;
import io.vaultplatform.core.crypto.AgeLimits;
import io.vaultplatform.core.crypto.AgeRecipient;
import io.vaultplatform.core.crypto.Digest;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.crypto.SigningKey;
import io.vaultplatform.core.crypto.Suite;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** A client at work: real keys, real age files, real signatures. */
public final class Writing {
  public static final UploadLimits LIMITS = new UploadLimits(1 << 20, 65536, 4 << 20);

  public final AccountId account;
  public final SigningKey signing;
  public final AgeIdentity identity;

  public Writing() {
    this(new AccountId(UUID.randomUUID()), SigningKey.generate(Suite.HYBRID), Suite.CLASSIC);
  }

  private Writing(AccountId account, SigningKey signing, Suite suite) {
    this.account = account;
    this.signing = signing;
    this.identity = AgeIdentity.generate(suite);
  }

  /** The same person with a key of that suite. */
  public Writing with(Suite suite) {
    return new Writing(account, signing, suite);
  }

  /** A file made ready for upload. */
  public static final class Parts {
    private final Item item;
    private final byte[] header;
    private final byte[] payload;
    private final byte[] metadata;
    private final Manifest manifest;
    private final Signed signed;

    public Parts(
        Item item,
        byte[] header,
        byte[] payload,
        byte[] metadata,
        Manifest manifest,
        Signed signed) {
      this.item = item;
      this.header = header.clone();
      this.payload = payload.clone();
      this.metadata = metadata.clone();
      this.manifest = manifest;
      this.signed = signed;
    }

    public Item item() {
      return item;
    }

    public byte[] header() {
      return header.clone();
    }

    public byte[] payload() {
      return payload.clone();
    }

    public byte[] metadata() {
      return metadata.clone();
    }

    public Manifest manifest() {
      return manifest;
    }

    public Signed signed() {
      return signed;
    }

    public Offer offer() {
      return offer(LIMITS);
    }

    public Offer offer(UploadLimits limits) {
      return switch (Offer.read(item, header, metadata, signed, limits)) {
        case Outcome.Done<Offer>(var offer) -> offer;
        case Outcome.Refused<Offer>(var refusal) -> throw new AssertionError(refusal);
      };
    }

    /** The whole document as one age file. */
    public byte[] file() {
      var file = Arrays.copyOf(header, header.length + payload.length);
      System.arraycopy(payload, 0, file, header.length, payload.length);
      return file;
    }
  }

  /** Where a new document of that class would lie. */
  public static Item item(EncryptionClass type, VaultId vault) {
    return Item.of(type, vault, new DocumentId(UUID.randomUUID()), 1);
  }

  /** A document for exactly these people. */
  public Parts document(Item item, String text, List<AgeRecipient> others) {
    return document(item, text.getBytes(StandardCharsets.UTF_8), others, Optional.empty());
  }

  public Parts document(
      Item item, byte[] plain, List<AgeRecipient> others, Optional<EscrowNames> escrow) {
    Set<AgeRecipient> recipients = new LinkedHashSet<>();
    recipients.add(identity.recipient());
    recipients.addAll(others);
    return document(item, plain, plain.length, recipients, escrow, DocumentMetadata.Padding.NONE);
  }

  /** A document of class A, padded as the client of the product pads. */
  public Parts padded(Item item, byte[] plain, AgeRecipient platform) {
    var padding = DocumentMetadata.Padding.PADME;
    var whole = Arrays.copyOf(plain, (int) padding.padded(plain.length));
    var recipients = Set.of(identity.recipient(), platform);
    return document(item, whole, plain.length, recipients, Optional.empty(), padding);
  }

  private Parts document(
      Item item,
      byte[] plain,
      int size,
      Set<AgeRecipient> recipients,
      Optional<EscrowNames> escrow,
      DocumentMetadata.Padding padding) {
    var file = AgeFile.encrypt(plain, recipients);
    var head = header(file);
    var payload = Arrays.copyOfRange(file, head.length(), file.length);
    var metadata =
        AgeFile.encrypt(
            new DocumentMetadata(
                    "A letter",
                    "letter.txt",
                    "text/plain",
                    size,
                    Digest.sha256Hex(Arrays.copyOf(plain, size)),
                    padding)
                .bytes(),
            recipients);
    return parts(item, head.bytes(), payload, metadata, plain.length, escrow);
  }

  /** The same parts under a manifest made for them. */
  public Parts parts(
      Item item,
      byte[] header,
      byte[] payload,
      byte[] metadata,
      long plainSize,
      Optional<EscrowNames> escrow) {
    var metadataHeader = header(metadata);
    var manifest =
        new Manifest(
            account,
            item.vault(),
            item.document(),
            item.version(),
            item.encryptionClass(),
            escrow,
            Digest.sha256Hex(payload),
            payload.length,
            plainSize,
            Digest.sha256Hex(
                Arrays.copyOfRange(metadata, metadataHeader.length(), metadata.length)),
            item.encryptionClass() == EncryptionClass.A
                ? Optional.empty()
                : Optional.of(
                    new Manifest.HeaderHashes(
                        Digest.sha256Hex(header), Digest.sha256Hex(metadataHeader.bytes()))));
    return new Parts(item, header, payload, metadata, manifest, manifest.sign(signing));
  }

  public static AgeHeader header(byte[] file) {
    return AgeHeader.read(file, AgeLimits.DEFAULT).orThrow("a test's file");
  }
}
