package io.vaultplatform.witness.api;

import static io.vaultplatform.witness.web.RefusedException.orThrow;

import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.release.GroupProofs;
import io.vaultplatform.core.release.ProofReport;
import io.vaultplatform.core.triggers.TriggerId;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
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
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Which trustees showed within the year that their key works, and where too few did. */
@Path("vaults/{vault}/triggers/{trigger}/proofs")
@RequestScoped
@RolesAllowed("owner")
@SecurityRequirement(name = "token")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Escrow")
public class ProofsResource {
  @Inject private ProofReport report;

  /** All of them. */
  @Schema(name = "TrusteeProofs", description = "The proofs of an arming; empty while not armed")
  public record Proofs(
      @Schema(description = "The trustees, in the policy's order") List<Trustee> trustees,
      @Schema(description = "The groups of every path, in the policy's order")
          List<Group> groups) {}

  /** One trustee. */
  @Schema(name = "ProofOfTrustee", description = "One trustee's last proof")
  public record Trustee(
      @Schema(examples = "019c2f6a-1d5c-7a8e-9d6c-0f2a4a4c1b11", description = "The trustee's id")
          UUID trustee,
      @Schema(
              description =
                  "recent, due_soon (recent, and asked again), awaited (never proved, first asked"
                      + " within sixty days), overdue",
              examples = "recent")
          String standing,
      @Schema(description = "The last proof", examples = "2026-01-05T08:00:00Z")
          Optional<Instant> provedAt,
      @Schema(description = "When the next one is due", examples = "2027-01-05T08:00:00Z")
          Instant due,
      @Schema(
              description = "Signed trustee-proof/v1, to be checked with the key you compared",
              examples = SignedDocument.EXAMPLE)
          Optional<Map<String, Object>> statement) {

    static Trustee of(ProofReport.OfTrustee one) {
      return new Trustee(
          one.trustee(),
          one.standing().text(),
          one.provedAt(),
          one.due(),
          one.statement().map(Signed::toTree));
    }
  }

  /** One group. */
  @Schema(name = "ProofsOfGroup", description = "How many proofs of one group stand")
  public record Group(
      @Schema(description = "The path's number", examples = "1") int path,
      @Schema(description = "The group's number within the path", examples = "1") int group,
      @Schema(description = "How many are needed to open", examples = "2") int needed,
      @Schema(description = "How many showed their key within the year", examples = "2") int recent,
      @Schema(description = "How many are waited for, for the first time", examples = "1")
          int awaited,
      @Schema(description = "Whether too few can be counted on", examples = "false")
          boolean tooFew) {

    static Group of(GroupProofs group) {
      return new Group(
          group.path(),
          group.group(),
          group.needed(),
          group.recent(),
          group.awaited(),
          group.isShort());
    }
  }

  @GET
  @Operation(
      summary = "The trustees' yearly proofs",
      description = "Whose key opened a challenge and their shares, and when it is due again.")
  @APIResponse(responseCode = "200", description = "The proofs")
  @APIResponse(responseCode = "404", description = "No such vault or trigger, or not yours")
  public Proofs look(@PathParam("vault") UUID vault, @PathParam("trigger") UUID trigger) {
    var found = orThrow(report.of(new VaultId(vault), new TriggerId(trigger)));
    return new Proofs(
        found.trustees().stream().map(Trustee::of).toList(),
        found.groups().stream().map(Group::of).toList());
  }
}
