package io.vaultplatform.witness.api;

import static io.vaultplatform.witness.web.RefusedException.orThrow;

import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.crypto.Fingerprint;
import io.vaultplatform.core.crypto.VerificationKey;
import io.vaultplatform.core.notify.MailAddress;
import io.vaultplatform.core.people.Alias;
import io.vaultplatform.core.people.PersonKeys;
import io.vaultplatform.core.people.Trustee;
import io.vaultplatform.core.people.TrusteeId;
import io.vaultplatform.core.people.Trustees;
import io.vaultplatform.witness.web.Idempotent;
import io.vaultplatform.witness.web.Made;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The trustees of a vault. */
@Path("vaults/{vault}/trustees")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RequestScoped
@SecurityRequirement(name = "token")
@Tag(
    name = "Trustees",
    description = "People who hold a share and are asked to confirm. None needs an account.")
public class TrusteesResource {
  @Inject private Trustees trustees;
  @Inject private OwnVault own;

  @Schema(
      name = "NewTrustee",
      description = "Whom to ask. A letter with a link goes to the address.")
  public record NewTrustee(
      @Schema(description = "1 to 80 visible characters on one line", examples = "Ted")
          String alias,
      @Schema(description = "A plain mail address", examples = "ted@example.org") String address) {}

  @Schema(name = "TrusteeCreated", description = "The new trustee's id")
  public record Created(
      @Schema(examples = "019c2f6a-1d5c-7a8e-9d6c-0f2a4a4c1b11", description = "The trustee's id")
          UUID trustee) {}

  @Schema(name = "Trustee", description = "A trustee; the address is never shown again")
  public record Item(
      @Schema(examples = "019c2f6a-1d5c-7a8e-9d6c-0f2a4a4c1b11", description = "The trustee's id")
          UUID trustee,
      @Schema(examples = "Ted", description = "How the owner calls them") String alias,
      @Schema(
              description =
                  "invited, unreached (the letter could not be delivered), accepted (address no"
                      + " longer verified), confirmed",
              examples = "confirmed")
          String state,
      @Schema(description = "Since when it is in this state", examples = "2026-11-22T03:00:00Z")
          Instant since,
      @Schema(
              description = "Their public X25519 key, once accepted",
              examples = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p")
          Optional<String> recipient,
      @Schema(
              description = "Their public Ed25519 key, once accepted",
              examples = "ed25519:11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo")
          Optional<String> signingKey,
      @Schema(
              description = "Eight groups of five digits to compare by voice, once accepted",
              examples = "01234 56789 01234 56789 01234 56789 01234 56789")
          Optional<String> fingerprint) {

    static Item of(Trustee trustee) {
      return new Item(
          trustee.id().value(),
          trustee.alias().text(),
          trustee.state().text(),
          trustee.since(),
          trustee.keys().map(keys -> keys.recipient().text()),
          trustee.keys().flatMap(PersonKeys::signing).map(VerificationKey::text),
          trustee.keys().map(keys -> new Fingerprint(keys.fingerprint()).digits()));
    }
  }

  @Schema(name = "Trustees", description = "All trustees of a vault, oldest first")
  public record Items(@Schema(description = "The trustees") List<Item> items) {}

  @POST
  @Idempotent
  @Operation(summary = "Invite a trustee")
  @APIResponse(
      responseCode = "201",
      description = "Invited: the letter goes out after this answer",
      content = @Content(schema = @Schema(implementation = Created.class)))
  @APIResponse(responseCode = "409", description = "The vault names as many trustees as it may")
  public Response invite(@PathParam("vault") UUID vault, NewTrustee asked) {
    var alias = orThrow(Alias.parse("alias", asked.alias()));
    var address = orThrow(MailAddress.parse("address", asked.address()));
    var trustee = orThrow(trustees.invite(new VaultId(vault), alias, address));
    return Made.at("vaults/" + vault + "/trustees/" + trustee.id())
        .entity(new Created(trustee.id().value()))
        .build();
  }

  @GET
  @Operation(summary = "The trustees of a vault")
  @APIResponse(responseCode = "200", description = "The trustees")
  public Items list(@PathParam("vault") UUID vault) {
    return new Items(trustees.of(own.of(vault)).stream().map(Item::of).toList());
  }

  @GET
  @Path("{trustee}")
  @Operation(summary = "One trustee")
  @APIResponse(responseCode = "200", description = "The trustee")
  public Item one(@PathParam("vault") UUID vault, @PathParam("trustee") UUID trustee) {
    return trustees
        .find(new VaultId(vault), new TrusteeId(trustee))
        .map(Item::of)
        .orElseThrow(NotFoundException::new);
  }
}
