package io.vaultplatform.core.escrow;

import io.vaultplatform.core.base.FieldException;
import io.vaultplatform.core.base.Fields;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.crypto.Digest;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.crypto.SigningKey;
import io.vaultplatform.core.crypto.VerificationKey;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A trustee's signed statement that their key works: it opened a challenge made for this occasion,
 * and each of their shares, which were the ones the owner committed to. It carries no share.
 *
 * @param epoch the arming
 * @param policyHash the policy
 * @param trustee who states it, as the policy names them
 * @param challenge the hash of the {@link TrusteeChallenge} that was opened
 * @param at the time on the trustee's device
 * @param opened every share of theirs that lies with the platform
 */
public record TrusteeProof(
    Epoch epoch,
    String policyHash,
    UUID trustee,
    String challenge,
    Instant at,
    List<Opened> opened) {

  /** The {@code format} of the signed body. */
  public static final String FORMAT = "vault/trustee-proof/v1";

  /** How far the clock of a trustee's device may be off. */
  public static final Duration CLOCKS = Duration.ofDays(1);

  /**
   * A share file that was opened.
   *
   * @param fileSha256 of the age file as it lies with the platform; its content is not told
   */
  public record Opened(Place place, String fileSha256) {
    public Opened {
      if (!Digest.isSha256Hex(fileSha256)) {
        throw new IllegalArgumentException("a share file is named by its SHA-256");
      }
    }

    /** Of a share file. */
    public static Opened of(PlacedFile file) {
      return new Opened(file.place(), Digest.sha256Hex(file.file().bytes()));
    }

    private static Opened read(Fields share) {
      return new Opened(Place.read(share), share.hash("fileSha256"));
    }

    private Map<String, Object> toTree() {
      var tree = new LinkedHashMap<String, Object>();
      place.write(tree);
      tree.put("fileSha256", fileSha256);
      return tree;
    }
  }

  /**
   * What a proof has to answer.
   *
   * @param policy the policy of the live arming
   * @param trustee whose link brought it
   * @param challenge the hash of the challenge that was made for them, and not answered yet
   * @param files their share files as they are stored
   * @param now the time of the server
   */
  public record Wanted(
      ReleasePolicy policy, UUID trustee, String challenge, List<PlacedFile> files, Instant now) {
    public Wanted {
      files = List.copyOf(files);
    }
  }

  public TrusteeProof {
    opened = List.copyOf(opened);
    if (!Digest.isSha256Hex(policyHash) || !Digest.isSha256Hex(challenge)) {
      throw new IllegalArgumentException("policy and challenge are named by their SHA-256");
    }
  }

  /** Signs it as the trustee. */
  public Signed sign(SigningKey trusteeKey) {
    return Signed.sign(toTree(), trusteeKey);
  }

  /** The statement, if {@code trustee} signed it; otherwise the field that is wrong. */
  public static Outcome<TrusteeProof> verify(Signed signed, VerificationKey trustee) {
    return Reading.signed(signed, trustee, FORMAT, "proof", TrusteeProof::read);
  }

  /** The trigger that a statement says it is about; nothing is verified. */
  public static Optional<UUID> claimedTrigger(Signed signed) {
    try {
      return Optional.of(Fields.of(signed.unverifiedBody(), "proof").uuid("trigger"));
    } catch (FieldException e) {
      return Optional.empty();
    }
  }

  /** The statement, if it is that trustee's answer to what is wanted now. */
  public static Outcome<TrusteeProof> check(Signed signed, Wanted wanted) {
    return wanted
        .policy()
        .trustee(wanted.trustee())
        .map(me -> verify(signed, me.signing()))
        .orElseGet(() -> Reading.no("proof.trustee", "The policy names no such trustee."))
        .then(proof -> proof.answers(wanted));
  }

  private Outcome<TrusteeProof> answers(Wanted wanted) {
    if (!trustee.equals(wanted.trustee())) {
      return Reading.no("proof.trustee", "The statement is another trustee's.");
    }
    if (!epoch.equals(wanted.policy().epoch())) {
      return Reading.no("proof.epoch", "The statement is about another epoch.");
    }
    if (!policyHash.equals(wanted.policy().hash())) {
      return Reading.no("proof.policyHash", "The statement is about another policy.");
    }
    if (!challenge.equals(wanted.challenge())) {
      return Reading.no("proof.challenge", "The statement answers another challenge.");
    }
    if (Duration.between(at, wanted.now()).abs().compareTo(CLOCKS) > 0) {
      return Reading.no(
          "proof.at", "The statement's time is more than a day off: set your device's clock.");
    }
    return opened.equals(wanted.files().stream().map(Opened::of).toList())
        ? Outcome.done(this)
        : Reading.no(
            "proof.opened", "The statement does not name every share of yours as it is stored.");
  }

  private static TrusteeProof read(Fields fields) {
    var opened = Reading.list(fields, "opened", 0, Place.MOST, Opened::read);
    if (new HashSet<>(opened.stream().map(Opened::place).toList()).size() != opened.size()) {
      throw new FieldException(fields.where("opened"), "has a place twice");
    }
    return new TrusteeProof(
        Epoch.read(fields),
        fields.hash("policyHash"),
        fields.uuid("trustee"),
        fields.hash("challenge"),
        fields.instant("at"),
        opened);
  }

  Map<String, Object> toTree() {
    var body = new LinkedHashMap<String, Object>();
    body.put("format", FORMAT);
    epoch.write(body);
    body.put("policyHash", policyHash);
    body.put("trustee", trustee.toString());
    body.put("challenge", challenge);
    body.put("at", at.toString());
    body.put("opened", opened.stream().map(Opened::toTree).toList());
    return body;
  }
}
