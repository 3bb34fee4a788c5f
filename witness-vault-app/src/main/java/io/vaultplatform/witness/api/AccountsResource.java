package io.vaultplatform.witness.api;

import static io.vaultplatform.witness.web.RefusedException.orThrow;

import io.vaultplatform.core.accounts.Account;
import io.vaultplatform.core.accounts.AccountName;
import io.vaultplatform.core.accounts.Accounts;
import io.vaultplatform.core.accounts.Bundle;
import io.vaultplatform.core.accounts.KdfParameters;
import io.vaultplatform.core.accounts.Registration;
import io.vaultplatform.core.accounts.SealedSlots;
import io.vaultplatform.core.base.Bytes;
import io.vaultplatform.core.base.FieldException;
import io.vaultplatform.core.crypto.Base64Url;
import io.vaultplatform.core.crypto.RecipientKeys;
import io.vaultplatform.core.crypto.SecretBytes;
import io.vaultplatform.core.crypto.VerificationKey;
import io.vaultplatform.core.keys.PublicKeys;
import io.vaultplatform.witness.web.ClientAddress;
import io.vaultplatform.witness.web.Idempotent;
import io.vaultplatform.witness.web.Made;
import io.vaultplatform.witness.web.Parsed;
import io.vaultplatform.witness.web.RefusedException;
import io.vaultplatform.witness.web.SignedIn;
import io.vaultplatform.witness.web.VersionTag;
import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Accounts: the parameters of a name, registration, and one's own account. */
@Path("accounts")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RequestScoped
@Tag(name = "Accounts", description = "Local accounts. The passphrase never leaves the client.")
public class AccountsResource {
  @Inject private Accounts accounts;
  @Inject private SignedIn signedIn;
  @Inject private ClientAddress address;
  @Context private HttpServletRequest request;

  @Schema(
      name = "KdfParameters",
      description = "How the client derives its keys from the passphrase")
  public record Parameters(
      @Schema(description = "PHC string without salt", examples = "$argon2id$v=19$m=65536,t=3,p=1")
          String kdf,
      @Schema(description = "16 to 64 bytes, base64url", examples = "q83vEjRWeJCrze8SNFZ4kA")
          String salt,
      @Schema(
              description =
                  "32 bytes, base64url: where a passkey's PRF is evaluated. There for every name,"
                      + " with or without a passkey",
              examples = "T2YgY291cnNlIG5vdCBhIHJlYWwga2V5LCBzb3JyeSE")
          String prfSalt) {}

  @Schema(
      name = "Registration",
      description = "A new account. authKey is the half of the derived keys that signs in.")
  public record NewAccount(
      @Schema(description = "3 to 64 of a-z 0-9 . _ -", examples = "ann") String name,
      @Schema(description = "PHC string without salt", examples = "$argon2id$v=19$m=65536,t=3,p=1")
          String kdf,
      @Schema(description = "16 to 64 bytes, base64url", examples = "q83vEjRWeJCrze8SNFZ4kA")
          String salt,
      @Schema(
              implementation = String.class,
              format = "byte",
              description = "32 bytes, base64url; kept as a salted hash only",
              examples = "T2YgY291cnNlIG5vdCBhIHJlYWwga2V5LCBzb3JyeSE")
          SecretBytes authKey,
      @Schema(
              description = "Public keys to encrypt to, age1… and age1pq1…, with one space between",
              examples = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p")
          String recipient,
      @Schema(
              description = "Public key to check signatures with, Ed25519 and ML-DSA-44",
              examples = "ed25519:11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo")
          String signingKey,
      @Schema(
              implementation = String.class,
              format = "byte",
              description =
                  "The owner's keys as an age file to a bundle identity, base64url, at most 128"
                      + " KiB",
              examples = SignedDocument.AGE_FILE)
          Bytes bundle,
      @Schema(
              implementation = String.class,
              format = "byte",
              description = UnlockResource.SLOTS,
              examples = SignedDocument.AGE_FILE)
          Bytes slots,
      @Schema(
              implementation = String.class,
              format = "byte",
              description = UnlockResource.VERIFIERS,
              examples = UnlockResource.BYTES_128)
          Bytes verifiers) {

    Registration toRegistration() {
      return new Registration(
          new AccountName(name),
          new KdfParameters(kdf, salt),
          authKey,
          new PublicKeys(
              Parsed.field("recipient", recipient, RecipientKeys::parse),
              Parsed.field("signingKey", signingKey, VerificationKey::new)),
          Bundle.of(bundle.toArray()),
          new SealedSlots(slots, verifiers));
    }
  }

  @Schema(name = "Created", description = "The new account's id")
  public record Created(
      @Schema(examples = "019c2f6a-1d5c-7a8e-9d6c-0f2a4a4c1b11", description = "The account's id")
          UUID account) {}

  @Schema(name = "Account", description = "One's own account")
  public record Mine(
      @Schema(examples = "019c2f6a-1d5c-7a8e-9d6c-0f2a4a4c1b11", description = "Your id")
          UUID account,
      @Schema(examples = "ann", description = "What you sign in with") String name,
      @Schema(
              examples = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p",
              description = "Your public keys to encrypt to")
          String recipient,
      @Schema(
              examples = "ed25519:11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
              description = "Your public key to check signatures with")
          String signingKey,
      @Schema(description = "Epoch of these keys", examples = "1") int epoch,
      @Schema(
              implementation = String.class,
              format = "byte",
              description = "The age file, base64url")
          Bytes bundle,
      @Schema(
              implementation = String.class,
              format = "byte",
              description = UnlockResource.SLOTS,
              examples = SignedDocument.AGE_FILE)
          Bytes slots,
      @Schema(
              description = "When what unlocks the keys was last changed",
              examples = "2027-01-31T12:00:00Z")
          Instant slotsChangedAt,
      @Schema(
              description = "When a recovery was last practised; null before the first drill",
              examples = "2027-02-01T09:00:00Z")
          Optional<Instant> drilledAt) {

    static Mine of(Account account) {
      return new Mine(
          account.id().value(),
          account.name().text(),
          account.keys().recipient().text(),
          account.keys().signing().text(),
          account.epoch(),
          Bytes.of(account.bundle().bytes()),
          account.slots(),
          account.slotsChangedAt(),
          account.drilledAt());
    }
  }

  @Schema(
      name = "NewBundle",
      description = "A bundle that replaces the stored one",
      examples = "{\"bundle\":\"YWdl\",\"statement\":" + SignedDocument.EXAMPLE + "}")
  public record NewBundle(
      @Schema(
              implementation = String.class,
              format = "byte",
              description = "The age file, base64url")
          Bytes bundle,
      @Schema(
              implementation = SignedDocument.class,
              description = "bundle-change/v1, signed with the key that counts now")
          Map<String, Object> statement) {}

  @GET
  @Path("parameters")
  @PermitAll
  @Operation(
      summary = "How to derive the keys of an account",
      description =
          "A name that does not exist gets parameters of the same shape, always the same ones.")
  @APIResponse(responseCode = "200", description = "The parameters")
  public Parameters parameters(
      @Parameter(
              description = "Of an account, or not: the answer looks alike",
              example = "ann",
              required = true)
          @QueryParam("name")
          @Nullable String name) {
    if (name == null) {
      throw new RefusedException(new FieldException("name", "is missing").refusal());
    }
    var found = accounts.parameters(new AccountName(name));
    return new Parameters(
        found.passphrase().kdf(),
        found.passphrase().salt(),
        Base64Url.encode(found.prfSalt().toArray()));
  }

  @POST
  @PermitAll
  @Idempotent
  @Operation(
      summary = "Register",
      description = "Makes the account and publishes its keys in the directory.")
  @APIResponse(
      responseCode = "201",
      description = "Made",
      content = @Content(schema = @Schema(implementation = Created.class)))
  public Response register(NewAccount asked) {
    try (var registration = asked.toRegistration()) {
      var account = orThrow(accounts.register(registration, address.of(request)));
      return Made.at("keys/" + account).entity(new Created(account.value())).build();
    }
  }

  @GET
  @Path("me")
  @SecurityRequirement(name = "token")
  @Operation(summary = "One's own account", description = "The ETag is the version of the bundle.")
  @APIResponse(
      responseCode = "200",
      description = "The account",
      content = @Content(schema = @Schema(implementation = Mine.class)),
      headers = @Header(name = "ETag", ref = "ETag"))
  public Response me() {
    var mine = orThrow(accounts.account(signedIn.account()));
    return Response.ok(Mine.of(mine)).tag(VersionTag.of(mine.bundleVersion())).build();
  }

  @PUT
  @Path("me/bundle")
  @SecurityRequirement(name = "token")
  @Operation(
      summary = "Replace the key bundle",
      description =
          "Needs If-Match with the ETag of accounts/me, and the owner's signature: a session alone"
              + " could lose every key.")
  @APIResponse(
      responseCode = "204",
      description = "Replaced; the new ETag is in the header",
      headers = @Header(name = "ETag", ref = "ETag"))
  @APIResponse(responseCode = "412", description = "Another bundle is there meanwhile")
  @APIResponse(responseCode = "422", description = "The owner did not sign this")
  public Response storeBundle(
      @Parameter(example = "\"1\"") @HeaderParam("If-Match") @Nullable String ifMatch,
      NewBundle asked) {
    long expected = VersionTag.expected(ifMatch);
    var version =
        orThrow(
            accounts.storeBundle(
                signedIn.account(),
                Bundle.of(asked.bundle().toArray()),
                expected,
                SignedTrees.read("statement", asked.statement())));
    return Response.noContent().tag(VersionTag.of(version)).build();
  }
}
