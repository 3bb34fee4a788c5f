package io.vaultplatform.witness.api;

import static io.vaultplatform.witness.web.RefusedException.orThrow;

import io.vaultplatform.core.accounts.Bundle;
import io.vaultplatform.core.accounts.KdfParameters;
import io.vaultplatform.core.accounts.SealedSlots;
import io.vaultplatform.core.accounts.UnlockChange;
import io.vaultplatform.core.accounts.UnlockChange.NewSignIn;
import io.vaultplatform.core.accounts.Unlocks;
import io.vaultplatform.core.base.Bytes;
import io.vaultplatform.core.base.FieldException;
import io.vaultplatform.core.crypto.SecretBytes;
import io.vaultplatform.witness.web.MaxBytes;
import io.vaultplatform.witness.web.SignedIn;
import io.vaultplatform.witness.web.VersionTag;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What unlocks one's own keys. */
@Path("accounts/me/unlock")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RequestScoped
@Tag(name = "Accounts")
@SecurityRequirement(name = "token")
public class UnlockResource {
  static final String SLOTS =
      "Four unlock slots of 1737 bytes, one behind the other, base64url (unlock-slots/v1); those"
          + " that are not in use look like the others";
  static final String VERIFIERS =
      "Four times 32 bytes, base64url: what the server compares with where one signs in without"
          + " the passphrase; random where nobody does";
  static final String BYTES_128 =
      "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4vMDEyMzQ1Njc4OTo7PD0-P0"
          + "BBQkNERUZHSElKS0xNTk9QUVJTVFVWV1hZWltcXV5fYGFiY2RlZmdoaWprbG1ub3BxcnN0dXZ3eHl6e3x9fn8";
  static final int MOST = 512 * 1024;

  @Inject private Unlocks unlocks;
  @Inject private SignedIn signedIn;

  @Schema(name = "NewSignIn", description = "What signs in from now on")
  public record SignIn(
      @Schema(description = "PHC string without salt", examples = "$argon2id$v=19$m=65536,t=3,p=1")
          String kdf,
      @Schema(description = "16 to 64 bytes, base64url", examples = "q83vEjRWeJCrze8SNFZ4kA")
          String salt,
      @Schema(
              implementation = String.class,
              format = "byte",
              description = "32 bytes, base64url; kept as a salted hash only",
              examples = "T2YgY291cnNlIG5vdCBhIHJlYWwga2V5LCBzb3JyeSE")
          SecretBytes authKey) {
    public SignIn {
      if (authKey != null && authKey.length() != 32) {
        throw new FieldException("signIn.authKey", "has not 32 bytes");
      }
    }
  }

  @Schema(name = "UnlockChange", description = "All of it is exchanged at once, or nothing")
  public record Change(
      @Schema(
              implementation = String.class,
              format = "byte",
              description = "The age file, to a fresh bundle identity, base64url, at most 128 KiB",
              examples = SignedDocument.AGE_FILE)
          Bytes bundle,
      @Schema(
              implementation = String.class,
              format = "byte",
              description = SLOTS,
              examples = SignedDocument.AGE_FILE)
          Bytes slots,
      @Schema(
              implementation = String.class,
              format = "byte",
              description = VERIFIERS,
              examples = BYTES_128)
          Bytes verifiers,
      @Schema(
              nullable = true,
              description = "With a new passphrase, or more work for it; absent otherwise")
          @Nullable SignIn signIn,
      @Schema(
              implementation = SignedDocument.class,
              description = "unlock-change/v1, signed with the key that counts now")
          Map<String, Object> statement) {

    UnlockChange toChange(@Nullable String ifMatch) {
      return new UnlockChange(
          VersionTag.expected(ifMatch),
          Bundle.of(bundle.toArray()),
          new SealedSlots(slots, verifiers),
          Optional.ofNullable(signIn)
              .map(s -> new NewSignIn(new KdfParameters(s.kdf(), s.salt()), s.authKey())),
          SignedTrees.read("statement", statement));
    }
  }

  @PUT
  @Operation(
      summary = "Replace what unlocks your keys",
      description =
          "A slot is added or taken away, the passphrase or the work for it changes: bundle, slots"
              + " and sign-in are replaced at once. Needs If-Match with the ETag of accounts/me,"
              + " and the owner's signature: a session alone is not enough. With a new sign-in"
              + " every other session ends.")
  @APIResponse(
      responseCode = "204",
      description = "Replaced; the new ETag is in the header",
      headers = @Header(name = "ETag", ref = "ETag"))
  @APIResponse(responseCode = "412", description = "Another bundle is there meanwhile")
  @APIResponse(responseCode = "422", description = "The owner did not sign this")
  public Response change(
      @Parameter(example = "\"1\"") @HeaderParam("If-Match") @Nullable String ifMatch,
      @MaxBytes(MOST) Change asked) {
    try (var change = asked.toChange(ifMatch)) {
      var version = orThrow(unlocks.change(signedIn.account(), signedIn.token(), change));
      return Response.noContent().tag(VersionTag.of(version)).build();
    }
  }
}
