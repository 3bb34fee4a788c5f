package io.vaultplatform.witness.api;

import static io.vaultplatform.witness.web.RefusedException.orThrow;

import io.vaultplatform.core.audit.AuditLog;
import io.vaultplatform.core.base.Bytes;
import io.vaultplatform.core.base.FieldException;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.content.VaultView;
import io.vaultplatform.core.content.Vaults;
import io.vaultplatform.core.crypto.Randomness;
import io.vaultplatform.core.crypto.Suite;
import io.vaultplatform.core.release.Arming;
import io.vaultplatform.witness.web.Idempotent;
import io.vaultplatform.witness.web.Made;
import io.vaultplatform.witness.web.Parsed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
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

/** Vaults: one's own, and those one was granted something in. */
@Path("vaults")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RequestScoped
@SecurityRequirement(name = "token")
@Tag(name = "Vaults", description = "A vault's name is content: an age file to its owner.")
public class VaultsResource {
  private static final int MOST = 100;

  @Inject private Vaults vaults;
  @Inject private AuditLog log;
  @Inject private Arming arming;
  @Inject private Clock clock;

  @Schema(
      name = "NewVault",
      description = "A vault to make",
      examples =
          "{\"id\":\"019c2f6a-1d5c-7a8e-9d6c-0f2a4a4c1b11\",\"label\":\"YWdl\","
              + "\"suite\":\"hybrid\"}")
  public record NewVault(
      @Schema(
              description =
                  "Chosen by the client, so that asking twice makes one; absent: made here",
              examples = "019c2f6a-1d5c-7a8e-9d6c-0f2a4a4c1b11")
          Optional<UUID> id,
      @Schema(
              implementation = String.class,
              format = "byte",
              description = "The name as an age file to the owner, base64url, at most 4 KiB")
          Bytes label,
      @Schema(description = "hybrid (post-quantum) or classic", examples = "hybrid")
          String suite) {}

  @Schema(name = "GateKeys", description = "The release gate's public keys, named by policies")
  public record GateView(
      @Schema(
              examples = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p",
              description = "X25519, for shares")
          String recipient,
      @Schema(
              examples = "ed25519:11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
              description = "Ed25519, for what the gate signs")
          String signing) {}

  @Schema(name = "Vault", description = "A vault and the platform's keys that belong to it")
  public record Shown(
      @Schema(examples = "019c2f6a-1d5c-7a8e-9d6c-0f2a4a4c1b11", description = "The vault's id")
          UUID vault,
      @Schema(
              examples = "019c2f6a-1d5c-7a8e-9d6c-0f2a4a4c1b12",
              description = "The owner's account")
          UUID owner,
      @Schema(examples = "witness-vault", description = "Which product keeps it") String product,
      @Schema(examples = "hybrid", description = "The suite of keys") String suite,
      @Schema(
              implementation = String.class,
              format = "byte",
              description = "The name as an age file to the owner, base64url")
          Bytes label,
      @Schema(
              description = "To whom class A is encrypted besides the owner",
              examples = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p")
          String platformRecipient,
      @Schema(
              description = "SHA-256 of the audit key's text",
              examples = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")
          String logOrigin,
      @Schema(
              examples = "ed25519:11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
              description = "The public Ed25519 key of the log")
          String auditKey,
      @Schema(description = "The release gate") GateView gate,
      @Schema(examples = "2027-01-31T12:00:00Z", description = "When it was made")
          Instant createdAt) {}

  @Schema(name = "Vaults", description = "A page of vaults, by id")
  public record Page(
      @Schema(description = "The vaults that you may know of") List<Shown> items,
      @Schema(description = "The cursor of the next page; null at the end") Optional<UUID> next) {
    public Page {
      items = List.copyOf(items);
    }
  }

  @POST
  @Idempotent
  @Operation(summary = "Make a vault", description = "Makes its platform identity too.")
  @APIResponse(
      responseCode = "201",
      description = "Made, or there already and the same",
      content = @Content(schema = @Schema(implementation = Shown.class)))
  @APIResponse(responseCode = "409", description = "The id is taken")
  public Response create(NewVault asked) {
    var id = asked.id().orElseGet(() -> Randomness.uuidV7(clock.instant()));
    var made =
        orThrow(
            vaults.create(
                new VaultId(id),
                asked.label().toArray(),
                Parsed.field("suite", asked.suite(), Suite::of)));
    return Made.at("vaults/" + id).entity(shown(made)).build();
  }

  @GET
  @Operation(summary = "List vaults")
  @APIResponse(responseCode = "200", description = "A page")
  public Page list(
      @Parameter(description = "From the page before") @QueryParam("cursor")
          @Nullable String cursor,
      @Parameter(description = "1 to 100", example = "50") @QueryParam("limit")
          @Nullable String limit) {
    int most = Ids.limit(limit, MOST);
    var items =
        vaults.list(Ids.cursor(cursor).map(VaultId::new), most).stream().map(this::shown).toList();
    return new Page(
        items, items.size() < most ? Optional.empty() : Optional.of(items.getLast().vault()));
  }

  @GET
  @Path("{vault}")
  @Operation(summary = "One vault")
  @APIResponse(responseCode = "200", description = "The vault")
  @APIResponse(responseCode = "404", description = "Unknown, or not yours to know")
  public Shown find(@PathParam("vault") String vault) {
    return shown(orThrow(vaults.find(Ids.vault(vault))).view());
  }

  @Schema(
      name = "Strengthening",
      description = "The suite to move to",
      examples = "{\"suite\":\"hybrid\",\"label\":\"YWdl\"}")
  public record Strengthening(
      @Schema(description = "hybrid; there is no other way", examples = "hybrid") String suite,
      @Schema(
              implementation = String.class,
              format = "byte",
              description = "The name as an age file to a hybrid key of the owner, base64url")
          Bytes label) {}

  @PUT
  @Path("{vault}/suite")
  @Operation(
      summary = "Move a vault to post-quantum keys",
      description =
          "From classic to hybrid, once. Refused while it is armed, and while somebody who would be"
              + " encrypted to has no hybrid key, with their names. Stored documents keep their"
              + " keys until they are stored anew.")
  @APIResponse(responseCode = "200", description = "The vault as it is now")
  @APIResponse(responseCode = "403", description = "The vault is another's")
  @APIResponse(responseCode = "409", description = "Hybrid already, armed, or a key is missing")
  @APIResponse(responseCode = "422", description = "The label is not for hybrid keys")
  public Shown strengthen(@PathParam("vault") String vault, Strengthening asked) {
    if (Parsed.field("suite", asked.suite(), Suite::of) != Suite.HYBRID) {
      throw new FieldException("suite", "is not hybrid; there is no way back to classic");
    }
    return shown(
        orThrow(orThrow(vaults.find(Ids.vault(vault))).strengthen(asked.label().toArray())));
  }

  private Shown shown(VaultView view) {
    var terms = arming.terms(view.suite());
    return new Shown(
        view.id().value(),
        view.owner().value(),
        view.product(),
        view.suite().text(),
        Bytes.of(view.label()),
        view.platform().text(),
        terms.logOrigin(),
        log.signers().getFirst().text(),
        new GateView(terms.gateRecipient().text(), terms.gateSigning().text()),
        view.created());
  }
}
