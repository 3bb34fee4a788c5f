package io.vaultplatform.witness.api;

import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How a signed document stands in JSON, for the description of the API alone: resources hand on the
 * tree as it was signed, because a member that is not known here would be lost on the way.
 */
@Schema(
    name = "SignedDocument",
    description = "A document and its signatures: docs/formats/signed-v1.md",
    examples = SignedDocument.EXAMPLE)
public record SignedDocument(
    @Schema(description = "The version of this envelope", examples = "1") int v,
    @Schema(
            description = "What is signed; its member format names what it is",
            examples = "{\"format\":\"vault/test/v1\",\"n\":1}")
        Map<String, Object> body,
    @Schema(description = "One to four") List<Signature> signatures) {

  /** The vector of the format: this signature is genuine. */
  static final String EXAMPLE =
      "{\"body\":{\"format\":\"vault/test/v1\",\"n\":1},\"signatures\":[{\"alg\":\"Ed25519\","
          + "\"key\":\"ed25519:11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\","
          + "\"sig\":\"onc4hRkv1owsnVbTYCxtfuKivzzi954tpdMUsXbDixG6WUY8xgyGoQGFBOI82xiru_rdyICFnoW4BQfOJCnDBw\"}],"
          + "\"v\":1}";

  /** The first line of an age file. */
  static final String AGE_FILE = "YWdlLWVuY3J5cHRpb24ub3JnL3YxCg";

  /** Who signed. */
  @Schema(name = "Signature", description = "One signature over the canonical body")
  public record Signature(
      @Schema(description = "The algorithm", examples = "Ed25519") String alg,
      @Schema(
              description = "Public key of whoever signed",
              examples = "ed25519:11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo")
          String key,
      @Schema(
              description = "64 bytes, base64url",
              examples =
                  "onc4hRkv1owsnVbTYCxtfuKivzzi954tpdMUsXbDixG6WUY8xgyGoQGFBOI82xiru_rdyICFnoW4BQfOJCnDBw")
          String sig) {
    // Only described, never made.
  }

  public SignedDocument {
    signatures = List.copyOf(signatures);
    body = Map.copyOf(body);
  }
}
