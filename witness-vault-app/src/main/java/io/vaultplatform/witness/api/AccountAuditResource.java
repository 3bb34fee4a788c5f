package io.vaultplatform.witness.api;

import io.vaultplatform.core.audit.AuditLog;
import io.vaultplatform.core.audit.Chain;
import io.vaultplatform.witness.web.SignedIn;
import jakarta.annotation.security.PermitAll;
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

/** The log of the account that asks: what happened to it outside of vaults, such as signing in. */
@Path("audit")
@RequestScoped
@Tag(name = "Log")
public class AccountAuditResource {
  @Inject private LogAnswers answers;
  @Inject private AuditLog log;
  @Inject private SignedIn signedIn;

  /** The log's key. */
  @Schema(name = "LogSigner", description = "The key that signs entries, receipts and checkpoints")
  public record Signer(
      @Schema(
              examples = "ed25519:11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
              description = "Public Ed25519 key")
          String key,
      @Schema(
              description = "SHA-256 in hex of that text: the log's origin in release policies",
              examples = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")
          String origin) {}

  @GET
  @Produces(MediaType.APPLICATION_JSON)
  @SecurityRequirement(name = "token")
  @Operation(summary = "List your account's entries", description = "Oldest first, by cursor.")
  @APIResponse(responseCode = "200", description = "A page of entries")
  public LogItem.Page list(@BeanParam LogFilter filter) {
    return answers.list(chain(), filter);
  }

  @GET
  @Path("receipts/{sequence: [1-9][0-9]{0,14}}")
  @Produces(MediaType.APPLICATION_JSON)
  @SecurityRequirement(name = "token")
  @Operation(summary = "The receipt of an entry of your account")
  @APIResponse(
      responseCode = "200",
      description = "The receipt (receipt/v1)",
      content = @Content(schema = @Schema(implementation = SignedDocument.class)))
  @APIResponse(responseCode = "404", description = "No such entry")
  public Map<String, Object> receipt(@PathParam("sequence") long sequence) {
    return answers.receipt(chain(), sequence);
  }

  @GET
  @Path("export")
  @Produces("application/jsonl")
  @SecurityRequirement(name = "token")
  @Operation(summary = "Export your account's log", description = "As audit-export/v1.")
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
  public Response export() {
    return answers.export(chain());
  }

  @GET
  @Path("signer")
  @PermitAll
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "The log's key",
      description = "Its first one, which stays what it is; compare it with the one you noted.")
  @APIResponse(responseCode = "200", description = "Key and origin")
  public Signer signer() {
    return new Signer(log.signers().getFirst().text(), log.origin());
  }

  private Chain chain() {
    return Chain.of(signedIn.account());
  }
}
