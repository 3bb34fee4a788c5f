package io.vaultplatform.witness.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.vaultplatform.core.base.Bytes;
import io.vaultplatform.core.content.AccessChange;
import io.vaultplatform.core.content.StoredDocument;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What the resources of documents take and give. */
final class DocumentViews {
  private DocumentViews() {}

  @Schema(
      name = "NewVersion",
      description = "A version of a document, without its payload",
      examples =
          "{\"document\":\"019c2f6a-1d5c-7a8e-9d6c-0f2a4a4c1b11\",\"version\":1"
              + ",\"class\":\"C\",\"header\":\"YWdl\",\"metadata\":\"YWdl\",\"manifes"
              + "t\":{\"v\":1,\"body\":{\"format\":\"vault/manifest/v1\"},\"signature"
              + "s\":[{\"alg\":\"Ed25519\",\"key\":\"ed25519:11qYAYKxCrfVS_7TyWQHOg7h"
              + "cvPapiMlrwIaaPcHURo\",\"sig\":\"AAEC\"}]}}")
  public record NewVersion(
      @Schema(
              description = "Chosen by the client, which has signed it",
              examples = "019c2f6a-1d5c-7a8e-9d6c-0f2a4a4c1b11")
          UUID document,
      @Schema(description = "The next one, from 1", examples = "1") int version,
      @Schema(description = "A, B or C; never changes", examples = "C") @JsonProperty("class")
          String encryptionClass,
      @Schema(
              implementation = String.class,
              format = "byte",
              description = "The age header, base64url")
          Bytes header,
      @Schema(
              implementation = String.class,
              format = "byte",
              description =
                  "An age file for the same recipients with vault/document-metadata/v1 in it,"
                      + " base64url")
          Bytes metadata,
      @Schema(
              implementation = SignedDocument.class,
              description = "vault/manifest/v1, signed by the owner")
          Map<String, Object> manifest,
      @Schema(
              description =
                  "While the vault is armed, in class B and C: the owner's next"
                      + " vault/release-list/v1, which names this version. It becomes current"
                      + " together with the version",
              examples = SignedDocument.EXAMPLE)
          Optional<Map<String, Object>> releaseList) {}

  @Schema(name = "Offered", description = "Where the payload goes on")
  public record Offered(
      @Schema(examples = "0", description = "How many bytes of the payload are kept already")
          long uploadOffset) {}

  @Schema(
      name = "NewHeaders",
      description = "Other headers for the same payload",
      examples =
          "{\"version\":1,\"header\":\"YWdl\",\"metadataHeader\":\"YWdl\",\"man"
              + "ifest\":{\"v\":1,\"body\":{\"format\":\"vault/manifest/v1\"},\"signa"
              + "tures\":[{\"alg\":\"Ed25519\",\"key\":\"ed25519:11qYAYKxCrfVS_7TyWQH"
              + "Og7hcvPapiMlrwIaaPcHURo\",\"sig\":\"AAEC\"}]}}")
  public record NewHeaders(
      @Schema(examples = "1", description = "The stored version it is for") int version,
      @Schema(
              implementation = String.class,
              format = "byte",
              description = "The age header, base64url")
          Bytes header,
      @Schema(
              implementation = String.class,
              format = "byte",
              description = "The metadata file's age header, base64url")
          Bytes metadataHeader,
      @Schema(
              implementation = SignedDocument.class,
              description = "vault/manifest/v1, signed by the owner")
          Map<String, Object> manifest) {}

  @Schema(name = "Document", description = "A stored version, without its payload")
  public record Shown(
      @Schema(examples = "019c2f6a-1d5c-7a8e-9d6c-0f2a4a4c1b11", description = "The document's id")
          UUID document,
      @Schema(examples = "1", description = "The version, from 1") int version,
      @Schema(examples = "C", description = "A, B or C") @JsonProperty("class")
          String encryptionClass,
      @Schema(
              description = "What the class promises, in one sentence",
              examples = "Only you and the people whose keys you added can ever read it.")
          String guarantee,
      @Schema(description = "How many keys open it", examples = "2") int keys,
      @Schema(description = "The suite of those keys", examples = "hybrid") String suite,
      @Schema(description = "The trigger epoch it is armed for; 0 for none", examples = "0")
          int epoch,
      @Schema(description = "Bytes of the .age file", examples = "65776") long size,
      @Schema(
              implementation = String.class,
              format = "byte",
              description = "The age header, base64url")
          Bytes header,
      @Schema(
              implementation = String.class,
              format = "byte",
              description = "The metadata age file, base64url")
          Bytes metadata,
      @Schema(
              implementation = SignedDocument.class,
              description = "vault/manifest/v1, as the owner signed it")
          Map<String, Object> manifest,
      @Schema(examples = "2027-01-31T12:00:00Z", description = "When its payload was complete")
          Instant storedAt) {

    static Shown of(StoredDocument stored) {
      var item = stored.item();
      return new Shown(
          item.document().value(),
          item.version(),
          item.encryptionClass().name(),
          item.encryptionClass().guarantee(),
          stored.keys(),
          stored.suite().text(),
          stored.manifest().epoch(),
          stored.fileSize(),
          Bytes.of(stored.headers().document()),
          Bytes.of(stored.metadata()),
          stored.signed().toTree(),
          stored.stored());
    }
  }

  @Schema(name = "Documents", description = "A page of documents, by id")
  public record Page(
      @Schema(description = "The newest version of each") List<Shown> items,
      @Schema(description = "The cursor of the next page; null at the end") Optional<UUID> next) {
    public Page {
      items = List.copyOf(items);
    }
  }

  @Schema(name = "Stored", description = "The payload is complete and is what the manifest says")
  public record Stored(
      @Schema(implementation = SignedDocument.class, description = "vault/receipt/v1: keep it")
          Map<String, Object> receipt,
      @Schema(
              implementation = Change.class,
              description = "What a new version did to who can read it; absent for a first one",
              examples = "{\"how\":\"payload\",\"sentence\":\"The payload was encrypted anew.\"}")
          Optional<Change> change) {}

  @Schema(
      name = "AccessChange",
      description = "What a change did to who can read a document, and what it cannot undo")
  public record Change(
      @Schema(
              description = "header: the payload stayed. payload: it was encrypted anew",
              examples = "header")
          String how,
      @Schema(
              description = "In words",
              examples =
                  "The payload is the same: it was opened by one key, and is by 2 keys now. Whoever"
                      + " could read it before still can, if they kept its header or get a copy of"
                      + " it.")
          String sentence) {

    static Change of(AccessChange change) {
      return new Change(change.how(), change.sentence());
    }
  }

  @Schema(name = "Rewrapped", description = "A document with other headers")
  public record Rewrapped(
      @Schema(description = "The document as it is now") Shown document,
      @Schema(description = "What it did to who can read it") Change change) {}
}
