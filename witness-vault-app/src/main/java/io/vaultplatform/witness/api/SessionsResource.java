package io.vaultplatform.witness.api;

import io.vaultplatform.core.accounts.AccountName;
import io.vaultplatform.core.accounts.SessionId;
import io.vaultplatform.core.accounts.Sessions;
import io.vaultplatform.core.accounts.SignIn;
import io.vaultplatform.core.base.FieldException;
import io.vaultplatform.core.base.Refusal;
import io.vaultplatform.core.crypto.SecretBytes;
import io.vaultplatform.witness.web.ClientAddress;
import io.vaultplatform.witness.web.RefusedException;
import io.vaultplatform.witness.web.SignedIn;
import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Sessions: signing in, staying, signing out. */
@Path("sessions")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RequestScoped
@Tag(
    name = "Sessions",
    description = "Short-lived access tokens and the refresh tokens they are renewed with.")
public class SessionsResource {
  @Inject private Sessions sessions;
  @Inject private SignedIn signedIn;
  @Inject private ClientAddress address;
  @Context private HttpServletRequest request;

  @Schema(name = "SignIn", description = "Name and derived key; never a passphrase")
  public record Credentials(
      @Schema(examples = "ann", description = "As registered") String name,
      @Schema(
              implementation = String.class,
              format = "byte",
              description = "32 bytes, base64url",
              examples = "T2YgY291cnNlIG5vdCBhIHJlYWwga2V5LCBzb3JyeSE")
          SecretBytes authKey) {
    public Credentials {
      // Jackson may hand over null; the reader names what is missing afterwards.
      if (authKey != null && authKey.length() != 32) {
        throw new FieldException("authKey", "has not 32 bytes");
      }
    }
  }

  @Schema(name = "Refresh", description = "The refresh token of the last answer; it counts once")
  public record RefreshToken(
      @Schema(examples = "kq0l…", description = "It counts once") String refreshToken) {}

  @Schema(name = "Tokens", description = "Both are secrets")
  public record Issued(
      @Schema(description = "JWT for the Authorization header", examples = "eyJraWQi…")
          String accessToken,
      @Schema(description = "Seconds", examples = "600") long expiresIn,
      @Schema(description = "Renews, once", examples = "kq0l…") String refreshToken) {}

  @POST
  @PermitAll
  @Operation(
      summary = "Sign in",
      description =
          "One answer for an unknown name and a wrong key. After several failures for a name or"
              + " from an address: 429 with Retry-After.")
  @APIResponse(
      responseCode = "200",
      description = "Signed in",
      content = @Content(schema = @Schema(implementation = Issued.class)))
  @APIResponse(responseCode = "401", description = "Name or key is wrong")
  @APIResponse(responseCode = "429", description = "Wait as long as Retry-After says (seconds)")
  public Response signIn(Credentials given) {
    try (var key = given.authKey()) {
      return answer(sessions.signIn(new AccountName(given.name()), key, address.of(request)));
    }
  }

  @POST
  @Path("refresh")
  @PermitAll
  @Operation(
      summary = "Stay signed in",
      description = "A refresh token that comes twice ends its whole session.")
  @APIResponse(
      responseCode = "200",
      description = "New tokens",
      content = @Content(schema = @Schema(implementation = Issued.class)))
  @APIResponse(responseCode = "401", description = "Sign in again")
  public Response refresh(RefreshToken given) {
    return answer(sessions.refresh(given.refreshToken()));
  }

  @Schema(name = "OpenSession", description = "One sign-in and everything renewed from it")
  public record OpenSession(
      @Schema(examples = "019c2f6a-1d5c-7a8e-9d6c-0f2a4a4c1b11", description = "The session's id")
          UUID session,
      @Schema(examples = "2027-01-31T12:00:00Z", description = "When somebody signed in")
          Instant since,
      @Schema(description = "When its tokens were last renewed", examples = "2027-02-03T12:00:00Z")
          Instant renewed,
      @Schema(description = "When it ends by itself", examples = "2027-03-02T12:00:00Z")
          Instant until,
      @Schema(description = "Whether it is the one that asks", examples = "true") boolean current) {

    static OpenSession of(Sessions.Open open) {
      return new OpenSession(
          open.id().value(), open.since(), open.renewed(), open.until(), open.current());
    }
  }

  @Schema(name = "OpenSessions", description = "Your open sessions, newest first, at most 200")
  public record OpenSessions(@Schema(description = "Newest first") List<OpenSession> items) {}

  @GET
  @SecurityRequirement(name = "token")
  @Operation(
      summary = "Your open sessions",
      description = "Where you are signed in: one entry for each sign-in that has not ended.")
  @APIResponse(responseCode = "200", description = "The sessions")
  public OpenSessions open() {
    return new OpenSessions(
        sessions.open(signedIn.account(), signedIn.token()).stream().map(OpenSession::of).toList());
  }

  @DELETE
  @Path("{session}")
  @SecurityRequirement(name = "token")
  @Operation(
      summary = "End one of your sessions",
      description = "Such as that of a lost machine: all its tokens end at once.")
  @APIResponse(responseCode = "204", description = "Ended")
  @APIResponse(responseCode = "404", description = "You have no such open session")
  public void end(@PathParam("session") UUID session) {
    if (!sessions.end(signedIn.account(), new SessionId(session))) {
      throw new RefusedException(
          Refusal.Reason.NOT_FOUND, "session", "You have no such open session.");
    }
  }

  @DELETE
  @Path("others")
  @SecurityRequirement(name = "token")
  @Operation(
      summary = "End all your other sessions",
      description = "Every session but the one that asks; also when there is none.")
  @APIResponse(responseCode = "204", description = "Ended")
  public void endOthers() {
    sessions.endOthers(signedIn.account(), signedIn.token());
  }

  @DELETE
  @Path("current")
  @SecurityRequirement(name = "token")
  @Operation(summary = "Sign out", description = "Ends this session with all its tokens, at once.")
  @APIResponse(responseCode = "204", description = "Signed out")
  public void signOut() {
    sessions.signOut(signedIn.account(), signedIn.token());
  }

  private static Response answer(SignIn result) {
    return switch (result) {
      case SignIn.Accepted(var tokens) ->
          Response.ok(new Issued(tokens.access(), tokens.expiresIn().toSeconds(), tokens.refresh()))
              .build();
      case SignIn.Refused() ->
          throw new RefusedException(
              Refusal.of(
                  Refusal.Reason.UNAUTHENTICATED,
                  "Not signed in: the name or the key is wrong, or the token was used or ended."));
      case SignIn.Waiting(var time) ->
          throw RefusedException.tooMany("Too many failed tries. Wait, then try again.", time);
    };
  }
}
