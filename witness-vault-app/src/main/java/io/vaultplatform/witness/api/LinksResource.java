package io.vaultplatform.witness.api;

import static io.vaultplatform.witness.web.RefusedException.orThrow;

import io.vaultplatform.core.audit.Receipt;
import io.vaultplatform.core.base.FieldException;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.crypto.VerificationKey;
import io.vaultplatform.core.people.PersonKeys;
import io.vaultplatform.core.people.Trustees;
import io.vaultplatform.witness.pages.LinkActs;
import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * What people without an account do with the link of a letter. The token travels in the body, never
 * in a URL.
 */
@Path("links")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@PermitAll
@RequestScoped
@Tag(
    name = "Links",
    description =
        "The links in letters. Unknown, used, expired and foreign ones get one answer: 410.")
public class LinksResource {
  @Inject private LinkActs acts;
  @Inject private Trustees trustees;

  @Schema(name = "LinkToken", description = "The last part of a link: 43 characters")
  public record Token(
      @Schema(
              examples = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8",
              description = "The secret of the link")
          String token) {}

  @Schema(name = "CheckedIn", description = "The check-in was recorded")
  public record CheckedIn(
      @Schema(description = "Which trigger") UUID trigger,
      @Schema(description = "Its state now", examples = "armed") String state,
      @Schema(description = "When it next needs something", examples = "2026-11-29T03:00:00Z")
          Optional<Instant> nextDue,
      @Schema(
              description = "Signed receipt: docs/formats/receipt-v1.md",
              examples = SignedDocument.EXAMPLE)
          Optional<Map<String, Object>> receipt) {}

  @Schema(name = "Invitation", description = "What a trustee is asked, and by whom")
  public record Invitation(
      @Schema(description = "The vault to hold a share for") UUID vault,
      @Schema(description = "Your id in that vault") UUID trustee,
      @Schema(examples = "invited", description = "invited, unreached, accepted or confirmed")
          String state,
      @Schema(description = "Who asks") Owner owner,
      @Schema(description = "When this link ends", examples = "2026-12-22T03:00:00Z")
          Instant until) {}

  @Schema(
      name = "InvitingOwner",
      description =
          "The owner as trustees see them; keep the signing key, it signs what you check later")
  public record Owner(
      @Schema(description = "How they wanted to be called", examples = "Ann") String alias,
      @Schema(
              description = "Their public X25519 key",
              examples = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p")
          String recipient,
      @Schema(
              description = "Their public Ed25519 key",
              examples = "ed25519:11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo")
          String signingKey) {

    static Owner of(Trustees.Asked asked) {
      return new Owner(
          asked.owner().text(),
          asked.ownerKeys().recipient().text(),
          asked.ownerKeys().signing().map(VerificationKey::text).orElseThrow());
    }
  }

  @Schema(
      name = "Acceptance",
      description = "A trustee's yes",
      examples =
          "{\"token\":\"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8\",\"accepta"
              + "nce\":{\"v\":1,\"body\":{\"format\":\"vault/trustee-acceptance/v1\"}"
              + ",\"signatures\":[{\"alg\":\"Ed25519\",\"key\":\"ed25519:11qYAYKxCrfV"
              + "S_7TyWQHOg7hcvPapiMlrwIaaPcHURo\",\"sig\":\"AAEC\"}]}}")
  public record Acceptance(
      @Schema(
              examples = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8",
              description = "The secret of the link")
          String token,
      @Schema(
              implementation = SignedDocument.class,
              description = "Signed trustee-acceptance/v1: docs/formats/trustee-acceptance-v1.md")
          Map<String, Object> acceptance) {}

  @Schema(
      name = "Accepted",
      description = "The trustee's keys are published and their address is confirmed")
  public record Accepted(
      @Schema(description = "The vault") UUID vault,
      @Schema(description = "Your id in that vault") UUID trustee,
      @Schema(examples = "confirmed", description = "What you are now") String state,
      @Schema(
              description = "SHA-256 in hex over both of your keys",
              examples = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")
          String fingerprint) {}

  @POST
  @Path("check-in")
  @Operation(summary = "Check in with the link of a reminder", description = "Works once per link.")
  @APIResponse(responseCode = "200", description = "Recorded, with a receipt")
  @APIResponse(responseCode = "410", description = "Not a valid link")
  public CheckedIn checkIn(Token asked) {
    var done = orThrow(acts.checkIn(asked.token()));
    var view = done.recorded().view();
    return new CheckedIn(
        view.trigger().value(),
        view.state().kind().name().toLowerCase(Locale.ROOT),
        view.state().nextDue(),
        done.receipt().map(Receipt::toTree));
  }

  @POST
  @Path("trustee/invitation")
  @Operation(summary = "What a trustee is asked", description = "Changes nothing.")
  @APIResponse(responseCode = "200", description = "The invitation")
  @APIResponse(responseCode = "410", description = "Not a valid link")
  public Invitation invitation(Token asked) {
    var found = orThrow(trustees.asked(asked.token()));
    var trustee = found.trustee();
    return new Invitation(
        trustee.vault().value(),
        trustee.id().value(),
        trustee.state().text(),
        Owner.of(found),
        found.until());
  }

  @POST
  @Path("trustee/accept")
  @Operation(
      summary = "Accept to be a trustee",
      description = "The token proves the address, the signature the key.")
  @APIResponse(responseCode = "200", description = "Accepted and confirmed")
  @APIResponse(responseCode = "403", description = "The keys already have a part in this vault")
  @APIResponse(responseCode = "410", description = "Not a valid link")
  @APIResponse(responseCode = "422", description = "Not an acceptance of this invitation")
  public Accepted accept(Acceptance asked) {
    var trustee = orThrow(trustees.accept(asked.token(), signed(asked.acceptance())));
    return new Accepted(
        trustee.vault().value(),
        trustee.id().value(),
        trustee.state().text(),
        trustee.keys().map(PersonKeys::fingerprint).orElseThrow());
  }

  private static Signed signed(Map<String, Object> tree) {
    try {
      return Signed.of(tree);
    } catch (IllegalArgumentException e) {
      // Names the member that is wrong, never its value.
      throw new FieldException("acceptance", "is refused: " + e.getMessage());
    }
  }
}
