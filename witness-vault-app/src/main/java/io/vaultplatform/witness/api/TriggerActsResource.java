package io.vaultplatform.witness.api;

import static io.vaultplatform.witness.web.RefusedException.orThrow;

import io.vaultplatform.core.audit.Actor;
import io.vaultplatform.core.audit.AuditLog;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.triggers.CheckInWay;
import io.vaultplatform.core.triggers.Recorded;
import io.vaultplatform.core.triggers.TriggerEvent;
import io.vaultplatform.core.triggers.TriggerId;
import io.vaultplatform.core.triggers.Triggers;
import io.vaultplatform.witness.web.SignedIn;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * What an owner does to a trigger. Each act is entered in the log and gives its receipt.
 *
 * <p>On the path of {@link TriggersResource}, not one below it: JAX-RS chooses the class with the
 * longer path first and does not look back, so the trigger itself would not be found.
 */
@Path("vaults/{vault}/triggers")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RequestScoped
@SecurityRequirement(name = "token")
@Tag(name = "Triggers")
public class TriggerActsResource {
  @Inject private Triggers triggers;
  @Inject private AuditLog audit;
  @Inject private SignedIn signedIn;

  @Schema(name = "Nothing", description = "An empty object: there is nothing to say")
  public record Nothing() {}

  @Schema(name = "Until", description = "Until when")
  public record Until(@Schema(examples = "2027-01-31T12:00:00Z") Instant until) {}

  @Schema(name = "TriggerAct", description = "What was recorded")
  public record Done(
      @Schema(examples = "armed") String state,
      @Schema(description = "When the engine looks at it next", examples = "2026-11-29T03:00:00Z")
          Optional<Instant> nextDue,
      @Schema(description = "The receipt (receipt/v1) of the entry. Keep it.")
          Map<String, Object> receipt) {}

  @POST
  @Path("{trigger}/check-ins")
  @Operation(
      summary = "Check in",
      description = "A sign of life: a full interval begins, and any release not begun is off.")
  @APIResponse(responseCode = "200", description = "Recorded")
  @APIResponse(responseCode = "409", description = "Nothing waits for it, or it is too late")
  public Done checkIn(
      @PathParam("vault") UUID vault, @PathParam("trigger") UUID trigger, Nothing nothing) {
    return done(triggers.checkIn(id(vault, trigger), CheckInWay.SESSION, actor()));
  }

  @POST
  @Path("{trigger}/challenges")
  @Operation(summary = "Object to a release that is on its way, as the owner")
  @APIResponse(responseCode = "200", description = "Recorded; the trigger is armed again")
  @APIResponse(responseCode = "409", description = "Nothing to object to, or it is too late")
  public Done challenge(
      @PathParam("vault") UUID vault, @PathParam("trigger") UUID trigger, Nothing nothing) {
    return act(vault, trigger, TriggerEvent.ChallengeByOwner::new);
  }

  @POST
  @Path("{trigger}/disarm")
  @Operation(
      summary = "Take it back to a draft",
      description = "Destroys the platform's shares: the present epoch can never be released.")
  @APIResponse(responseCode = "200", description = "Recorded")
  public Done disarm(
      @PathParam("vault") UUID vault, @PathParam("trigger") UUID trigger, Nothing nothing) {
    return act(vault, trigger, TriggerEvent.Disarm::new);
  }

  @POST
  @Path("{trigger}/cancel")
  @Operation(summary = "End it for good")
  @APIResponse(responseCode = "200", description = "Recorded")
  public Done cancel(
      @PathParam("vault") UUID vault, @PathParam("trigger") UUID trigger, Nothing nothing) {
    return act(vault, trigger, TriggerEvent.Cancel::new);
  }

  @POST
  @Path("{trigger}/pause")
  @Operation(
      summary = "Announce a silence",
      description = "At its end a full interval begins by itself.")
  @APIResponse(responseCode = "200", description = "Recorded")
  public Done pause(
      @PathParam("vault") UUID vault, @PathParam("trigger") UUID trigger, Until asked) {
    // The database keeps microseconds; a finer time would not survive being stored.
    var until = asked.until().truncatedTo(ChronoUnit.MICROS);
    return act(vault, trigger, at -> new TriggerEvent.Pause(at, until));
  }

  @POST
  @Path("{trigger}/abort")
  @Operation(summary = "Stop a release after something was handed over")
  @APIResponse(
      responseCode = "200",
      description = "Recorded; access to what was released is frozen")
  public Done abort(
      @PathParam("vault") UUID vault, @PathParam("trigger") UUID trigger, Nothing nothing) {
    return act(vault, trigger, TriggerEvent.Abort::new);
  }

  @POST
  @Path("{trigger}/contest")
  @Operation(summary = "Contest a finished release")
  @APIResponse(
      responseCode = "200",
      description = "Recorded; access to what was released is frozen")
  public Done contest(
      @PathParam("vault") UUID vault, @PathParam("trigger") UUID trigger, Nothing nothing) {
    return act(vault, trigger, TriggerEvent.Contest::new);
  }

  private Done act(UUID vault, UUID trigger, Function<Instant, TriggerEvent> event) {
    return done(triggers.record(id(vault, trigger), event, actor()));
  }

  private Done done(Outcome<Recorded> outcome) {
    var recorded = orThrow(outcome);
    // None of the owner's acts stays without an entry: each moves the trigger or is refused.
    var receipt = audit.receipt(recorded.entry().orElseThrow());
    var state = recorded.view().state();
    return new Done(state.kind().text(), state.nextDue(), receipt.toTree());
  }

  private TriggerId id(UUID vault, UUID trigger) {
    var id = new TriggerId(trigger);
    return triggers
        .find(id)
        .filter(view -> view.vault().equals(new VaultId(vault)))
        .map(view -> id)
        .orElseThrow(NotFoundException::new);
  }

  private Actor actor() {
    return Actor.user(signedIn.account());
  }
}
