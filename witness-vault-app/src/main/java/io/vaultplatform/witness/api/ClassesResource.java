package io.vaultplatform.witness.api;

import static io.vaultplatform.witness.web.RefusedException.orThrow;

import io.vaultplatform.core.content.Vaults;
import io.vaultplatform.witness.web.Idempotent;
import io.vaultplatform.witness.web.Made;
import io.vaultplatform.witness.web.MaxBytes;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The class ledger of a document's content, and orders to change its class. */
@Path("vaults/{vault}/documents/{document}/class")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RequestScoped
@SecurityRequirement(name = "token")
@Tag(
    name = "Classes",
    description =
        "A document's class never changes. Its owner orders a successor of another class and then"
            + " stores it; the document before it is erased. A weakening waits, and what was ever"
            + " class C never becomes class A.")
public class ClassesResource {
  private static final int MOST_BYTES = 16 << 10;

  @Inject private Vaults vaults;

  @GET
  @Operation(
      summary = "The class ledger",
      description =
          "Every class that the content ever had, through all the documents it was, every order"
              + " with its record, and what is promised now. For the owner.")
  @APIResponse(responseCode = "200", description = "The ledger")
  @APIResponse(responseCode = "403", description = "The vault is another's")
  public ClassViews.Ledger look(
      @PathParam("vault") String vault, @PathParam("document") String document) {
    return ClassViews.Ledger.of(
        orThrow(orThrow(vaults.find(Ids.vault(vault))).classes(Ids.document(document))));
  }

  @POST
  @Path("orders")
  @Idempotent
  @Operation(
      summary = "Order another class",
      description =
          "A strengthening is carried out by storing the successor, at once. A weakening needs the"
              + " words typed, is told to the owner's confirmed address, and waits from the moment"
              + " a mail server took that letter; the successor is taken from dueAt on. Grants on"
              + " the document end with it. The same order again changes nothing.")
  @APIResponse(
      responseCode = "201",
      description = "Taken, with a receipt",
      content = @Content(schema = @Schema(implementation = ClassViews.Ordered.class)))
  @APIResponse(
      responseCode = "403",
      description = "Never: what was ever class C does not become class A; or another's vault")
  @APIResponse(
      responseCode = "409",
      description =
          "Another order is open, a release list names the document, it became another already, or"
              + " there is no confirmed address to tell")
  @APIResponse(
      responseCode = "422",
      description = "Not the owner's signature, another place, or not the words")
  public Response order(
      @PathParam("vault") String vaultId,
      @PathParam("document") String document,
      @MaxBytes(MOST_BYTES) ClassViews.NewOrder asked) {
    var signed = SignedTrees.read("order", asked.order());
    var vault = orThrow(vaults.find(Ids.vault(vaultId)));
    var ordered = orThrow(vault.order(Ids.document(document), signed));
    return Made.at("vaults/%s/documents/%s/class".formatted(vaultId, document))
        .entity(ClassViews.Ordered.of(ordered))
        .build();
  }

  @DELETE
  @Path("orders/{successor}")
  @Operation(
      summary = "Cancel an order",
      description = "As long as it was not carried out. Twice changes nothing.")
  @APIResponse(responseCode = "200", description = "Cancelled, with a receipt")
  @APIResponse(responseCode = "403", description = "The vault is another's")
  @APIResponse(responseCode = "409", description = "It was carried out already")
  public ClassViews.Ordered cancel(
      @PathParam("vault") String vault,
      @PathParam("document") String document,
      @PathParam("successor") String successor) {
    return ClassViews.Ordered.of(
        orThrow(
            orThrow(vaults.find(Ids.vault(vault)))
                .cancel(Ids.document(document), Ids.successor(successor))));
  }
}
