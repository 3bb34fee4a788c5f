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
 * A trustee's signed answer: yes, with their shares re-encrypted to the release keys; or no.
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
 * @param shares with a yes: the shares, each an age file to the release key of its stage and path
 */
public record Confirmation(
    Epoch epoch,
    String policyHash,
    String releaseKeysHash,
    UUID trustee,
    Instant at,
    Decision decision,
    List<PlacedFile> shares) {

  /** The {@code format} of the signed body. */
  public static final String FORMAT = "vault/confirmation/v1";

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
    shares = List.copyOf(shares);
    if (shares.isEmpty() == (decision == Decision.CONFIRM)) {
      throw new IllegalArgumentException("a yes carries the shares, and a no carries none");
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
        PlacedFile.list(fields, "shares", 0));
  }

  /** The share for this portion and path. */
  Optional<SealedFile> share(Place place) {
    return shares.stream().filter(s -> s.place().equals(place)).map(PlacedFile::file).findFirst();
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
    body.put("shares", shares.stream().map(PlacedFile::toTree).toList());
    return body;
  }
}
