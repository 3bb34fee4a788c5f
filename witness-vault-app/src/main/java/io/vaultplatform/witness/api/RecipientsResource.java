package io.vaultplatform.witness.api;

import static io.vaultplatform.witness.web.RefusedException.orThrow;

import io.vaultplatform.core.base.Refusal;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.crypto.RecipientKeys;
import io.vaultplatform.core.crypto.VerificationKey;
import io.vaultplatform.core.notify.MailAddress;
import io.vaultplatform.core.people.Alias;
import io.vaultplatform.core.people.CodeHash;
import io.vaultplatform.core.people.PersonKeys;
import io.vaultplatform.core.people.Recipient;
import io.vaultplatform.core.people.RecipientId;
import io.vaultplatform.core.people.Recipients;
import io.vaultplatform.witness.web.Idempotent;
import io.vaultplatform.witness.web.Made;
import io.vaultplatform.witness.web.Parsed;
import io.vaultplatform.witness.web.RefusedException;
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

/** The recipients of a vault. */
@Path("vaults/{vault}/recipients")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RequestScoped
@SecurityRequirement(name = "token")
@Tag(
    name = "Recipients",
    description = "People for whom something is left. They are not written to before a release.")
public class RecipientsResource {
  @Inject private Recipients recipients;
  @Inject private OwnVault own;

  @Schema(
      name = "NewRecipient",
      description = "Whom it is for. The code itself is made on the client and never sent.",
      examples =
          "{\"alias\":\"Rose\",\"address\":\"rose@example.org\",\"recipient\":\""
              + "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p\",\"c"
              + "odeHash\":\"rc1.AAECAwQFBgcICQoLDA0ODw.579b07112355cb1ff20496d005623"
              + "28e24310d2502b17d8bcfe78ffb54253134\"}")
  public record NewRecipient(
      @Schema(description = "1 to 80 visible characters on one line", examples = "Rose")
          String alias,
      @Schema(description = "A plain mail address", examples = "rose@example.org") String address,
      @Schema(
              description =
                  "Their public key; without one they will open with a claim code, or the platform"
                      + " for them",
              examples = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p")
          Optional<String> recipient,
      @Schema(
              description = "Their public Ed25519 key, if they have one",
              examples = "ed25519:11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo")
          Optional<String> signingKey,
      @Schema(
              description =
                  "Salted hash of the code handed to them outside this system:"
                      + " docs/formats/recipient-code-v1.md",
              examples =
                  "rc1.AAECAwQFBgcICQoLDA0ODw.579b07112355cb1ff20496d00562328e24310d2502b17d8bcfe78ffb54253134")
          String codeHash) {}

  @Schema(name = "RecipientCreated", description = "The new recipient's id")
  public record Created(
      @Schema(examples = "019c2f6a-1d5c-7a8e-9d6c-0f2a4a4c1b11", description = "The recipient's id")
          UUID recipient) {}

  @Schema(
      name = "Recipient",
      description = "A recipient; neither address nor code is ever shown again")
  public record Item(
      @Schema(examples = "019c2f6a-1d5c-7a8e-9d6c-0f2a4a4c1b11", description = "The recipient's id")
          UUID recipient,
      @Schema(examples = "Rose", description = "How the owner calls them") String alias,
      @Schema(description = "added, told (a letter was accepted), unreached", examples = "added")
          String state,
      @Schema(description = "Since when it is in this state", examples = "2026-11-22T03:00:00Z")
          Instant since,
      @Schema(
              description = "Their public key, if they have one",
              examples = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p")
          Optional<String> recipientKey,
      @Schema(
              description = "Their public Ed25519 key, if they have one",
              examples = "ed25519:11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo")
          Optional<String> signingKey,
      @Schema(
              description = "SHA-256 in hex: of both keys, or of the one",
              examples = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")
          Optional<String> fingerprint) {

    static Item of(Recipient recipient) {
      return new Item(
          recipient.id().value(),
          recipient.alias().text(),
          recipient.state().text(),
          recipient.since(),
          recipient.keys().map(keys -> keys.recipient().text()),
          recipient.keys().flatMap(PersonKeys::signing).map(VerificationKey::text),
          recipient.keys().map(PersonKeys::fingerprint));
    }
  }

  @Schema(name = "Recipients", description = "All recipients of a vault, oldest first")
  public record Items(@Schema(description = "The recipients") List<Item> items) {}

  @POST
  @Idempotent
  @Operation(summary = "Name a recipient")
  @APIResponse(
      responseCode = "201",
      description = "Named; nobody was written to",
      content = @Content(schema = @Schema(implementation = Created.class)))
  @APIResponse(responseCode = "409", description = "Another recipient of this vault has this key")
  public Response add(@PathParam("vault") UUID vault, NewRecipient asked) {
    var alias = orThrow(Alias.parse("alias", asked.alias()));
    var address = orThrow(MailAddress.parse("address", asked.address()));
    var code = orThrow(CodeHash.parse("codeHash", asked.codeHash()));
    if (asked.recipient().isEmpty() && asked.signingKey().isPresent()) {
      throw new RefusedException(
          Refusal.Reason.UNACCEPTABLE, "signingKey", "A signing key comes with a recipient.");
    }
    var keys =
        asked
            .recipient()
            .map(
                key ->
                    new PersonKeys(
                        Parsed.field("recipient", key, RecipientKeys::parse),
                        asked
                            .signingKey()
                            .map(text -> Parsed.field("signingKey", text, VerificationKey::new))));
    var recipient = orThrow(recipients.add(new VaultId(vault), alias, address, keys, code));
    return Made.at("vaults/" + vault + "/recipients/" + recipient.id())
        .entity(new Created(recipient.id().value()))
        .build();
  }

  @GET
  @Operation(summary = "The recipients of a vault")
  @APIResponse(responseCode = "200", description = "The recipients")
  public Items list(@PathParam("vault") UUID vault) {
    return new Items(recipients.of(own.of(vault)).stream().map(Item::of).toList());
  }

  @GET
  @Path("{recipient}")
  @Operation(summary = "One recipient")
  @APIResponse(responseCode = "200", description = "The recipient")
  public Item one(@PathParam("vault") UUID vault, @PathParam("recipient") UUID recipient) {
    return recipients
        .find(new VaultId(vault), new RecipientId(recipient))
        .map(Item::of)
        .orElseThrow(NotFoundException::new);
  }
}
