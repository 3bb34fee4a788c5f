package io.vaultplatform.core.content;

import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.FieldException;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.Refusal;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.crypto.Digest;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.crypto.VerificationKey;
import java.util.Objects;

/**
 * Evidence about a file: it is what its owner signed, or what is wrong with it (INV-11).
 *
 * <p>Server and client ask the same three questions in this order: is this the owner's manifest for
 * the place it was found in ({@link #signed}), are these its headers and metadata ({@link #small}),
 * and is this its payload ({@link #payload}). Nothing is opened before the first two.
 */
public sealed interface ManifestCheck {

  /** It is what the owner signed. */
  record Intact(Manifest manifest) implements ManifestCheck {}

  /**
   * It is not.
   *
   * @param fault the kind of deception or accident
   * @param field which part shows it, as a dotted path
   * @param why one sentence
   */
  record Broken(Fault fault, String field, String why) implements ManifestCheck {}

  /** What can be wrong with a file and its manifest. */
  enum Fault {
    /** Not a manifest of a version we know. */
    UNREADABLE,
    /** Not signed by the owner's key. */
    FOREIGN_SIGNATURE,
    /** Signed, but names another owner. */
    FOREIGN_OWNER,
    /** The manifest of another vault or document was put here. */
    SWAPPED,
    /** A newer version was seen before. */
    ROLLED_BACK,
    /** A version ahead of what was asked for. */
    SKIPPED,
    /** Another class than the document has. */
    WRONG_CLASS,
    /** The payload ends early. */
    CUT,
    /** The payload goes on beyond its end. */
    EXTENDED,
    /** The payload has the right length and other bytes. */
    CHANGED,
    /** The document's header is not the one signed. */
    HEADER_CHANGED,
    /** The metadata file is not the one signed. */
    METADATA_CHANGED
  }

  /**
   * What whoever asks already knows.
   *
   * @param key the owner's signing key, from where it was pinned or published
   * @param leastVersion the newest version ever seen, or 1
   * @param mostVersion the version asked for, or the highest there may be
   */
  record Expected(
      AccountId owner,
      VerificationKey key,
      VaultId vault,
      DocumentId document,
      int leastVersion,
      int mostVersion,
      EncryptionClass encryptionClass) {

    public Expected {
      Objects.requireNonNull(owner, "owner");
      Objects.requireNonNull(key, "key");
      Objects.requireNonNull(encryptionClass, "encryptionClass");
      if (leastVersion < 1 || mostVersion < leastVersion) {
        throw new IllegalArgumentException("versions count from 1 upwards");
      }
    }

    /** Exactly this version. */
    public static Expected exactly(AccountId owner, VerificationKey key, Item item) {
      return new Expected(
          owner,
          key,
          item.vault(),
          item.document(),
          item.version(),
          item.version(),
          item.encryptionClass());
    }

    /** This version or a newer one. */
    public static Expected atLeast(AccountId owner, VerificationKey key, Item item) {
      return new Expected(
          owner,
          key,
          item.vault(),
          item.document(),
          item.version(),
          Integer.MAX_VALUE,
          item.encryptionClass());
    }
  }

  /** Whether this is the owner's manifest for that place. */
  static ManifestCheck signed(Signed signed, Expected expected) {
    return switch (signed.verify(expected.key(), Manifest.FORMAT)) {
      case Signed.Verification.Broken(var why) ->
          new Broken(
              Fault.FOREIGN_SIGNATURE, "manifest.signatures", "Refused because " + why + ".");
      case Signed.Verification.Valid(var body) -> {
        try {
          yield placed(Manifest.of(body), expected);
        } catch (FieldException e) {
          yield new Broken(Fault.UNREADABLE, e.field(), e.refusal().detail());
        }
      }
    };
  }

  /** Whether these are the manifest's headers and metadata; in class A headers are not signed. */
  static ManifestCheck small(
      Manifest manifest, byte[] header, byte[] metadataHeader, byte[] metadataPayload) {
    if (!Digest.sha256Hex(metadataPayload).equals(manifest.metadataPayloadSha256())) {
      return new Broken(
          Fault.METADATA_CHANGED, "metadata", "The metadata are not those the owner signed.");
    }
    if (manifest.headers().isPresent()) {
      var hashes = manifest.headers().get();
      if (!Digest.sha256Hex(header).equals(hashes.header())) {
        return new Broken(
            Fault.HEADER_CHANGED, "header", "The header is not the one the owner signed.");
      }
      if (!Digest.sha256Hex(metadataHeader).equals(hashes.metadataHeader())) {
        return new Broken(
            Fault.METADATA_CHANGED,
            "metadata",
            "The header of the metadata is not the one the owner signed.");
      }
    }
    return new Intact(manifest);
  }

  /** Whether a payload of that length and hash is the manifest's. */
  static ManifestCheck payload(Manifest manifest, long size, String sha256) {
    if (size < manifest.payloadSize()) {
      return new Broken(
          Fault.CUT,
          "payload",
          "The payload was cut: " + size + " of " + manifest.payloadSize() + " bytes.");
    }
    if (size > manifest.payloadSize()) {
      return new Broken(
          Fault.EXTENDED,
          "payload",
          "The payload goes on beyond the " + manifest.payloadSize() + " bytes the owner signed.");
    }
    if (!sha256.equals(manifest.payloadSha256())) {
      return new Broken(
          Fault.CHANGED,
          "payload",
          "The payload was changed: it has the right length and another SHA-256.");
    }
    return new Intact(manifest);
  }

  /** The same as an outcome that refuses (422) and names the field. */
  default Outcome<Manifest> orRefuse() {
    return switch (this) {
      case Intact(var manifest) -> Outcome.done(manifest);
      case Broken(var fault, var field, var why) ->
          Outcome.refused(Refusal.Reason.UNACCEPTABLE, field, why);
    };
  }

  private static ManifestCheck placed(Manifest manifest, Expected expected) {
    if (!manifest.owner().equals(expected.owner())) {
      return new Broken(Fault.FOREIGN_OWNER, "manifest.owner", "The manifest names another owner.");
    }
    if (!manifest.vault().equals(expected.vault())) {
      return new Broken(Fault.SWAPPED, "manifest.vault", "The manifest belongs to another vault.");
    }
    if (!manifest.document().equals(expected.document())) {
      return new Broken(
          Fault.SWAPPED, "manifest.document", "The manifest belongs to another document.");
    }
    if (manifest.version() < expected.leastVersion()) {
      return new Broken(
          Fault.ROLLED_BACK,
          "manifest.version",
          "The manifest is of version "
              + manifest.version()
              + ", and version "
              + expected.leastVersion()
              + " is known.");
    }
    if (manifest.version() > expected.mostVersion()) {
      return new Broken(
          Fault.SKIPPED,
          "manifest.version",
          "The manifest is of version "
              + manifest.version()
              + ", not of version "
              + expected.mostVersion()
              + ".");
    }
    if (manifest.encryptionClass() != expected.encryptionClass()) {
      return new Broken(
          Fault.WRONG_CLASS,
          "manifest.class",
          "The manifest names class "
              + manifest.encryptionClass()
              + ", and this document is of class "
              + expected.encryptionClass()
              + ".");
    }
    return new Intact(manifest);
  }
}
