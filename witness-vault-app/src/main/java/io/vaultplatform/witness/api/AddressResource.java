package io.vaultplatform.witness.api;

import static io.vaultplatform.witness.web.RefusedException.orThrow;

import io.vaultplatform.core.notify.MailAddress;
import io.vaultplatform.core.people.Alias;
import io.vaultplatform.core.people.OwnerAddress;
import io.vaultplatform.core.people.OwnerAddresses;
import io.vaultplatform.witness.web.SignedIn;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Where one's own reminders go. */
@Path("accounts/me/address")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RequestScoped
@SecurityRequirement(name = "token")
@Tag(name = "Accounts")
public class AddressResource {
  @Inject private OwnerAddresses addresses;
  @Inject private SignedIn signedIn;

  @Inject
  @ConfigProperty(name = "vault.product")
  private String product;

  @Schema(
      name = "NewAddress",
      description =
          "Where check-ins are asked for. It counts once the link in the letter to it was used.")
  public record NewAddress(
      @Schema(description = "A plain mail address", examples = "ann@example.org") String address,
      @Schema(
              description = "What the people you name see you called; unchanged when absent",
              examples = "Ann")
          Optional<String> alias) {}

  @Schema(
      name = "Address",
      description = "What is known of the address; the address itself is never shown again")
  public record Known(
      @Schema(description = "What the people you name see you called", examples = "Ann")
          Optional<String> alias,
      @Schema(
              description = "When the address in use was confirmed; absent when there is none",
              examples = "2026-11-22T03:00:00Z")
          Optional<Instant> confirmedAt,
      @Schema(
              description =
                  "What became of the last letter to it: not_written_yet, taken, unreached",
              examples = "taken")
          String reached,
      @Schema(
              description = "Since when another address waits for its confirmation",
              examples = "2026-11-22T03:00:00Z")
          Optional<Instant> pendingSince) {

    static Known of(OwnerAddress address) {
      return new Known(
          address.alias().map(Alias::text),
          address.confirmedAt(),
          address.reached().name().toLowerCase(Locale.ROOT),
          address.pendingSince());
    }
  }

  @PUT
  @Operation(summary = "Set the address for reminders")
  @APIResponse(
      responseCode = "200",
      description = "A letter with a link goes to it; the former address stays in use until then")
  public Known set(NewAddress asked) {
    var address = orThrow(MailAddress.parse("address", asked.address()));
    var alias = asked.alias().map(text -> orThrow(Alias.parse("alias", text)));
    return Known.of(orThrow(addresses.set(signedIn.account(), product, address, alias)));
  }

  @GET
  @Operation(summary = "The address for reminders")
  @APIResponse(responseCode = "200", description = "What is known of it")
  @APIResponse(responseCode = "404", description = "None was ever set")
  public Known get() {
    return addresses.of(signedIn.account()).map(Known::of).orElseThrow(NotFoundException::new);
  }
}
