package io.vaultplatform.witness.api;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How the key set stands in JSON, for the description of the API alone: the set itself comes from
 * the library as it is.
 */
@Schema(name = "JsonWebKeys", description = "A JSON Web Key Set (RFC 7517) of public keys")
record JsonWebKeys(
    @Schema(description = "The keys that tokens may be signed with") List<Key> keys) {

  /** One key. */
  @Schema(name = "JsonWebKey", description = "A public key (RFC 7518, section 6.2)")
  record Key(
      @Schema(description = "The key's type", examples = "EC") String kty,
      @Schema(description = "What it is for", examples = "sig") String use,
      @Schema(description = "The curve", examples = "P-256") String crv,
      @Schema(
              description = "The name that a token's header has for it",
              examples = "erXi46nA6sEOgSrLPEQnjeMunxlbinK-rkcQbpMpn1c")
          String kid,
      @Schema(description = "base64url", examples = "1KMMz6uL9_QdG3D4V5_v4xvyXx2Td_qkWijgZkDV72E")
          String x,
      @Schema(description = "base64url", examples = "Hll_gvMvkwH8NeHCkt6y-NsmCXf2JYQTtjeW3p7tWiQ")
          String y,
      @Schema(description = "The algorithm", examples = "ES256") String alg) {}

  JsonWebKeys {
    keys = List.copyOf(keys);
  }
}
