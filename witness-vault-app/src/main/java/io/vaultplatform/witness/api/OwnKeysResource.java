package io.vaultplatform.witness.api;

import static io.vaultplatform.witness.web.RefusedException.orThrow;

import io.vaultplatform.core.accounts.Unlocks;
import io.vaultplatform.witness.web.MaxBytes;
import io.vaultplatform.witness.web.SignedIn;
import io.vaultplatform.witness.web.VersionTag;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** One's own keys, replaced by the next ones. */
@Path("accounts/me/keys")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RequestScoped
@Tag(name = "Accounts")
@SecurityRequirement(name = "token")
public class OwnKeysResource {
  @Inject private Unlocks unlocks;
  @Inject private SignedIn signedIn;

  @Schema(name = "KeyChange", description = "The next epoch of one's keys")
  public record KeyChange(
      @Schema(
              implementation = SignedDocument.class,
              description =
                  "key-epoch/v1, signed with the keys that count now and with the new ones")
          Map<String, Object> succession,
      @Schema(description = "The bundle that holds the new keys, and its slots")
          UnlockResource.Change unlock) {}

  @PUT
  @Operation(
      summary = "Replace your keys",
      description =
          "Publishes the next epoch in the directory and the log, together with the bundle that"
              + " holds it. Refused while a trigger is armed: its policy is signed with the keys"
              + " of now. Needs If-Match with the ETag of accounts/me.")
  @APIResponse(
      responseCode = "204",
      description = "Replaced; the new ETag is in the header",
      headers = @Header(name = "ETag", ref = "ETag"))
  @APIResponse(responseCode = "409", description = "Something counts on the present keys")
  @APIResponse(responseCode = "412", description = "Another bundle is there meanwhile")
  @APIResponse(responseCode = "422", description = "The new keys do not follow the present ones")
  public Response rotate(
      @Parameter(example = "\"1\"") @HeaderParam("If-Match") @Nullable String ifMatch,
      @MaxBytes(UnlockResource.MOST) KeyChange asked) {
    var succession = SignedTrees.read("succession", asked.succession());
    try (var change = asked.unlock().toChange(ifMatch)) {
      var version =
          orThrow(unlocks.rotate(signedIn.account(), signedIn.token(), change, succession));
      return Response.noContent().tag(VersionTag.of(version)).build();
    }
  }
}
