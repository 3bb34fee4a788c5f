package io.vaultplatform.witness.api;

import static io.vaultplatform.witness.web.RefusedException.orThrow;

import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.Refusal;
import io.vaultplatform.core.base.Refusal.Reason;
import io.vaultplatform.core.content.Item;
import io.vaultplatform.core.content.Plaintext;
import io.vaultplatform.core.content.Vaults;
import io.vaultplatform.witness.web.RefusedException;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Class A, opened by the server for its owner or who was granted to open it. */
@Path("vaults/{vault}/documents/{document}/opened")
@Produces(MediaType.APPLICATION_OCTET_STREAM)
@RequestScoped
@SecurityRequirement(name = "token")
@Tag(name = "Documents")
public class OpenedResource {
  @Inject private Vaults vaults;

  @GET
  @Operation(
      summary = "The content of a class A document",
      description =
          "Opened by the server, without padding, for the vault's owner or an account whose grant"
              + " allows open. Every opening is entered in the vault's log; so is the attempt on a"
              + " document of class B or C, which the server cannot open. The last byte is sent"
              + " only when the whole file was found to be what its owner signed: an answer shorter"
              + " than its Content-Length is to be discarded.")
  @APIResponse(
      responseCode = "200",
      description = "The content; the file name is the document's id",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_OCTET_STREAM,
              schema =
                  @Schema(
                      type = SchemaType.STRING,
                      format = "binary",
                      description = "What the owner stored, without padding")))
  @APIResponse(responseCode = "403", description = "Not of class A; the field is class")
  @APIResponse(responseCode = "404", description = "Unknown, or nothing that you may open")
  @APIResponse(
      responseCode = "422",
      description = "Its metadata do not tell its length; fetch the .age file")
  public Response open(@PathParam("vault") String vaultId, @PathParam("document") String document) {
    var vault = orThrow(vaults.find(Ids.vault(vaultId)));
    var newest = orThrow(vault.document(Ids.document(document))).item();
    // Whoever asks here says that it is of class A; that is for the library to find out and enter.
    var claimed = new Item.Legible(newest.vault(), newest.document(), newest.version());
    var opened = orNothing(vault.open(claimed));
    StreamingOutput body = opened::writeTo;
    return Response.ok(body)
        .header(HttpHeaders.CONTENT_LENGTH, opened.size())
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            "attachment; filename=\"" + newest.document() + ".bin\"")
        .header("X-Content-Type-Options", "nosniff")
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .build();
  }

  // Which grant was missing is answered by grants/decision, and entered in the log. Here nobody
  // learns more of a document than that there is nothing for them.
  private static Plaintext orNothing(Outcome<Plaintext> outcome) {
    return switch (outcome) {
      case Outcome.Done<Plaintext>(var opened) -> opened;
      case Outcome.Refused<Plaintext>(var refusal) ->
          throw new RefusedException(
              refusal.reason() == Reason.FORBIDDEN && refusal.field().isEmpty()
                  ? Refusal.of(Reason.NOT_FOUND, "document", "There is no such document here.")
                  : refusal);
    };
  }
}
