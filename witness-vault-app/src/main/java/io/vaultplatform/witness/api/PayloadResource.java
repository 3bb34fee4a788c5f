package io.vaultplatform.witness.api;

import static io.vaultplatform.witness.web.RefusedException.orThrow;

import io.vaultplatform.core.base.FieldException;
import io.vaultplatform.core.content.Upload;
import io.vaultplatform.core.content.Vaults;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The payload of an offered version: streamed, in as many requests as the line needs. */
@Path("vaults/{vault}/documents/{document}/versions/{version}/payload")
@RequestScoped
@SecurityRequirement(name = "token")
@Tag(name = "Documents")
public class PayloadResource {
  private static final String OFFSET = "Upload-Offset";

  @Inject private Vaults vaults;

  @HEAD
  @Operation(
      summary = "Where an upload stands",
      description = "Upload-Offset says how many bytes are kept, Upload-Length how many it has.")
  @APIResponse(
      responseCode = "204",
      description = "The upload, or the stored version",
      headers = {
        @Header(name = "Upload-Offset", ref = "Upload-Offset"),
        @Header(name = "Upload-Length", ref = "Upload-Length")
      })
  @APIResponse(responseCode = "403", description = "The vault is another's")
  @APIResponse(responseCode = "404", description = "Nothing was offered under this address")
  public Response where(
      @PathParam("vault") String vault,
      @PathParam("document") String document,
      @PathParam("version") String version) {
    var found = orThrow(vaults.find(Ids.vault(vault)));
    var upload = orThrow(found.upload(Ids.document(document), Ids.version(version)));
    long length =
        switch (upload) {
          case Upload.Waiting waiting -> waiting.size();
          case Upload.Complete complete -> complete.offset();
        };
    return Response.noContent()
        .header(OFFSET, upload.offset())
        .header("Upload-Length", length)
        .build();
  }

  @PUT
  @Consumes({MediaType.APPLICATION_OCTET_STREAM, MediaType.WILDCARD})
  @Operation(
      summary = "Send the payload",
      description =
          "From Upload-Offset on. Whole pieces of 4 MiB are kept, so that a broken line costs at"
              + " most one. With the last byte, length and SHA-256 are compared with the manifest;"
              + " another payload is discarded.")
  @APIResponse(
      responseCode = "200",
      description = "Complete: the receipt",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = DocumentViews.Stored.class)),
      headers = @Header(name = "Upload-Offset", ref = "Upload-Offset"))
  @APIResponse(
      responseCode = "204",
      description = "Kept up to Upload-Offset; more is awaited",
      headers = @Header(name = "Upload-Offset", ref = "Upload-Offset"))
  @APIResponse(responseCode = "403", description = "The vault is another's")
  @APIResponse(responseCode = "404", description = "Nothing was offered under this address")
  @APIResponse(
      responseCode = "409",
      description =
          "The upload goes on at another offset; or all of it is kept, and its release list is no"
              + " longer the next: offer it again with a newer one")
  @APIResponse(responseCode = "422", description = "Not the payload the owner signed; discarded")
  public Response append(
      @PathParam("vault") String vault,
      @PathParam("document") String document,
      @PathParam("version") String version,
      @Parameter(example = "0") @HeaderParam(OFFSET) @Nullable String offset,
      InputStream payload) {
    var found = orThrow(vaults.find(Ids.vault(vault)));
    var upload =
        orThrow(
            found.append(Ids.document(document), Ids.version(version), offset(offset), payload));
    return switch (upload) {
      case Upload.Waiting waiting -> Response.noContent().header(OFFSET, waiting.offset()).build();
      case Upload.Complete complete ->
          Response.ok(
                  new DocumentViews.Stored(
                      complete.receipt().toTree(), complete.change().map(DocumentViews.Change::of)))
              .type(MediaType.APPLICATION_JSON_TYPE)
              .header(OFFSET, complete.offset())
              .build();
    };
  }

  private static long offset(@Nullable String text) {
    if (text == null) {
      throw new FieldException(OFFSET, "is missing");
    }
    if (!text.matches("[0-9]{1,15}")) {
      throw new FieldException(OFFSET, "is not a number of bytes");
    }
    return Long.parseLong(text);
  }
}
