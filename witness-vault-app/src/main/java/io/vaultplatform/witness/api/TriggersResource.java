package io.vaultplatform.witness.api;

import static io.vaultplatform.witness.web.RefusedException.orThrow;

import io.vaultplatform.core.audit.Actor;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.Refusal;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.crypto.Randomness;
import io.vaultplatform.core.triggers.TriggerId;
import io.vaultplatform.core.triggers.TriggerView;
import io.vaultplatform.core.triggers.Triggers;
import io.vaultplatform.witness.web.Idempotent;
import io.vaultplatform.witness.web.Made;
import io.vaultplatform.witness.web.SignedIn;
import io.vaultplatform.witness.web.VersionTag;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The triggers of a vault: plans and where they stand. */
@Path("vaults/{vault}/triggers")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RequestScoped
@SecurityRequirement(name = "token")
@Tag(name = "Triggers", description = "What lets a vault's release begin, and what stops it.")
public class TriggersResource {
  private static final int RECENT = 50;

  /** A plan that would be taken. */
  static final String PLAN =
      "{\"format\":\"vault/trigger-plan/v1\",\"type\":\"dead_man_switch\",\"interval\":\"P7D\",\"grace\":\"P3D\","
          + "\"reminders\":{\"before\":[\"P1D\"],\"every\":\"P1D\",\"arriveWithin\":\"PT6H\"},\"signalsNeeded\":2,"
          + "\"verifyWithin\":\"P7D\",\"challengeWindow\":\"P3D\",\"stages\":[{\"window\":\"P1D\"}],\"uncertainty\":\"hold\","
          + "\"trustees\":3,\"confirmations\":2,\"shares\":2}";

  @Inject private Triggers triggers;
  @Inject private OwnVault own;
  @Inject private SignedIn signedIn;
  @Inject private Clock clock;

  @Schema(name = "TriggerPlan", description = "A plan of the format trigger-plan/v1")
  public record Planned(
      @Schema(examples = PLAN, description = "docs/formats/trigger-plan-v1.md")
          Map<String, Object> plan) {}

  @Schema(name = "TriggerCreated", description = "The new draft")
  public record Created(
      @Schema(examples = "019c2f6a-1d5c-7a8e-9d6c-0f2a4a4c1b11", description = "The trigger's id")
          UUID trigger,
      @Schema(examples = "draft", description = "Always draft") String state) {}

  @Schema(name = "Triggers", description = "The triggers of a vault, oldest first")
  public record Items(@Schema(description = "The triggers") List<TriggerItem> items) {}

  @POST
  @Idempotent
  @Operation(
      summary = "Draft a trigger",
      description = "An impossible or dangerous plan is refused by the name of its member.")
  @APIResponse(
      responseCode = "201",
      description = "Drafted; nothing is watched until it is armed",
      content = @Content(schema = @Schema(implementation = Created.class)),
      headers = @Header(name = "ETag", ref = "ETag"))
  public Response create(@PathParam("vault") UUID vault, Planned asked) {
    var id = new TriggerId(Randomness.uuidV7(clock.instant()));
    var view = orThrow(inPlan(triggers.create(new VaultId(vault), id, asked.plan(), actor())));
    return Made.at("vaults/" + vault + "/triggers/" + id)
        .tag(VersionTag.of(view.version()))
        .entity(new Created(id.value(), view.state().kind().text()))
        .build();
  }

  @GET
  @Operation(summary = "The triggers of a vault")
  @APIResponse(responseCode = "200", description = "The triggers, without their history")
  public Items list(@PathParam("vault") UUID vault) {
    return new Items(
        triggers.list(own.of(vault)).stream()
            .map(view -> TriggerItem.of(view, List.of()))
            .toList());
  }

  @GET
  @Path("{trigger}")
  @Operation(summary = "One trigger", description = "The ETag is its version.")
  @APIResponse(
      responseCode = "200",
      description = "Where it stands, and its last steps",
      content = @Content(schema = @Schema(implementation = TriggerItem.class)),
      headers = @Header(name = "ETag", ref = "ETag"))
  public Response one(@PathParam("vault") UUID vault, @PathParam("trigger") UUID trigger) {
    var view = find(vault, trigger);
    var item = TriggerItem.of(view, triggers.history(view.trigger(), RECENT));
    return Response.ok(item).tag(VersionTag.of(view.version())).build();
  }

  @PUT
  @Path("{trigger}")
  @Operation(
      summary = "Change the plan of a draft",
      description = "Needs If-Match with the ETag. An armed plan stands as it was signed.")
  @APIResponse(
      responseCode = "200",
      description = "Changed; the new ETag is in the header",
      content = @Content(schema = @Schema(implementation = TriggerItem.class)),
      headers = @Header(name = "ETag", ref = "ETag"))
  @APIResponse(responseCode = "409", description = "Not a draft")
  @APIResponse(responseCode = "412", description = "Changed by somebody else meanwhile")
  public Response change(
      @PathParam("vault") UUID vault,
      @PathParam("trigger") UUID trigger,
      @Parameter(example = "\"1\"") @HeaderParam("If-Match") @Nullable String ifMatch,
      Planned asked) {
    var view =
        orThrow(
            inPlan(
                triggers.change(
                    new VaultId(vault),
                    new TriggerId(trigger),
                    asked.plan(),
                    VersionTag.expected(ifMatch),
                    actor())));
    return Response.ok(TriggerItem.of(view, List.of())).tag(VersionTag.of(view.version())).build();
  }

  // The library reads a plan for itself; in the request it is one member, as in every other
  // refusal.
  private static <T> Outcome<T> inPlan(Outcome<T> outcome) {
    return outcome instanceof Outcome.Refused<T>(var flaw)
            && flaw.reason() == Refusal.Reason.INVALID
            && flaw.field().isPresent()
        ? Outcome.refused(flaw.reason(), "plan." + flaw.field().get(), "plan." + flaw.detail())
        : outcome;
  }

  private TriggerView find(UUID vault, UUID trigger) {
    return triggers
        .find(new TriggerId(trigger))
        .filter(view -> view.vault().equals(new VaultId(vault)))
        .orElseThrow(NotFoundException::new);
  }

  private Actor actor() {
    return Actor.user(signedIn.account());
  }
}
