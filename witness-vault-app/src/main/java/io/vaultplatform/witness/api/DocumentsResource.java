package io.vaultplatform.witness.api;

import static io.vaultplatform.witness.web.RefusedException.orThrow;

import io.vaultplatform.core.base.FieldException;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.content.AccessChange;
import io.vaultplatform.core.content.DocumentId;
import io.vaultplatform.core.content.EncryptionClass;
import io.vaultplatform.core.content.Headers;
import io.vaultplatform.core.content.Item;
import io.vaultplatform.core.content.Vault;
import io.vaultplatform.core.content.Vaults;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.witness.web.Idempotent;
import io.vaultplatform.witness.web.Made;
import io.vaultplatform.witness.web.MaxBytes;
import io.vaultplatform.witness.web.Parsed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Documents of a vault: offered, listed, shown, fetched as {@code .age}, given new headers. */
@Path("vaults/{vault}/documents")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RequestScoped
@SecurityRequirement(name = "token")
@Tag(
    name = "Documents",
    description =
        "Every document is an age v1 file: header and payload. The class A, B or C is fixed at"
            + " creation. Titles and file names are inside the encrypted metadata.")
public class DocumentsResource {
  private static final int MOST = 200;
  private static final int MOST_BYTES = 1 << 20;

  // With a release list of ten thousand documents.
  private static final int MOST_OFFER_BYTES = 9 << 20;

  @Inject private Vaults vaults;

  @POST
  @Idempotent
  @Operation(
      summary = "Offer a version",
      description =
          "Checks everything but the payload, which is then sent to the address in Location. The"
              + " same offer again continues where its upload stopped, also with a newer release"
              + " list.")
  @APIResponse(
      responseCode = "201",
      description = "Taken; send the payload from uploadOffset on",
      content = @Content(schema = @Schema(implementation = DocumentViews.Offered.class)))
  @APIResponse(
      responseCode = "403",
      description = "The server could open it: not this class; or the vault is another's")
  @APIResponse(
      responseCode = "409",
      description = "Not the next version, another class, or not the next release list")
  @APIResponse(responseCode = "413", description = "Over the size limit or the quota")
  @APIResponse(
      responseCode = "422",
      description = "Not an age file, a wrong manifest or epoch, a release list that does not hold")
  public Response offer(
      @PathParam("vault") String vaultId,
      @MaxBytes(MOST_OFFER_BYTES) DocumentViews.NewVersion asked) {
    var vault = orThrow(vaults.find(Ids.vault(vaultId)));
    var item =
        Item.of(
            EncryptionClass.named(asked.encryptionClass())
                .orElseThrow(() -> new FieldException("class", "is not A, B or C")),
            vault.view().id(),
            new DocumentId(asked.document()),
            positive(asked.version()));
    var manifest = signed(asked.manifest());
    var list = asked.releaseList().map(tree -> SignedTrees.read("releaseList", tree));
    var upload =
        orThrow(
            vault.offer(
                item, asked.header().toArray(), asked.metadata().toArray(), manifest, list));
    return Made.at(
            "vaults/%s/documents/%s/versions/%d/payload"
                .formatted(vaultId, asked.document(), asked.version()))
        .entity(new DocumentViews.Offered(upload.offset()))
        .build();
  }

  @GET
  @Operation(summary = "List documents", description = "The newest version of each, by id.")
  @APIResponse(responseCode = "200", description = "A page")
  public DocumentViews.Page list(
      @PathParam("vault") String vault,
      @Parameter(description = "From the page before") @QueryParam("cursor")
          @Nullable String cursor,
      @Parameter(description = "1 to 200", example = "50") @QueryParam("limit")
          @Nullable String limit) {
    int most = Ids.limit(limit, MOST);
    var items =
        orThrow(vaults.find(Ids.vault(vault)))
            .documents(Ids.cursor(cursor).map(DocumentId::new), most)
            .stream()
            .map(DocumentViews.Shown::of)
            .toList();
    return new DocumentViews.Page(
        items, items.size() < most ? Optional.empty() : Optional.of(items.getLast().document()));
  }

  @GET
  @Path("{document}")
  @Operation(
      summary = "One document",
      description = "Everything but its payload. The ETag changes with header and manifest.")
  @APIResponse(
      responseCode = "200",
      description = "The newest version",
      content = @Content(schema = @Schema(implementation = DocumentViews.Shown.class)),
      headers = @Header(name = "ETag", ref = "ETag"))
  @APIResponse(
      responseCode = "304",
      description = "Unchanged since the ETag in If-None-Match",
      headers = @Header(name = "ETag", ref = "ETag"))
  @APIResponse(responseCode = "404", description = "Unknown, or not yours to know")
  public Response find(
      @PathParam("vault") String vault,
      @PathParam("document") String document,
      @Context Request request) {
    var stored = orThrow(orThrow(vaults.find(Ids.vault(vault))).document(Ids.document(document)));
    var tag = new EntityTag(stored.etag());
    var unchanged = request.evaluatePreconditions(tag);
    return (unchanged == null ? Response.ok(DocumentViews.Shown.of(stored)) : unchanged)
        .tag(tag)
        .build();
  }

  @GET
  @Path("{document}/content")
  @Produces(MediaType.APPLICATION_OCTET_STREAM)
  @Operation(
      summary = "The document as one .age file",
      description =
          "Header and payload; opens with any age tool and the right key. Entered in the log.")
  @APIResponse(
      responseCode = "200",
      description = "The file",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_OCTET_STREAM,
              schema =
                  @Schema(
                      type = SchemaType.STRING,
                      format = "binary",
                      description = "An age file: header and payload")),
      headers = {
        @Header(name = "ETag", ref = "ETag"),
        @Header(name = "Accept-Ranges", ref = "Accept-Ranges"),
        @Header(name = "Content-Disposition", ref = "Content-Disposition")
      })
  @APIResponse(
      responseCode = "206",
      description = "The part asked for by Range",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_OCTET_STREAM,
              schema =
                  @Schema(
                      type = SchemaType.STRING,
                      format = "binary",
                      description = "An age file: header and payload")),
      headers = {
        @Header(name = "ETag", ref = "ETag"),
        @Header(name = "Accept-Ranges", ref = "Accept-Ranges"),
        @Header(name = "Content-Disposition", ref = "Content-Disposition"),
        @Header(name = "Content-Range", ref = "Content-Range")
      })
  @APIResponse(responseCode = "403", description = "No grant allows it; the sentence says why")
  @APIResponse(
      responseCode = "416",
      description = "The part lies outside of the file",
      headers = @Header(name = "Content-Range", ref = "Content-Range"))
  public Response content(
      @PathParam("vault") String vault,
      @PathParam("document") String document,
      @Parameter(example = "bytes=0-65535") @HeaderParam("Range") @Nullable String range,
      @HeaderParam("If-Range") @Nullable String ifRange) {
    var file = orThrow(orThrow(vaults.find(Ids.vault(vault))).fetch(Ids.document(document)));
    return AgeDownload.of(file, range, ifRange);
  }

  @PUT
  @Path("{document}/headers")
  @Operation(
      summary = "Exchange the headers",
      description =
          "For other recipients of the same payload: class C for a person added, class B out of an"
              + " epoch. Needs If-Match. Whoever had the file key before can still read this"
              + " payload; so in class C nobody is left out: that takes a new version.")
  @APIResponse(
      responseCode = "200",
      description = "Exchanged; the new ETag is in the header",
      content = @Content(schema = @Schema(implementation = DocumentViews.Rewrapped.class)),
      headers = @Header(name = "ETag", ref = "ETag"))
  @APIResponse(responseCode = "403", description = "The vault is another's")
  @APIResponse(
      responseCode = "409",
      description = "A release list names the document with its headers as they are")
  @APIResponse(responseCode = "412", description = "Changed meanwhile")
  @APIResponse(responseCode = "422", description = "The manifest or a header does not hold")
  public Response rewrap(
      @PathParam("vault") String vaultId,
      @PathParam("document") String document,
      @HeaderParam("If-Match") @Nullable String ifMatch,
      @MaxBytes(MOST_BYTES) DocumentViews.NewHeaders asked) {
    var vault = orThrow(vaults.find(Ids.vault(vaultId)));
    var etag = AgeDownload.expected(ifMatch);
    var stored = orThrow(vault.document(Ids.document(document)));
    var wish =
        new Vault.Rewrap(
            Item.of(
                stored.item().encryptionClass(),
                new VaultId(vault.view().id().value()),
                stored.item().document(),
                positive(asked.version())),
            new Headers(asked.header().toArray(), asked.metadataHeader().toArray()),
            signed(asked.manifest()));
    var now = orThrow(vault.rewrap(wish, etag));
    var change = DocumentViews.Change.of(AccessChange.ofHeader(stored, now));
    return Response.ok(new DocumentViews.Rewrapped(DocumentViews.Shown.of(now), change))
        .tag(new EntityTag(now.etag()))
        .build();
  }

  private static Signed signed(java.util.Map<String, Object> tree) {
    return Parsed.field("manifest", "", text -> Signed.of(tree));
  }

  private static int positive(int version) {
    if (version < 1) {
      throw new FieldException("version", "counts from 1");
    }
    return version;
  }
}
