package io.vaultplatform.witness.api;

import static io.vaultplatform.witness.web.RefusedException.orThrow;

import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.FieldException;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.content.Vaults;
import io.vaultplatform.core.grants.Condition;
import io.vaultplatform.core.grants.Grant;
import io.vaultplatform.core.grants.GrantDecision;
import io.vaultplatform.core.grants.GrantId;
import io.vaultplatform.core.grants.Grants;
import io.vaultplatform.core.grants.Right;
import io.vaultplatform.core.grants.Target;
import io.vaultplatform.witness.web.Idempotent;
import io.vaultplatform.witness.web.Made;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Grants of a vault: who may do what, since when, until when, under which condition. */
@Path("vaults/{vault}/grants")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RequestScoped
@SecurityRequirement(name = "token")
@Tag(name = "Grants", description = "Every decision can say why.")
public class GrantsResource {
  @Inject private Vaults vaults;
  @Inject private Grants grants;

  @Schema(name = "GrantTarget", description = "What a grant is about")
  public record What(
      @Schema(
              description = "vault or document; a share has no effect yet and is refused",
              examples = "document")
          String kind,
      @Schema(description = "The document's id; absent for the vault") Optional<UUID> id) {

    Target in(VaultId vault) {
      return switch (kind) {
        case "vault" -> new Target.Everything(vault);
        case "document" -> new Target.Document(vault, idOf());
        case "share" -> new Target.Share(vault, idOf());
        // A text from outside: not a closed type.
        default -> throw new FieldException("what.kind", "is not vault, document or share");
      };
    }

    private UUID idOf() {
      return id.orElseThrow(() -> new FieldException("what.id", "is missing"));
    }

    static What of(Target target) {
      return switch (target) {
        case Target.Everything(var vault) -> new What("vault", Optional.empty());
        case Target.Document(var vault, var document) ->
            new What("document", Optional.of(document));
        case Target.Share(var vault, var share) -> new What("share", Optional.of(share));
      };
    }
  }

  @Schema(
      name = "NewGrant",
      description = "A grant to give",
      examples =
          "{\"who\":\"019c2f6a-1d5c-7a8e-9d6c-0f2a4a4c1b11\",\"what\":{\"kind\""
              + ":\"document\",\"id\":\"019c2f6a-1d5c-7a8e-9d6c-0f2a4a4c1b11\"},\"rig"
              + "ht\":\"open\",\"until\":\"2028-01-31T12:00:00Z\"}")
  public record NewGrant(
      @Schema(
              description = "The account that may",
              examples = "019c2f6a-1d5c-7a8e-9d6c-0f2a4a4c1b11")
          UUID who,
      @Schema(description = "What they may see or open") What what,
      @Schema(
              description = "see or open; confirm and manage have no effect yet and are refused",
              examples = "open")
          String right,
      @Schema(description = "Absent: from now on", examples = "2027-01-31T12:00:00Z")
          Optional<Instant> from,
      @Schema(description = "Absent: for ever", examples = "2028-01-31T12:00:00Z")
          Optional<Instant> until,
      @Schema(
              description =
                  "The trigger of this vault whose release must come first; absent: none. If it is"
                      + " over, the grant holds at once")
          Optional<UUID> afterRelease) {

    Grants.Wish in(VaultId vault) {
      return new Grants.Wish(
          new AccountId(who),
          what.in(vault),
          Right.named(right)
              .orElseThrow(
                  () -> new FieldException("right", "is not see, open, confirm or manage")),
          from,
          until,
          afterRelease.<Condition>map(Condition.AfterRelease::new).orElseGet(Condition.Now::new));
    }
  }

  @Schema(name = "Grant", description = "A grant as it was given")
  public record Shown(
      @Schema(description = "The grant's id") UUID grant,
      @Schema(description = "The account that may") UUID who,
      @Schema(description = "What it is about") What what,
      @Schema(examples = "open", description = "see or open") String right,
      @Schema(description = "Since when it holds") Instant from,
      @Schema(description = "Until when it holds; null: for ever") Optional<Instant> until,
      @Schema(description = "The trigger whose release must come first; null: none")
          Optional<UUID> afterRelease,
      @Schema(description = "When it was taken back; null: it was not")
          Optional<Instant> revokedAt) {

    static Shown of(Grant grant) {
      return new Shown(
          grant.id().value(),
          grant.who().value(),
          What.of(grant.what()),
          grant.right().text(),
          grant.from(),
          grant.until(),
          switch (grant.condition()) {
            case Condition.Now now -> Optional.empty();
            case Condition.AfterRelease(var trigger) -> Optional.of(trigger);
          },
          grant.revoked());
    }
  }

  @Schema(name = "GivenGrant", description = "The grant and the receipt for it")
  public record Given(
      @Schema(description = "The grant") Shown grant,
      @Schema(
              implementation = SignedDocument.class,
              description = "Signed receipt (receipt/v1) of the entry. Keep it.")
          Map<String, Object> receipt) {
    static Given of(Grants.Given given) {
      return new Given(Shown.of(given.grant()), given.receipt().toTree());
    }
  }

  @Schema(name = "Grants", description = "The grants of a vault that you may know of")
  public record All(@Schema(description = "Oldest first") List<Shown> items) {}

  @Schema(name = "Decision", description = "Whether you may, and why")
  public record Decision(
      @Schema(description = "Whether you may", examples = "true") boolean allowed,
      @Schema(
              examples = "refused: expired on 2027-01-31 12:00 UTC (grant 019c…)",
              description = "Which grant allows it, or why none does")
          String explanation) {}

  @POST
  @Idempotent
  @Operation(summary = "Give a grant", description = "Only the vault's owner gives.")
  @APIResponse(
      responseCode = "201",
      description = "Given",
      content = @Content(schema = @Schema(implementation = Given.class)))
  @APIResponse(
      responseCode = "400",
      description = "Nothing would keep it; the field says which part")
  @APIResponse(responseCode = "409", description = "That trigger will never be released")
  public Response give(@PathParam("vault") String vault, NewGrant asked) {
    var id = Ids.vault(vault);
    var given = Given.of(orThrow(grants.give(id, asked.in(id))));
    return Made.at("vaults/" + vault + "/grants/" + given.grant().grant()).entity(given).build();
  }

  @GET
  @Operation(summary = "List grants", description = "All for the owner; for others their own.")
  @APIResponse(responseCode = "200", description = "Oldest first")
  public All list(@PathParam("vault") String vault) {
    var view = orThrow(vaults.find(Ids.vault(vault))).view();
    return new All(grants.list(view.id()).stream().map(Shown::of).toList());
  }

  @DELETE
  @Path("{grant}")
  @Operation(
      summary = "Take a grant back",
      description = "At once, also in the middle of a download.")
  @APIResponse(responseCode = "200", description = "Taken back")
  public Given revoke(@PathParam("vault") String vault, @PathParam("grant") String grant) {
    return Given.of(
        orThrow(grants.revoke(Ids.vault(vault), new GrantId(Ids.uuid("grant", grant)))));
  }

  @GET
  @Path("decision")
  @Operation(summary = "May I?", description = "Explains; changes nothing.")
  @APIResponse(responseCode = "200", description = "The decision")
  public Decision decide(
      @PathParam("vault") String vault,
      @Parameter(description = "see, open, confirm or manage", example = "open", required = true)
          @QueryParam("right")
          @Nullable String right,
      @Parameter(description = "The document it is about; absent: the vault")
          @QueryParam("document")
          @Nullable String document) {
    var view = orThrow(vaults.find(Ids.vault(vault))).view();
    var asked =
        Right.named(right == null ? "" : right)
            .orElseThrow(() -> new FieldException("right", "is not see, open, confirm or manage"));
    var what =
        document == null
            ? new Target.Everything(view.id())
            : new Target.Document(view.id(), Ids.document(document).value());
    return switch (grants.decide(view.owner(), asked, what)) {
      case GrantDecision.Allowed allowed -> new Decision(true, allowed.explanation());
      case GrantDecision.Refused refused -> new Decision(false, refused.explanation());
    };
  }
}
