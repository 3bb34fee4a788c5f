package io.vaultplatform.core.accounts.internal;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.vaultplatform.core.accounts.SessionId;
import io.vaultplatform.core.accounts.TokenId;
import io.vaultplatform.core.accounts.TokenKeys;
import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.VaultException;
import io.vaultplatform.core.crypto.SecretBytes;
import io.vaultplatform.core.kms.KeyRef;
import io.vaultplatform.core.store.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Our access tokens: JWTs (RFC 7519) signed by ES256, whose key the key service seals and whose
 * public half is published. Any server of ours checks any token of ours.
 */
@ApplicationScoped
class AccessTokens implements TokenKeys {
  private static final String ISSUER = "vault-platform";

  /** Keys are this and their number. */
  static final String KEY = "access-token-key-";

  /** No token counts longer than 15 minutes, and every server signs with a new key in one. */
  static final Duration LIFE = Duration.ofMinutes(16);

  private static final Duration LOOKED_UP = Duration.ofSeconds(30);

  private final DoorSecrets secrets;
  private final String audience;
  private volatile @Nullable Known known;

  private record Known(ECKey key, Instant until) {}

  @Inject
  AccessTokens(DoorSecrets secrets, Settings settings) {
    this(secrets, AccountSettings.of(settings).product());
  }

  AccessTokens(DoorSecrets secrets, String audience) {
    this.secrets = secrets;
    this.audience = audience;
  }

  /** For the proxy. */
  @SuppressWarnings("NullAway")
  AccessTokens() {
    secrets = null;
    audience = null;
  }

  /** A signed token, to be listed as open by whoever asks for it. */
  public String issue(
      AccountId account, SessionId session, TokenId id, Instant now, Instant expires) {
    var claims =
        new JWTClaimsSet.Builder()
            .issuer(ISSUER)
            .audience(audience)
            .subject(account.toString())
            .claim("upn", account.toString())
            .claim("groups", List.of("owner"))
            .claim("sid", session.toString())
            .jwtID(id.toString())
            .issueTime(Date.from(now))
            .expirationTime(Date.from(expires))
            .build();
    try {
      var signing = key();
      var header =
          new JWSHeader.Builder(JWSAlgorithm.ES256)
              .type(JOSEObjectType.JWT)
              .keyID(signing.getKeyID())
              .build();
      var token = new SignedJWT(header, claims);
      token.sign(new ECDSASigner(signing));
      return token.serialize();
    } catch (JOSEException e) {
      throw new VaultException("an access token could not be signed", e);
    }
  }

  @Override
  public Map<String, Object> jwks() {
    // Made here when no token was issued yet: whoever fetches the set keeps it, and must not keep
    // an empty one.
    key();
    var keys = new ArrayList<Map<String, Object>>();
    for (var text : secrets.publicParts(LIFE)) {
      keys.add(parse(text).toPublicJWK().toJSONObject());
    }
    return Map.of("keys", keys);
  }

  private ECKey key() {
    var now = secrets.now();
    var last = known;
    if (last == null || now.isAfter(last.until())) {
      // After a rotation another one signs: looked up now and then, for no token waits for it.
      var name = KEY + Math.max(1, secrets.newest(KEY));
      try (var sealed = secrets.findOrMake(name, KeyRef.TOKEN, AccessTokens::make)) {
        var key = sealed.<ECKey>expose(json -> parse(new String(json, StandardCharsets.UTF_8)));
        last = new Known(key, now.plus(LOOKED_UP));
      }
      known = last;
    }
    return last.key();
  }

  static DoorSecrets.Fresh make() {
    try {
      var made =
          new ECKeyGenerator(Curve.P_256)
              .keyUse(KeyUse.SIGNATURE)
              .algorithm(JWSAlgorithm.ES256)
              .keyIDFromThumbprint(true)
              .generate();
      return new DoorSecrets.Fresh(
          SecretBytes.taking(made.toJSONString().getBytes(StandardCharsets.UTF_8)),
          Optional.of(made.toPublicJWK().toJSONString()));
    } catch (JOSEException e) {
      throw new VaultException("no key for access tokens could be made", e);
    }
  }

  private static ECKey parse(String json) {
    try {
      return ECKey.parse(json);
    } catch (ParseException e) {
      // The parser's message may quote the key.
      throw new VaultException("the stored key of access tokens is not a JSON Web Key");
    }
  }
}
