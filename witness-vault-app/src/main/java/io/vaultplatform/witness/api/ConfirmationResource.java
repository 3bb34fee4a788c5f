package io.vaultplatform.witness.api;

import static io.vaultplatform.witness.web.RefusedException.orThrow;

import io.vaultplatform.core.release.TrusteeCases;
import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** A trustee's signed answer. */
@Path("links/trustee/confirmations")
@PermitAll
@RequestScoped
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Links")
public class ConfirmationResource {
  @Inject private TrusteeCases cases;

  /** The answer. */
  @Schema(
      name = "TrusteeAnswer",
      description = "A yes with the share, or a no",
      examples =
          "{\"token\":\"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8\",\"confirmation\":"
              + "{\"v\":1,\"body\":{\"format\":\"vault/confirmation/v1\",\"decision\":\"confi"
              + "rm\"},\"signatures\":[{\"alg\":\"Ed25519\",\"key\":\"ed25519:O2onvM62pC1io6j"
              + "QKm8Nc2UyFXcd4kOmOsBIoYtZ2ik\",\"sig\":\"AAEC\"}]}}")
  public record Body(
      @Schema(
              examples = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8",
              description = "The secret of the link")
          String token,
      @Schema(
              implementation = SignedDocument.class,
              description = "Signed confirmation/v1: docs/formats/confirmation-v1.md")
          Map<String, Object> confirmation) {}

  /** That it was recorded. */
  @Schema(name = "TrusteeAnswered", description = "Recorded, now or before")
  public record Answered(
      @Schema(examples = "confirm", description = "confirm or refuse") String decision,
      @Schema(
              implementation = SignedDocument.class,
              description = "Signed receipt: docs/formats/receipt-v1.md")
          Map<String, Object> receipt) {}

  @POST
  @Operation(
      summary = "Answer as a trustee",
      description = "The same answer again gives the same receipt.")
  @APIResponse(responseCode = "200", description = "Recorded, with a receipt")
  @APIResponse(responseCode = "403", description = "Nobody confirms their own trigger")
  @APIResponse(responseCode = "409", description = "Nobody asks now, or another answer was given")
  @APIResponse(responseCode = "410", description = "Not a valid link")
  @APIResponse(responseCode = "422", description = "The statement or its share does not hold")
  public Answered answer(Body body) {
    var statement = SignedTrees.read("confirmation", body.confirmation());
    var answered = orThrow(cases.answer(body.token(), statement));
    return new Answered(answered.decision().text(), answered.receipt().toTree());
  }
}
