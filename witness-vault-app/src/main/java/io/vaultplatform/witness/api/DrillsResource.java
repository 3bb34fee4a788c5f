package io.vaultplatform.witness.api;

import static io.vaultplatform.witness.web.RefusedException.orThrow;

import io.vaultplatform.core.accounts.Unlocks;
import io.vaultplatform.witness.web.MaxBytes;
import io.vaultplatform.witness.web.SignedIn;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Drills of a recovery. */
@Path("accounts/me/drills")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RequestScoped
@Tag(name = "Accounts")
@SecurityRequirement(name = "token")
public class DrillsResource {
  @Inject private Unlocks unlocks;
  @Inject private SignedIn signedIn;

  @Schema(name = "Drill", description = "A recovery that was practised")
  public record Drill(
      @Schema(
              implementation = SignedDocument.class,
              description = "recovery-drill/v1, signed with the key in the bundle")
          Map<String, Object> statement) {}

  @Schema(name = "Drilled", description = "When it was entered")
  public record Drilled(
      @Schema(description = "When it was entered", examples = "2027-02-01T09:00:00Z")
          Instant drilledAt) {}

  @POST
  @Operation(
      summary = "Enter a recovery drill",
      description =
          "In a session that was opened with the key of a recovery kit, of guardians or of a"
              + " passkey; which one is not recorded.")
  @APIResponse(
      responseCode = "200",
      description = "Entered",
      content = @Content(schema = @Schema(implementation = Drilled.class)))
  @APIResponse(responseCode = "403", description = "A passphrase opened this session")
  @APIResponse(responseCode = "422", description = "It is of another bundle, or not yours")
  public Drilled drill(@MaxBytes(UnlockResource.MOST) Drill asked) {
    return new Drilled(
        orThrow(
            unlocks.drilled(
                signedIn.account(),
                signedIn.token(),
                SignedTrees.read("statement", asked.statement()))));
  }
}
