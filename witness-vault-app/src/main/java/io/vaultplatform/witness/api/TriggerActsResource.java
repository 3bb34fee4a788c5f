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

  @Schema(
      name = "Nothing",
      description = "An empty object: there is nothing to say",
      examples = "{}")
  public record Nothing() {}

  @Schema(name = "Until", description = "Until when")
  public record Until(
      @Schema(examples = "2027-01-31T12:00:00Z", description = "When the silence ends")
          Instant until) {}

  @POST
  @Path("{trigger}/check-ins")
  @Operation(
      summary = "Check in",
      description = "A sign of life: a full interval begins, and any release not begun is off.")
  @APIResponse(responseCode = "200", description = "Recorded")
  @APIResponse(responseCode = "409", description = "Nothing waits for it, or it is too late")
  public TriggerActed checkIn(
      @PathParam("vault") UUID vault, @PathParam("trigger") UUID trigger, Nothing nothing) {
    return done(triggers.checkIn(id(vault, trigger), CheckInWay.SESSION, actor()));
  }

  @POST
  @Path("{trigger}/challenges")
  @Operation(summary = "Object to a release that is on its way, as the owner")
  @APIResponse(responseCode = "200", description = "Recorded; the trigger is armed again")
  @APIResponse(responseCode = "409", description = "Nothing to object to, or it is too late")
  public TriggerActed challenge(
      @PathParam("vault") UUID vault, @PathParam("trigger") UUID trigger, Nothing nothing) {
    return act(vault, trigger, TriggerEvent.ChallengeByOwner::new);
  }

  @POST
  @Path("{trigger}/disarm")
  @Operation(
      summary = "Take it back to a draft",
      description = "Destroys the platform's shares: the present epoch can never be released.")
  @APIResponse(responseCode = "200", description = "Recorded")
  @APIResponse(responseCode = "409", description = "Not possible in its present state")
  public TriggerActed disarm(
      @PathParam("vault") UUID vault, @PathParam("trigger") UUID trigger, Nothing nothing) {
    return act(vault, trigger, TriggerEvent.Disarm::new);
  }

  @POST
  @Path("{trigger}/cancel")
  @Operation(summary = "End it for good")
  @APIResponse(responseCode = "200", description = "Recorded")
  @APIResponse(responseCode = "409", description = "Not possible in its present state")
  public TriggerActed cancel(
      @PathParam("vault") UUID vault, @PathParam("trigger") UUID trigger, Nothing nothing) {
    return act(vault, trigger, TriggerEvent.Cancel::new);
  }

  @POST
  @Path("{trigger}/pause")
  @Operation(
      summary = "Announce a silence",
      description = "At its end a full interval begins by itself.")
  @APIResponse(responseCode = "200", description = "Recorded")
  @APIResponse(responseCode = "409", description = "Not possible in its present state")
  public TriggerActed pause(
      @PathParam("vault") UUID vault, @PathParam("trigger") UUID trigger, Until asked) {
    return act(vault, trigger, at -> new TriggerEvent.Pause(at, asked.until()));
  }

  @POST
  @Path("{trigger}/abort")
  @Operation(summary = "Stop a release after something was handed over")
  @APIResponse(
      responseCode = "200",
      description = "Recorded; access to what was released is frozen")
  @APIResponse(responseCode = "409", description = "Not possible in its present state")
  public TriggerActed abort(
      @PathParam("vault") UUID vault, @PathParam("trigger") UUID trigger, Nothing nothing) {
    return act(vault, trigger, TriggerEvent.Abort::new);
  }

  @POST
  @Path("{trigger}/contest")
  @Operation(summary = "Contest a finished release")
  @APIResponse(
      responseCode = "200",
      description = "Recorded; access to what was released is frozen")
  @APIResponse(responseCode = "409", description = "Not possible in its present state")
  public TriggerActed contest(
      @PathParam("vault") UUID vault, @PathParam("trigger") UUID trigger, Nothing nothing) {
    return act(vault, trigger, TriggerEvent.Contest::new);
  }

  private TriggerActed act(UUID vault, UUID trigger, Function<Instant, TriggerEvent> event) {
    return done(triggers.record(id(vault, trigger), event, actor()));
  }

  private TriggerActed done(Outcome<Recorded> outcome) {
    return TriggerActed.of(orThrow(outcome), audit);
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
