package io.vaultplatform.core.escrow;

import io.vaultplatform.core.base.CanonicalJson;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.crypto.AgeFile;
import io.vaultplatform.core.crypto.AgeIdentity;
import io.vaultplatform.core.crypto.AgeRecipient;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What the owner hands to the trustees of paths without the platform: to each their own shares, and
 * the same kit to all. None of it is ever sent to the server.
 *
 * @param kit the same for all
 * @param shares each an age file to its trustee
 */
public record HandOuts(AloneKit kit, List<Submission.TrusteeShare> shares) {

  /** The {@code format} of a trustee's file. */
  public static final String FORMAT = "vault/alone-shares/v1";

  public HandOuts {
    shares = List.copyOf(shares);
  }

  /** The trustees, each once. */
  public Set<UUID> trustees() {
    return shares.stream().map(Submission.TrusteeShare::trustee).collect(Collectors.toSet());
  }

  /** What this trustee is handed: their shares, each still an age file to them alone. */
  public Map<String, Object> of(UUID trustee) {
    return tree(
        trustee,
        shares.stream()
            .filter(s -> s.trustee().equals(trustee))
            .map(Submission.TrusteeShare::share)
            .toList());
  }

  /**
   * A trustee gives their shares to whoever puts them together.
   *
   * @param handOut the trustee's file
   * @param identities the trustee's own
   * @param to whom
   */
  public static Outcome<Map<String, Object>> give(
      Map<String, ?> handOut, List<AgeIdentity> identities, AgeRecipient to) {
    return Reading.body(
            handOut,
            FORMAT,
            "shares",
            fields -> new Mine(fields.uuid("trustee"), PlacedFile.list(fields, "shares", 1)))
        .then(
            mine -> {
              var given = new ArrayList<PlacedFile>();
              for (var share : mine.shares()) {
                var opened =
                    AgeFile.decrypt(share.file().bytes(), identities, EscrowShare.MOST_BYTES)
                        .orRefuse("shares");
                switch (opened) {
                  case Outcome.Done<io.vaultplatform.core.crypto.SecretBytes>(var plain) -> {
                    try (plain) {
                      given.add(
                          new PlacedFile(
                              share.place(),
                              plain.expose(
                                  bytes -> SealedFile.of(AgeFile.encrypt(bytes, Set.of(to))))));
                    }
                  }
                  case Outcome.Refused<io.vaultplatform.core.crypto.SecretBytes>(var refusal) -> {
                    return Outcome.refused(refusal);
                  }
                }
              }
              return Outcome.done(tree(mine.trustee(), given));
            });
  }

  private record Mine(UUID trustee, List<PlacedFile> shares) {}

  private static Map<String, Object> tree(UUID trustee, List<PlacedFile> shares) {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("format", FORMAT);
    tree.put("trustee", trustee.toString());
    tree.put("shares", shares.stream().map(PlacedFile::toTree).toList());
    return CanonicalJson.parse(CanonicalJson.bytes(tree));
  }
}
