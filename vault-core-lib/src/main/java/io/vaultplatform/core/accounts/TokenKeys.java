package io.vaultplatform.core.accounts;

import java.util.Map;

/** The public keys that our access tokens are checked with. */
public interface TokenKeys {

  /** A JSON Web Key Set (RFC 7517) without any private member. */
  Map<String, Object> jwks();
}
