package io.vaultplatform.cli.work;

import io.vaultplatform.cli.Stop;
import io.vaultplatform.cli.http.Json;
import io.vaultplatform.core.crypto.AgeIdentity;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.crypto.Suite;
import java.util.List;

/** Which of a person's keys a release is made for. */
final class Suites {
  private Suites() {}

  /** The key of the suite that a policy names; what the policy says is checked afterwards. */
  static AgeIdentity identity(Signed policy, List<AgeIdentity> identities) {
    Suite suite;
    try {
      suite = Suite.of(new Json(policy.unverifiedBody()).text("suite"));
    } catch (IllegalArgumentException e) {
      throw Stop.refused(
          "policy.suite", "The policy names no suite of keys that this client knows.");
    }
    return identity(suite, identities);
  }

  static AgeIdentity identity(Suite suite, List<AgeIdentity> identities) {
    return identities.stream()
        .filter(identity -> identity.suite() == suite)
        .findFirst()
        .orElseThrow(
            () ->
                Stop.refused(
                    "suite",
                    "This is made for a key of suite " + suite + ", and your key file has none."));
  }
}
