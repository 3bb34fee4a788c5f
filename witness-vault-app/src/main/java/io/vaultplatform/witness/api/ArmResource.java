package io.vaultplatform.witness.api;

import static io.vaultplatform.witness.web.RefusedException.orThrow;

import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.escrow.Submission;
import io.vaultplatform.core.release.Arming;
import io.vaultplatform.core.triggers.TriggerId;
import io.vaultplatform.witness.web.MaxBytes;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Arming: everything that the owner's client made, at once. */
@Path("vaults/{vault}/triggers/{trigger}/arm")
@RequestScoped
@RolesAllowed("owner")
@SecurityRequirement(name = "token")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Escrow", description = "Class B, released by construction.")
public class ArmResource {
  // Headers of ten thousand documents, and no content.
  private static final int MOST = 16 << 20;

  @Inject private Arming arming;

  /** The answer. */
  @Schema(name = "Armed", description = "The trigger watches from now on")
  public record Armed(
      @Schema(description = "The arming's number, rising", examples = "1") long epoch,
      @Schema(
              implementation = SignedDocument.class,
              description = "Signed receipt: docs/formats/receipt-v1.md")
          Map<String, Object> receipt) {}

  /** What is submitted. */
  @Schema(
      name = "Submission",
      description =
          "policy, releaseList and shareSets (signed by the owner), packets, platformShares,"
              + " trusteeShares and headers: docs/formats/escrow-submission-v1.md",
      examples =
          "{\"policy\":{\"v\":1,\"body\":{\"format\":\"vault/release-policy/v1\"},\"sig"
              + "natures\":[{\"alg\":\"Ed25519\",\"key\":\"ed25519:O2onvM62pC1io6jQKm8Nc2UyFX"
              + "cd4kOmOsBIoYtZ2ik\",\"sig\":\"AAEC\"}]},\"releaseList\":{\"v\":1,\"body\":{\""
              + "format\":\"vault/release-list/v1\"},\"signatures\":[{\"alg\":\"Ed25519\",\"k"
              + "ey\":\"ed25519:O2onvM62pC1io6jQKm8Nc2UyFXcd4kOmOsBIoYtZ2ik\",\"sig\":\"AAEC\""
              + "}]},\"shareSets\":[{\"v\":1,\"body\":{\"format\":\"vault/share-set/v1\"},\"sig"
              + "natures\":[{\"alg\":\"Ed25519\",\"key\":\"ed25519:O2onvM62pC1io6jQKm8Nc2UyFX"
              + "cd4kOmOsBIoYtZ2ik\",\"sig\":\"AAEC\"}]}],\"packets\":[{\"stage\":1,\"set\":1,\"path\":1,\"o"
              + "uter\":\"YWdl\"}],\"platformShares\":[{\"stage\":1,\"set\":1,\"path\":1,\"file\":\"YWdl\"}],\"trusteeShare"
              + "s\":[{\"stage\":1,\"set\":1,\"path\":1,\"trustee\":\"019c2f6a-1d5c-7a8e-9d6c-0f2a4a4c1b11\",\"fil"
              + "e\":\"YWdl\"}],\"headers\":[]}")
  public record Body(
      @Schema(implementation = SignedDocument.class, description = "Signed release-policy/v1")
          Map<String, Object> policy,
      @Schema(implementation = SignedDocument.class, description = "Signed release-list/v1")
          Map<String, Object> releaseList,
      @Schema(description = "Signed share-set/v1, one for each place")
          java.util.List<Map<String, Object>> shareSets,
      @Schema(description = "One escrow-packet/v1 for each place")
          java.util.List<Map<String, Object>> packets,
      @Schema(description = "One for each place: the share as an age file to the gate")
          java.util.List<Map<String, Object>> platformShares,
      @Schema(
              description =
                  "One for each trustee of each place, in the policy's order: place, trustee, and"
                      + " the share as an age file")
          java.util.List<Map<String, Object>> trusteeShares,
      @Schema(
              description =
                  "One for each listed document: its signed manifest, and in class B its new"
                      + " headers")
          java.util.List<Map<String, Object>> headers) {

    Map<String, Object> tree() {
      return Map.of(
          "policy", policy,
          "releaseList", releaseList,
          "shareSets", shareSets,
          "packets", packets,
          "platformShares", platformShares,
          "trusteeShares", trusteeShares,
          "headers", headers);
    }
  }

  @POST
  @Operation(
      summary = "Arm a trigger, or arm it anew",
      description = "All or nothing. Arming anew destroys the shares of the epoch before.")
  @APIResponse(responseCode = "200", description = "Armed, with a receipt")
  @APIResponse(responseCode = "404", description = "No such vault or trigger, or not yours")
  @APIResponse(responseCode = "409", description = "The trigger cannot be armed now")
  @APIResponse(responseCode = "422", description = "A part does not hold; the field names it")
  public Armed arm(
      @PathParam("vault") UUID vault,
      @PathParam("trigger") UUID trigger,
      @MaxBytes(MOST) Body body) {
    var submission = orThrow(Submission.of(body.tree()));
    var armed = orThrow(arming.arm(new VaultId(vault), new TriggerId(trigger), submission));
    return new Armed(armed.epoch(), armed.receipt().toTree());
  }
}
