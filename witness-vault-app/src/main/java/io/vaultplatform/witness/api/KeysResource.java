package io.vaultplatform.witness.api;

import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.Refusal;
import io.vaultplatform.core.crypto.Digest;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.keys.KeyDirectory;
import io.vaultplatform.core.keys.KeyDirectory.Published;
import io.vaultplatform.core.keys.KeySuccession;
import io.vaultplatform.witness.web.Parsed;
import io.vaultplatform.witness.web.RefusedException;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The key directory. */
@Path("keys")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
@Tag(
    name = "Keys",
    description = "Public keys of accounts. Every publication is an entry of that account's log.")
public class KeysResource {
  @Inject private KeyDirectory directory;

  @Schema(name = "PublishedKeys", description = "What somebody published")
  public record Keys(
      @Schema(
              examples = "019c2f6a-1d5c-7a8e-9d6c-0f2a4a4c1b11",
              description = "Whose keys they are")
          UUID account,
      @Schema(examples = "1", description = "1 at first; one more with every change of the keys")
          int epoch,
      @Schema(
              examples = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p",
              description = "Public X25519 key")
          String recipient,
      @Schema(
              examples = "ed25519:11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
              description = "Public Ed25519 key")
          String signingKey,
      @Schema(
              description = "SHA-256 over both, lower-case hex",
              examples = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")
          String fingerprint,
      @Schema(
              description = "The fingerprint as people read it to each other",
              examples = "01234 56789 01234 56789 01234 56789 01234 56789")
          String digits,
      @Schema(examples = "2027-01-31T12:00:00Z", description = "When they were published")
          Instant publishedAt) {

    static Keys of(Published found) {
      return new Keys(
          found.account().value(),
          found.epoch(),
          found.keys().recipient().text(),
          found.keys().signing().text(),
          found.keys().fingerprint().hash(),
          found.keys().fingerprint().digits(),
          found.at());
    }
  }

  @GET
  @Path("{accountOrKey}")
  @SecurityRequirement(name = "token")
  @Operation(
      summary = "Look keys up",
      description = "By the account's id, or by the fingerprint (SHA-256 in hex) of the two keys.")
  @APIResponse(
      responseCode = "200",
      description = "The keys that count now, or the publication of exactly these keys")
  @APIResponse(responseCode = "404", description = "Nobody published these")
  public Keys find(
      @Parameter(example = "019c2f6a-1d5c-7a8e-9d6c-0f2a4a4c1b11") @PathParam("accountOrKey")
          String text) {
    Optional<Published> found =
        Digest.isSha256Hex(text)
            ? directory.findByFingerprint(text)
            : directory.find(new AccountId(Parsed.uuid("accountOrKey", text)));
    return found
        .map(Keys::of)
        .orElseThrow(
            () ->
                new RefusedException(
                    Refusal.of(
                        Refusal.Reason.NOT_FOUND, "There are no such keys in the directory.")));
  }

  @Schema(name = "KeyEpoch", description = "Keys that somebody published, and how they came")
  public record EpochOfKeys(
      @Schema(examples = "1", description = "1 at first; one more with every change of the keys")
          int epoch,
      @Schema(
              examples = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p",
              description = "Public keys to encrypt to")
          String recipient,
      @Schema(
              examples = "ed25519:11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
              description = "Public key to check signatures with")
          String signingKey,
      @Schema(
              description =
                  "key-epoch/v1, signed with the keys before and with these; null for epoch 1",
              examples = SignedDocument.EXAMPLE)
          Optional<Map<String, Object>> succession) {

    static List<EpochOfKeys> of(List<KeySuccession.Epoch> history) {
      return history.stream()
          .map(
              epoch ->
                  new EpochOfKeys(
                      epoch.number(),
                      epoch.keys().recipient().text(),
                      epoch.keys().signing().text(),
                      epoch.succession().map(Signed::toTree)))
          .toList();
    }
  }

  @Schema(name = "KeyEpochs", description = "Every keys of an account, the first ones first")
  public record EpochsOfKeys(
      @Schema(description = "The first epoch first") List<EpochOfKeys> items) {}

  @GET
  @Path("{account}/epochs")
  @SecurityRequirement(name = "token")
  @Operation(
      summary = "All keys of an account",
      description =
          "Each epoch with the statement by which its keys follow the ones before, so that whoever"
              + " knows one of them can check all others.")
  @APIResponse(responseCode = "200", description = "The epochs")
  @APIResponse(responseCode = "404", description = "Nobody published keys under this id")
  public EpochsOfKeys epochs(
      @Parameter(description = "Whose keys", example = "019c2f6a-1d5c-7a8e-9d6c-0f2a4a4c1b11")
          @PathParam("account")
          UUID account) {
    var history = directory.history(new AccountId(account));
    if (history.isEmpty()) {
      throw new RefusedException(
          Refusal.of(Refusal.Reason.NOT_FOUND, "There are no such keys in the directory."));
    }
    return new EpochsOfKeys(EpochOfKeys.of(history));
  }
}
