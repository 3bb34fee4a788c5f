package io.vaultplatform.witness.api;

import io.vaultplatform.core.accounts.TokenKeys;
import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * The public keys of our access tokens, for this server itself and for whoever checks a token of
 * ours.
 */
@Path("jwks")
@RequestScoped
@Tag(name = "Sessions")
public class JwksResource {
  @Inject private TokenKeys keys;

  @GET
  @PermitAll
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(summary = "The JSON Web Key Set", description = "RFC 7517; public members only.")
  @APIResponse(
      responseCode = "200",
      description = "The keys",
      content = @Content(schema = @Schema(implementation = JsonWebKeys.class)))
  public Map<String, Object> jwks() {
    return keys.jwks();
  }
}
