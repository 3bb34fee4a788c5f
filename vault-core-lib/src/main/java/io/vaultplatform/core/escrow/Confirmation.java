package io.vaultplatform.core.escrow;

import io.vaultplatform.core.base.FieldException;
import io.vaultplatform.core.base.Fields;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.crypto.Digest;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.crypto.SigningKey;
import io.vaultplatform.core.crypto.VerificationKey;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A trustee's signed answer: yes, with their share re-encrypted to the release keys; or no.
 *
 * <p>It binds trigger, epoch, policy and release keys, so it can be used for this case and for no
 * other, not even for the next silence of the same epoch: that has other release keys.
 *
 * @param epoch the arming
 * @param policyHash the policy
 * @param releaseKeysHash the body hash of the signed release keys
 * @param trustee who answers, as the policy names them
 * @param at the time on the trustee's device
 * @param decision the answer
 * @param share with a yes: the share, an age file to the release key
 */
public record Confirmation(
    Epoch epoch,
    String policyHash,
    String releaseKeysHash,
    UUID trustee,
    Instant at,
    Decision decision,
    Optional<SealedFile> share) {

  /** The {@code format} of the signed body. */
  public static final String FORMAT = "vault/confirmation/v1";

  private static final int MOST_SHARE = 8192;

  /** The answer. */
  public enum Decision {
    CONFIRM,
    REFUSE;

    /** As written: {@code confirm} or {@code refuse}. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Confirmation {
    if (!Digest.isSha256Hex(policyHash) || !Digest.isSha256Hex(releaseKeysHash)) {
      throw new IllegalArgumentException("policy and release keys are named by their SHA-256");
    }
    if (share.isPresent() != (decision == Decision.CONFIRM)) {
      throw new IllegalArgumentException("a yes carries the share, and a no carries none");
    }
  }

  /** Signs it as the trustee. */
  public Signed sign(SigningKey trusteeKey) {
    return Signed.sign(toTree(), trusteeKey);
  }

  /** The statement, if {@code trustee} signed it; otherwise the field that is wrong. */
  public static Outcome<Confirmation> verify(Signed signed, VerificationKey trustee) {
    return Reading.signed(signed, trustee, FORMAT, "confirmation", Confirmation::read);
  }

  private static Confirmation read(Fields fields) {
    return new Confirmation(
        Epoch.read(fields),
        fields.hash("policyHash"),
        fields.hash("releaseKeysHash"),
        fields.uuid("trustee"),
        fields.instant("at"),
        switch (fields.text("decision")) {
          case "confirm" -> Decision.CONFIRM;
          case "refuse" -> Decision.REFUSE;
          default -> throw new FieldException(fields.where("decision"), "is not confirm or refuse");
        },
        Reading.list(fields, "shares", 0, 1, Confirmation::readShare).stream().findFirst());
  }

  private static SealedFile readShare(Fields share) {
    Reading.count(share, "stage", 1, 1);
    Reading.count(share, "path", 1, 1);
    return SealedFile.read(share, "file", MOST_SHARE);
  }

  Map<String, Object> toTree() {
    var body = new LinkedHashMap<String, Object>();
    body.put("format", FORMAT);
    epoch.write(body);
    body.put("policyHash", policyHash);
    body.put("releaseKeysHash", releaseKeysHash);
    body.put("trustee", trustee.toString());
    body.put("at", at.toString());
    body.put("decision", decision.text());
    body.put(
        "shares",
        share
            .map(s -> List.of(Map.<String, Object>of("stage", 1, "path", 1, "file", s.text())))
            .orElse(List.of()));
    return body;
  }
}
