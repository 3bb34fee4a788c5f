package io.vaultplatform.witness.api;

import static io.vaultplatform.witness.web.RefusedException.orThrow;

import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.release.Arming;
import io.vaultplatform.core.triggers.TriggerId;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Where the escrow of a trigger stands, and its release list. */
@Path("vaults/{vault}/triggers/{trigger}/escrow")
@RequestScoped
@RolesAllowed("owner")
@SecurityRequirement(name = "token")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Escrow")
public class EscrowResource {
  private static final int MOST = 8 << 20;

  @Inject private Arming arming;

  /** What a client has to know. */
  @Schema(name = "Escrow", description = "What a client needs to arm, or to add a document")
  public record Escrow(
      @Schema(description = "The last epoch; 0 before the first", examples = "1") long epoch,
      @Schema(description = "Whether it is armed now", examples = "true") boolean armed,
      @Schema(description = "Signed release-policy/v1", examples = SignedDocument.EXAMPLE)
          Optional<Map<String, Object>> policy,
      @Schema(description = "Signed release-list/v1", examples = SignedDocument.EXAMPLE)
          Optional<Map<String, Object>> releaseList,
      @Schema(description = "To whom shares are encrypted") GateKeys gate,
      @Schema(
              description = "SHA-256 in hex of the log's key",
              examples = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")
          String logOrigin) {}

  /** The gate's keys. */
  @Schema(name = "EscrowGateKeys", description = "The release gate's public keys")
  public record GateKeys(
      @Schema(
              description = "X25519, for shares",
              examples = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p")
          String recipient,
      @Schema(
              description = "Ed25519, for what the gate signs",
              examples = "ed25519:11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo")
          String signing) {}

  /** The next list. */
  @Schema(
      name = "NextReleaseList",
      description = "The next signed release list of this epoch",
      examples =
          "{\"releaseList\":{\"v\":1,\"body\":{\"format\":\"vault/release-list/v1\",\"v"
              + "ersion\":2},\"signatures\":[{\"alg\":\"Ed25519\",\"key\":\"ed25519:O2onvM62p"
              + "C1io6jQKm8Nc2UyFXcd4kOmOsBIoYtZ2ik\",\"sig\":\"AAEC\"}]}}")
  public record NextList(
      @Schema(implementation = SignedDocument.class, description = "Signed release-list/v1")
          Map<String, Object> releaseList) {}

  @GET
  @Operation(summary = "Where the escrow stands")
  @APIResponse(responseCode = "200", description = "The escrow")
  @APIResponse(responseCode = "404", description = "No such vault or trigger, or not yours")
  public Escrow look(@PathParam("vault") UUID vault, @PathParam("trigger") UUID trigger) {
    var found = orThrow(arming.escrow(new VaultId(vault), new TriggerId(trigger)));
    return new Escrow(
        found.epoch(),
        found.live(),
        found.policy().map(Signed::toTree),
        found.releaseList().map(Signed::toTree),
        new GateKeys(found.terms().gateRecipient().text(), found.terms().gateSigning().text()),
        found.terms().logOrigin());
  }

  @PUT
  @Path("release-list")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Change what is released",
      description =
          "The next version of the list, of documents that are stored for this epoch. A document"
              + " that is added while armed needs no call of this: its offer brings the list.")
  @APIResponse(responseCode = "200", description = "Taken, with a receipt")
  @APIResponse(responseCode = "409", description = "Not armed, or another version is the next")
  @APIResponse(responseCode = "422", description = "The list does not hold")
  public ArmResource.Armed list(
      @PathParam("vault") UUID vault,
      @PathParam("trigger") UUID trigger,
      @io.vaultplatform.witness.web.MaxBytes(MOST) NextList next) {
    var signed = SignedTrees.read("releaseList", next.releaseList());
    var taken = orThrow(arming.list(new VaultId(vault), new TriggerId(trigger), signed));
    return new ArmResource.Armed(taken.epoch(), taken.receipt().toTree());
  }
}
