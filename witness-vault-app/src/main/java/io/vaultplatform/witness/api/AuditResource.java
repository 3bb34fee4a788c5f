package io.vaultplatform.witness.api;

import io.vaultplatform.core.audit.Chain;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.witness.web.Parsed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** A vault's log. */
@Path("vaults/{vault}/audit")
@RequestScoped
@SecurityRequirement(name = "token")
@Tag(name = "Log", description = "What was recorded, as a chain that anybody can check offline.")
public class AuditResource {
  @Inject private LogAnswers answers;

  @GET
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(summary = "List a vault's entries", description = "Oldest first, by cursor.")
  @APIResponse(responseCode = "200", description = "A page of entries")
  @APIResponse(responseCode = "404", description = "No such vault, or not yours")
  public LogItem.Page list(@PathParam("vault") String vault, @BeanParam LogFilter filter) {
    return answers.list(chain(vault), filter);
  }

  @GET
  @Path("receipts/{sequence: [1-9][0-9]{0,14}}")
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "The receipt of an entry",
      description = "A signed statement that the entry is in the log (receipt/v1). Keep it.")
  @APIResponse(
      responseCode = "200",
      description = "The receipt",
      content = @Content(schema = @Schema(implementation = SignedDocument.class)))
  @APIResponse(responseCode = "404", description = "No such entry")
  public Map<String, Object> receipt(
      @PathParam("vault") String vault, @PathParam("sequence") long sequence) {
    return answers.receipt(chain(vault), sequence);
  }

  @GET
  @Path("export")
  @Produces("application/jsonl")
  @Operation(
      summary = "Export the whole log",
      description =
          "JSON lines (audit-export/v1), which vault verify-log checks offline. The export is"
              + " itself the last entry.")
  @APIResponse(
      responseCode = "200",
      description = "The lines, streamed",
      content =
          @Content(
              mediaType = "application/jsonl",
              schema =
                  @Schema(
                      type = SchemaType.STRING,
                      description = "audit-export/v1: docs/formats/audit-export-v1.md"),
              examples = @ExampleObject(name = "export", value = LogAnswers.EXPORT)),
      headers = @Header(name = "Content-Disposition", ref = "Content-Disposition"))
  @APIResponse(responseCode = "404", description = "No such vault, or not yours")
  public Response export(@PathParam("vault") String vault) {
    return answers.export(chain(vault));
  }

  private static Chain chain(String vault) {
    return Chain.of(new VaultId(Parsed.uuid("vault", vault)));
  }
}
