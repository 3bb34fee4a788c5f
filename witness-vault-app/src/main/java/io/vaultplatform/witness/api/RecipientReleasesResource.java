package io.vaultplatform.witness.api;

import static io.vaultplatform.witness.web.RefusedException.orThrow;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.vaultplatform.core.base.Refusal;
import io.vaultplatform.core.content.DocumentId;
import io.vaultplatform.core.content.StoredDocument;
import io.vaultplatform.core.crypto.Base64Url;
import io.vaultplatform.core.crypto.RecipientKeys;
import io.vaultplatform.core.escrow.Portion;
import io.vaultplatform.core.release.Claims;
import io.vaultplatform.core.release.Releases;
import io.vaultplatform.witness.web.Parsed;
import io.vaultplatform.witness.web.RefusedException;
import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * What was left for a recipient: with the link of the letter and the code given beforehand, no
 * account.
 */
@Path("recipient/releases")
@PermitAll
@RequestScoped
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Recipients", description = "Ciphertext and signed documents; opened on your device.")
public class RecipientReleasesResource {
  @Inject private Releases releases;
  @Inject private Claims claims;

  /** Link and code. */
  @Schema(
      name = "RecipientDoor",
      description = "Link and code; with several releases, which one",
      examples =
          "{\"token\":\"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8\",\"code\":\"the co"
              + "de given beforehand\"}")
  public record Door(
      @Schema(
              examples = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8",
              description = "The secret of the letter's link")
          String token,
      @Schema(description = "The code given beforehand", examples = "the code given beforehand")
          String code,
      @Schema(description = "One of the answer's other triggers") Optional<UUID> trigger) {}

  /** A packet. */
  @Schema(name = "InnerPacket", description = "An age file that only the recipient's key opens")
  public record Packet(
      @Schema(description = "The stage of the release, from 1", examples = "1") int stage,
      @Schema(description = "The set of recipients, from 1", examples = "1") int set,
      @Schema(description = "The age file, base64url", examples = SignedDocument.AGE_FILE)
          String inner) {}

  /** Where a packet belongs. */
  @Schema(name = "ReleasePortion", description = "A stage of the release and a set of recipients")
  public record Place(
      @Schema(description = "The stage of the release, from 1", examples = "1") int stage,
      @Schema(description = "The set of recipients, from 1", examples = "1") int set) {
    static List<Place> of(List<Portion> portions) {
      return portions.stream().map(p -> new Place(p.stage(), p.set())).toList();
    }
  }

  /** How it stands with whom the platform opens for. */
  @Schema(
      name = "RecipientClaim",
      description = "The platform opens for you, which is weaker than a key of your own")
  public record Claim(
      @Schema(
              description = "SHA-256 in hex of the key that was brought; no other is taken",
              examples = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")
          Optional<String> key,
      @Schema(description = "What waits for it") List<Place> waiting) {
    static Claim of(Releases.Claim claim) {
      return new Claim(claim.fingerprint(), Place.of(claim.waiting()));
    }
  }

  /** A key for what the platform opens. */
  @Schema(
      name = "BroughtKey",
      description = "The public key that the platform encrypts to; the first one stays",
      examples =
          "{\"session\":\"the session of the answer before\",\"trigger\":\"019c2f6a-1d5c-7a8e-9d6c"
              + "-0f2a4a4c1b11\",\"key\":\"age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn"
              + "9aqmcac8p\"}")
  public record Brought(
      @Schema(description = "The session of the answer before", examples = "kq0l…") String session,
      @Schema(description = "Which release") UUID trigger,
      @Schema(
              description = "An age recipient of the policy's suite; or one of each, with a space",
              examples = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p")
          String key) {}

  /** That it was taken. */
  @Schema(name = "KeyTaken", description = "What the key opens from now on")
  public record Taken(
      @Schema(
              description = "SHA-256 in hex of the key",
              examples = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")
          String fingerprint,
      @Schema(description = "Stages and sets") List<Place> portions,
      @Schema(
              implementation = SignedDocument.class,
              description = "Signed receipt of the opening: docs/formats/receipt-v1.md")
          Map<String, Object> receipt) {}

  /** A document without its content. */
  @Schema(name = "ReleasedDocument", description = "Everything of a document but its payload")
  public record Document(
      @Schema(description = "The document's id") UUID document,
      @Schema(description = "The version that is released", examples = "1") int version,
      @Schema(name = "class", examples = "B", description = "A, B or C") @JsonProperty("class")
          String documentClass,
      @Schema(
              implementation = SignedDocument.class,
              description = "vault/manifest/v1, as the owner signed it")
          Map<String, Object> manifest,
      @Schema(description = "The age header, base64url", examples = SignedDocument.AGE_FILE)
          String header,
      @Schema(description = "The metadata age file, base64url", examples = SignedDocument.AGE_FILE)
          String metadata,
      @Schema(description = "Bytes of the .age file", examples = "65776") long size) {

    static Document of(StoredDocument stored) {
      return new Document(
          stored.item().document().value(),
          stored.item().version(),
          stored.item().encryptionClass().name(),
          stored.signed().toTree(),
          Base64Url.encode(stored.headers().document()),
          Base64Url.encode(stored.metadata()),
          stored.fileSize());
    }
  }

  /** What was left. */
  @Schema(name = "RecipientRelease", description = "What was left, and the recorded facts")
  public record Left(
      @Schema(description = "Stands for link and code for a short time", examples = "kq0l…")
          String session,
      @Schema(description = "When that session ends") Instant expiresAt,
      @Schema(description = "The owner, as they wanted to be called", examples = "Ann")
          String owner,
      @Schema(description = "The owner's id") UUID ownerAccount,
      @Schema(
              description =
                  "The owner's public Ed25519 key; compare it with the one you were given",
              examples = "ed25519:11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo")
          String ownerKey,
      @Schema(description = "Every keys of the owner, to follow from the one you were given")
          List<KeysResource.EpochOfKeys> ownerEpochs,
      @Schema(description = "Your id in that vault") UUID recipient,
      @Schema(description = "What released it") UUID trigger,
      @Schema(description = "The arming's number", examples = "1") long epoch,
      @Schema(description = "When it was handed over") Instant handedAt,
      @Schema(
              implementation = SignedDocument.class,
              description = "Signed receipt of the hand-over: docs/formats/receipt-v1.md")
          Map<String, Object> receipt,
      @Schema(implementation = SignedDocument.class, description = "Signed release-policy/v1")
          Map<String, Object> policy,
      @Schema(implementation = SignedDocument.class, description = "Signed release-list/v1")
          Map<String, Object> releaseList,
      @Schema(description = "What your key opens, one for each stage and set") List<Packet> packets,
      @Schema(description = "Where the platform opens for you: what it waits for")
          Optional<Claim> claim,
      @Schema(description = "What was left for you") List<Document> documents,
      @Schema(description = "What the log recorded") List<FactItem> facts,
      @Schema(
              description = "Other releases for you in this vault",
              examples = "[\"019c2f6a-1d5c-7a8e-9d6c-0f2a4a4c1b11\"]")
          List<UUID> others) {}

  /** Which content. */
  @Schema(
      name = "ReleasedContent",
      description = "A document of the release",
      examples =
          "{\"session\":\"the session of the answer before\",\"document\":\"019c2f6a-1d"
              + "5c-7a8e-9d6c-0f2a4a4c1b11\"}")
  public record Wanted(
      @Schema(description = "The session of the answer before", examples = "kq0l…") String session,
      @Schema(description = "One of its documents") UUID document) {}

  @POST
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(summary = "What was left for you", description = "Wrong codes are counted.")
  @APIResponse(responseCode = "200", description = "The release")
  @APIResponse(responseCode = "401", description = "The link or the code is not valid")
  @APIResponse(responseCode = "404", description = "Nothing is handed over to you yet")
  @APIResponse(responseCode = "410", description = "What was handed over was called back")
  @APIResponse(responseCode = "429", description = "Too many wrong codes; wait")
  public Left open(Door door) {
    var opened = orThrow(releases.open(door.token(), door.code()));
    var all = opened.releases();
    var release =
        door.trigger().isEmpty()
            ? all.getLast()
            : all.stream()
                .filter(r -> r.trigger().equals(door.trigger().get()))
                .findFirst()
                .orElseThrow(
                    () ->
                        new RefusedException(
                            Refusal.Reason.NOT_FOUND, "trigger", "There is no such release."));
    return new Left(
        opened.session().text(),
        opened.expiresAt(),
        release.alias().text(),
        release.owner().value(),
        release.ownerKey().text(),
        KeysResource.EpochOfKeys.of(release.ownerEpochs()),
        release.recipient(),
        release.trigger(),
        release.epoch(),
        release.handedAt(),
        release.receipt().toTree(),
        release.policy().toTree(),
        release.releaseList().toTree(),
        release.packets().stream()
            .map(p -> new Packet(p.portion().stage(), p.portion().set(), p.file().text()))
            .toList(),
        release.claim().map(Claim::of),
        release.documents().stream().map(Document::of).toList(),
        FactItem.of(release.facts()),
        all.stream()
            .map(Releases.Release::trigger)
            .filter(t -> !t.equals(release.trigger()))
            .toList());
  }

  @POST
  @Path("key")
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Bring a key",
      description =
          "Where the owner's policy lets the platform open for you (executor-opened). The gate"
              + " encrypts to your key what waits for one. The same key again changes nothing.")
  @APIResponse(responseCode = "200", description = "Taken; the packets open with it")
  @APIResponse(responseCode = "401", description = "The session is not valid, or no longer")
  @APIResponse(responseCode = "404", description = "Nothing of this release waits for your key")
  @APIResponse(
      responseCode = "409",
      description = "Another key was brought before, or the release is held")
  @APIResponse(responseCode = "422", description = "Not a key of the policy's suite")
  public Taken bring(Brought brought) {
    var keys = Parsed.field("key", brought.key(), RecipientKeys::parse);
    var claimed = orThrow(claims.bring(brought.session(), brought.trigger(), keys));
    return new Taken(
        claimed.fingerprint(), Place.of(claimed.portions()), claimed.receipt().toTree());
  }

  @POST
  @Path("content")
  @Produces(MediaType.APPLICATION_OCTET_STREAM)
  @Operation(summary = "A document's ciphertext", description = "The whole .age file, streamed.")
  @APIResponse(
      responseCode = "200",
      description = "header ‖ payload",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_OCTET_STREAM,
              schema =
                  @Schema(
                      type = SchemaType.STRING,
                      format = "binary",
                      description = "An age file: header and payload")),
      headers = @Header(name = "Content-Disposition", ref = "Content-Disposition"))
  @APIResponse(responseCode = "401", description = "The session is not valid, or no longer")
  @APIResponse(responseCode = "404", description = "Not part of a release for you")
  public Response content(Wanted wanted) {
    var file = orThrow(releases.content(wanted.session(), new DocumentId(wanted.document())));
    StreamingOutput stream = out -> file.writeTo(out, 0, file.size());
    return Response.ok(stream)
        .header("Content-Length", file.size())
        .header("Content-Disposition", "attachment; filename=\"" + wanted.document() + ".age\"")
        .build();
  }
}
