package io.vaultplatform.core.content;

import static io.vaultplatform.core.base.Refusal.Reason.CONFLICT;

import io.vaultplatform.core.base.Refusal;
import io.vaultplatform.core.crypto.Suite;
import java.util.List;
import java.util.Optional;

/**
 * Whether a vault moves from suite {@code classic} to {@code hybrid}; there is no way back.
 *
 * <p>From then on every file that comes is hybrid. What is stored stays as it is until its owner
 * stores it anew: a new header over an old file key would only look stronger, for whoever kept the
 * old header has the key in classic wrapping.
 */
public final class SuiteChange {
  private SuiteChange() {}

  /**
   * Why it is refused, if it is.
   *
   * @param armed what the vault is armed with; a running epoch was made for keys of the old suite
   * @param without people who have no hybrid key, as the owner calls them
   */
  public static Optional<Refusal> refusal(
      Suite from, List<ArmedEpoch> armed, List<String> without) {
    if (from == Suite.HYBRID) {
      return no("The vault is of suite hybrid, and stays so.");
    }
    if (!armed.isEmpty()) {
      return no(
          "The vault is armed for keys of suite classic: disarm it, move it, and arm it again.");
    }
    if (!without.isEmpty()) {
      return no(
          "These people have no hybrid key yet: "
              + String.join(", ", without)
              + ". Ask each for new keys, and name them again.");
    }
    return Optional.empty();
  }

  private static Optional<Refusal> no(String why) {
    return Optional.of(Refusal.of(CONFLICT, "suite", why));
  }
}
