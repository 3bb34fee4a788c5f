package io.vaultplatform.witness.api;

import static io.vaultplatform.witness.web.RefusedException.orThrow;

import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.escrow.PlacedFile;
import io.vaultplatform.core.release.TrusteeCases;
import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
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
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What a trustee is asked to confirm. The token travels in the body; asking changes nothing. */
@Path("links/trustee/case")
@PermitAll
@RequestScoped
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Links")
public class TrusteeCaseResource {
  @Inject private TrusteeCases cases;

  /** The owner of the vault. */
  @Schema(name = "CaseOwner", description = "Compare the signing key with the one you kept")
  public record Owner(
      @Schema(description = "The owner's id") UUID account,
      @Schema(description = "How they wanted to be called", examples = "Ann") String alias,
      @Schema(
              description = "Their public Ed25519 key",
              examples = "ed25519:11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo")
          String signingKey) {}

  /** The case. */
  @Schema(
      name = "TrusteeCase",
      description = "Signed documents to check on your own device, and your own encrypted share")
  public record Case(
      @Schema(description = "The vault") UUID vault,
      @Schema(description = "Your id in that vault") UUID trustee,
      @Schema(description = "Whose vault it is") Owner owner,
      @Schema(description = "Every keys of the owner, to follow from the one you kept")
          List<KeysResource.EpochOfKeys> ownerEpochs,
      @Schema(implementation = SignedDocument.class, description = "Signed release-policy/v1")
          Map<String, Object> policy,
      @Schema(
              description = "Signed share-set/v1, one for each stage, set and path",
              examples = "[" + SignedDocument.EXAMPLE + "]")
          List<Map<String, Object>> shareSets,
      @Schema(implementation = SignedDocument.class, description = "Signed release-keys/v1")
          Map<String, Object> releaseKeys,
      @Schema(
              description =
                  "Your shares: stage, set, path, and file, an age file to you in base64url",
              examples = "[{\"stage\":1,\"set\":1,\"path\":1,\"file\":\"YWdl\"}]")
          List<Map<String, Object>> shares,
      @Schema(description = "What the log recorded so far") List<FactItem> facts,
      @Schema(description = "Until when an answer is awaited", examples = "2026-11-29T03:00:00Z")
          Instant answerBy,
      @Schema(
              description =
                  "Since when it is held because too few answered in time; an answer still counts",
              examples = "2026-11-29T03:00:20Z")
          Optional<Instant> heldSince) {}

  @POST
  @Operation(
      summary = "The case that waits for your answer",
      description = "Changes nothing. A case that is held for want of answers waits for them too.")
  @APIResponse(responseCode = "200", description = "The case")
  @APIResponse(responseCode = "409", description = "Nobody asks for your answer now")
  @APIResponse(responseCode = "410", description = "Not a valid link")
  public Case look(LinksResource.Token asked) {
    var found = orThrow(cases.look(asked.token()));
    return new Case(
        found.vault().value(),
        found.trustee(),
        new Owner(found.owner().value(), found.alias().text(), found.ownerKey().text()),
        KeysResource.EpochOfKeys.of(found.ownerEpochs()),
        found.policy().toTree(),
        found.shareSets().stream().map(Signed::toTree).toList(),
        found.releaseKeys().toTree(),
        found.shares().stream().map(PlacedFile::toTree).toList(),
        FactItem.of(found.facts()),
        found.answerBy(),
        found.heldSince());
  }
}
