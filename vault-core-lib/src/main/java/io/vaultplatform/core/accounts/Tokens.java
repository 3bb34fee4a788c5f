package io.vaultplatform.core.accounts;

import java.time.Duration;

/**
 * What a signed-in client holds. Both are secrets.
 *
 * @param access a JWT (ES256) for the {@code Authorization: Bearer} header
 * @param expiresIn how long the access token lives
 * @param refresh exchanged once for new tokens; 32 random bytes as base64url
 */
public record Tokens(String access, Duration expiresIn, String refresh) {
  @Override
  public String toString() {
    return "Tokens[not shown]";
  }
}
