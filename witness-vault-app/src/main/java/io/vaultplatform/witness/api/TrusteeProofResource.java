package io.vaultplatform.witness.api;

import static io.vaultplatform.witness.web.RefusedException.orThrow;

import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.escrow.PlacedFile;
import io.vaultplatform.core.escrow.SealedFile;
import io.vaultplatform.core.release.ProofTerm;
import io.vaultplatform.core.release.TrusteeProofs;
import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The yearly proof that a trustee's key still works. The token travels in the body. */
@Path("links/trustee/proofs")
@PermitAll
@RequestScoped
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Links")
public class TrusteeProofResource {
  @Inject private TrusteeProofs proofs;

  /** Where the key stands. */
  @Schema(name = "TrusteeKeyStanding", description = "Where your key stands")
  public record Standing(
      @Schema(
              description =
                  "recent, due_soon, awaited (never proved), overdue, or none while no share of"
                      + " yours is armed",
              examples = "due_soon")
          String standing,
      @Schema(description = "Your last proof", examples = "2026-01-05T08:00:00Z")
          Optional<Instant> provedAt,
      @Schema(description = "When the next one is due", examples = "2027-01-05T08:00:00Z")
          Optional<Instant> due) {}

  /** What there is to prove. */
  @Schema(
      name = "TrusteeProofCase",
      description = "Signed documents to check on your own device, and your own encrypted shares")
  public record Case(
      @Schema(description = "The vault") UUID vault,
      @Schema(description = "Your id in that vault") UUID trustee,
      @Schema(description = "The owner's id") UUID owner,
      @Schema(description = "Every keys of the owner, to follow from the one you kept")
          List<KeysResource.EpochOfKeys> ownerEpochs,
      @Schema(description = "The armings in which you hold a share") List<Arming> armings) {}

  /** One arming. */
  @Schema(name = "TrusteeProofArming", description = "One arming in which you hold a share")
  public record Arming(
      @Schema(description = "The trigger") UUID trigger,
      @Schema(
              description = "The owner's public signing key at that arming",
              examples = "ed25519:11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo")
          String ownerSigningKey,
      @Schema(implementation = SignedDocument.class, description = "Signed release-policy/v1")
          Map<String, Object> policy,
      @Schema(
              description = "Signed share-set/v1, one for each stage, set and path",
              examples = "[" + SignedDocument.EXAMPLE + "]")
          List<Map<String, Object>> shareSets,
      @Schema(
              description =
                  "Your shares: stage, set, path, and file, an age file to you in base64url",
              examples = "[{\"stage\":1,\"set\":1,\"path\":1,\"file\":\"YWdl\"}]")
          List<Map<String, Object>> shares,
      @Schema(
              description =
                  "trustee-challenge/v1 as an age file to you, base64url; to be answered within an"
                      + " hour. Missing when a proof was taken within the last day",
              examples = SignedDocument.AGE_FILE)
          Optional<String> challenge) {

    static Arming of(TrusteeProofs.Arming held) {
      return new Arming(
          held.trigger(),
          held.ownerKey().text(),
          held.policy().toTree(),
          held.shareSets().stream().map(Signed::toTree).toList(),
          held.shares().stream().map(PlacedFile::toTree).toList(),
          held.challenge().map(SealedFile::text));
    }
  }

  /** A proof. */
  @Schema(
      name = "TrusteeProof",
      description = "That your key opened the challenge and every share of yours",
      examples =
          "{\"token\":\"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8\",\"proof\":"
              + "{\"v\":1,\"body\":{\"format\":\"vault/trustee-proof/v1\"},\"signatures\":"
              + "[{\"alg\":\"Ed25519\",\"key\":\"ed25519:O2onvM62pC1io6jQKm8Nc2UyFXcd4kOmO"
              + "sBIoYtZ2ik\",\"sig\":\"AAEC\"}]}}")
  public record Body(
      @Schema(
              examples = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8",
              description = "The secret of the link")
          String token,
      @Schema(
              implementation = SignedDocument.class,
              description = "Signed trustee-proof/v1: docs/formats/trustee-proof-v1.md")
          Map<String, Object> proof) {}

  /** That it was recorded. */
  @Schema(name = "TrusteeProved", description = "Recorded")
  public record Proved(
      @Schema(description = "When it was recorded", examples = "2026-01-05T08:00:00Z")
          Instant provedAt,
      @Schema(description = "When the next one is due", examples = "2027-01-05T08:00:00Z")
          Instant due,
      @Schema(
              implementation = SignedDocument.class,
              description = "Signed receipt: docs/formats/receipt-v1.md")
          Map<String, Object> receipt) {}

  @POST
  @Path("standing")
  @Operation(summary = "When your next proof is due", description = "Changes nothing.")
  @APIResponse(responseCode = "200", description = "Where your key stands")
  @APIResponse(responseCode = "410", description = "Not a valid link")
  public Standing standing(LinksResource.Token asked) {
    var found = orThrow(proofs.standing(asked.token()));
    return new Standing(
        found.map(TrusteeProofs.Standing::standing).map(ProofTerm.Standing::text).orElse("none"),
        found.flatMap(TrusteeProofs.Standing::provedAt),
        found.map(TrusteeProofs.Standing::due));
  }

  @POST
  @Path("challenges")
  @Operation(
      summary = "Ask to be challenged",
      description = "A challenge that is open for less than half an hour is given again.")
  @APIResponse(responseCode = "200", description = "What to open, for each arming")
  @APIResponse(responseCode = "409", description = "No share of yours is armed")
  @APIResponse(responseCode = "410", description = "Not a valid link")
  public Case challenge(LinksResource.Token asked) {
    var found = orThrow(proofs.challenge(asked.token()));
    return new Case(
        found.vault().value(),
        found.trustee(),
        found.owner().value(),
        KeysResource.EpochOfKeys.of(found.ownerEpochs()),
        found.armings().stream().map(Arming::of).toList());
  }

  @POST
  @Operation(
      summary = "Prove that your key works",
      description = "Answers a challenge, once. No share is sent.")
  @APIResponse(responseCode = "200", description = "Recorded, with a receipt")
  @APIResponse(responseCode = "409", description = "No challenge of yours waits for this answer")
  @APIResponse(responseCode = "410", description = "Not a valid link")
  @APIResponse(responseCode = "422", description = "The statement does not hold")
  public Proved prove(Body body) {
    var statement = SignedTrees.read("proof", body.proof());
    var taken = orThrow(proofs.prove(body.token(), statement));
    return new Proved(taken.at(), taken.due(), taken.receipt().toTree());
  }
}
