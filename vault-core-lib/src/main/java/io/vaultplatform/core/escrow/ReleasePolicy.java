package io.vaultplatform.core.escrow;

import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.CanonicalJson;
import io.vaultplatform.core.base.FieldException;
import io.vaultplatform.core.base.Fields;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.crypto.Digest;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.crypto.SigningKey;
import io.vaultplatform.core.crypto.VerificationKey;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What the owner signed when arming: who may open, who must agree, and how long must be waited.
 *
 * <p>Everything else in an escrow names this document by {@link #hash}. The gate measures the log
 * against its windows, trustees and recipients check it before they act, and its hash is the salt
 * of the path seeds: shares put together under any other policy open nothing.
 *
 * @param product the product whose rules apply, such as {@code witness-vault}
 * @param uncertainty what happens without an answer
 * @param owner whose signature makes it valid
 * @param epoch the arming it belongs to
 * @param madeAt the time on the owner's device
 * @param windows how long must be waited for what
 * @param confirmations trustees who must confirm before anything is handed over
 * @param stages the stages of the release, in order; one in this version
 * @param path the one way to open: the platform AND {@code threshold} of the trustees
 * @param recipients who receives
 * @param trustees who holds a share
 * @param gate the keys of the release gate
 * @param logOrigin SHA-256 (hex) of the text of the key that signs the audit log's receipts
 */
public record ReleasePolicy(
    String product,
    Uncertainty uncertainty,
    AccountId owner,
    Epoch epoch,
    Instant madeAt,
    Windows windows,
    int confirmations,
    List<Stage> stages,
    Path path,
    List<Recipient> recipients,
    List<Trustee> trustees,
    GateKeys gate,
    String logOrigin) {

  /** The {@code format} of the signed body. */
  public static final String FORMAT = "vault/release-policy/v1";

  /**
   * More people than one release needs; also the most shares and, with the owner, stanzas of one
   * header.
   */
  public static final int MOST_PEOPLE = 16;

  /** What a product does when nobody answers in time. */
  public enum Uncertainty {
    /** Wait until a person resolves it. */
    HOLD,
    /** Continue after a bounded extension; never without the shares. */
    PROCEED
  }

  /**
   * The one way to open a stage: the platform's share AND {@code threshold} of these trustees'
   * shares.
   */
  public record Path(int threshold, List<UUID> trustees) {
    public Path {
      trustees = List.copyOf(trustees);
      if (threshold < 1 || threshold > trustees.size()) {
        throw new IllegalArgumentException(
            "a quorum of shares larger than the trustees opens nothing");
      }
      if (new HashSet<>(trustees).size() != trustees.size()) {
        throw new IllegalArgumentException("a trustee holds one share");
      }
    }

    private static Path read(Fields path) {
      Reading.count(path, "path", 1, 1);
      if (!path.text("platform").equals("required")) {
        throw new FieldException(
            path.where("platform"), "is not required: this version has no path of trustees alone");
      }
      return new Path(
          Reading.count(path, "threshold", 1, MOST_PEOPLE), Reading.uuids(path, "trustees"));
    }

    private Map<String, Object> toTree() {
      return Map.of(
          "path", 1, "platform", "required", "threshold", threshold, "trustees", texts(trustees));
    }
  }

  /** A stage: its number from 1, the fingerprint of its escrow identity, its recipients. */
  public record Stage(int number, String escrow, List<UUID> recipients) {
    public Stage {
      recipients = List.copyOf(recipients);
      if (!Digest.isSha256Hex(escrow)) {
        throw new IllegalArgumentException(
            "an escrow identity is named by the SHA-256 of its recipient");
      }
      if (recipients.isEmpty()) {
        throw new IllegalArgumentException("a stage has at least one recipient");
      }
    }

    private static Stage read(Fields stage) {
      return new Stage(
          Reading.count(stage, "stage", 1, 1),
          stage.hash("escrow"),
          Reading.uuids(stage, "recipients"));
    }

    private Map<String, Object> toTree() {
      return Map.of("stage", number, "escrow", escrow, "recipients", texts(recipients));
    }
  }

  /** Somebody who receives: an id within the vault and the fingerprint of their age recipient. */
  public record Recipient(UUID id, String fingerprint) {
    public Recipient {
      if (!Digest.isSha256Hex(fingerprint)) {
        throw new IllegalArgumentException(
            "a recipient is named by the SHA-256 of their age recipient");
      }
    }

    private static Recipient read(Fields recipient) {
      return new Recipient(recipient.uuid("id"), recipient.hash("fingerprint"));
    }

    private Map<String, Object> toTree() {
      return Map.of("id", id.toString(), "fingerprint", fingerprint);
    }
  }

  /**
   * Somebody who holds a share: an id within the vault, the fingerprint of their age recipient,
   * their key.
   */
  public record Trustee(UUID id, String fingerprint, VerificationKey signing) {
    public Trustee {
      if (!Digest.isSha256Hex(fingerprint)) {
        throw new IllegalArgumentException(
            "a trustee is named by the SHA-256 of their age recipient");
      }
    }

    private static Trustee read(Fields trustee) {
      return new Trustee(
          trustee.uuid("id"), trustee.hash("fingerprint"), Reading.key(trustee, "signing"));
    }

    private Map<String, Object> toTree() {
      return Map.of("id", id.toString(), "fingerprint", fingerprint, "signing", signing.text());
    }
  }

  public ReleasePolicy {
    stages = List.copyOf(stages);
    recipients = List.copyOf(recipients);
    trustees = List.copyOf(trustees);
    if (!product.matches("[a-z][a-z-]{0,39}")) {
      throw new IllegalArgumentException("a product is named in lower case and hyphens");
    }
    if (!Digest.isSha256Hex(logOrigin)) {
      throw new IllegalArgumentException("a log origin is the SHA-256 of the log's key");
    }
    if (trustees.size() > MOST_PEOPLE || recipients.size() > MOST_PEOPLE) {
      throw new IllegalArgumentException("at most " + MOST_PEOPLE + " trustees and recipients");
    }
    if (stages.size() != 1 || stages.getFirst().number() != 1) {
      throw new IllegalArgumentException("this version releases in one stage, number 1");
    }
    var holders = trustees.stream().map(Trustee::id).toList();
    if (!path.trustees().equals(holders)) {
      throw new IllegalArgumentException(
          "every trustee holds a share of the path, in the same order");
    }
    if (trustees.stream().map(Trustee::signing).distinct().count() != trustees.size()
        || trustees.stream().map(Trustee::fingerprint).distinct().count() != trustees.size()) {
      throw new IllegalArgumentException("two trustees with one key would be one trustee");
    }
    if (confirmations < path.threshold() || confirmations > trustees.size()) {
      throw new IllegalArgumentException(
          "the quorum of confirmations lies between the quorum of shares and the number of"
              + " trustees");
    }
    var receivers = recipients.stream().map(Recipient::id).toList();
    if (!stages.getFirst().recipients().equals(receivers)
        || new HashSet<>(receivers).size() != receivers.size()) {
      throw new IllegalArgumentException("every recipient is in the stage, once");
    }
  }

  /** SHA-256 (hex) of the canonical bytes, without signature. */
  public String hash() {
    return Digest.sha256Hex(bytes());
  }

  byte[] bytes() {
    return CanonicalJson.bytes(toTree());
  }

  /** The trustee with this id. */
  public Optional<Trustee> trustee(UUID id) {
    return trustees.stream().filter(t -> t.id().equals(id)).findFirst();
  }

  /** The recipient with this id. */
  public Optional<Recipient> recipient(UUID id) {
    return recipients.stream().filter(r -> r.id().equals(id)).findFirst();
  }

  /** Signs it as the owner. */
  public Signed sign(SigningKey ownerKey) {
    return Signed.sign(toTree(), ownerKey);
  }

  /** The policy, if {@code owner} signed it; otherwise the field that is wrong. */
  public static Outcome<ReleasePolicy> verify(Signed signed, VerificationKey owner) {
    return Reading.signed(signed, owner, FORMAT, "policy", ReleasePolicy::read);
  }

  /** Reads the body; says nothing about who signed it. */
  public static Outcome<ReleasePolicy> of(Map<String, ?> body) {
    return Reading.body(body, FORMAT, "policy", ReleasePolicy::read);
  }

  private static ReleasePolicy read(Fields fields) {
    return new ReleasePolicy(
        suite(fields),
        switch (fields.text("uncertainty")) {
          case "hold" -> Uncertainty.HOLD;
          case "proceed" -> Uncertainty.PROCEED;
          default ->
              throw new FieldException(fields.where("uncertainty"), "is not hold or proceed");
        },
        new AccountId(fields.uuid("owner")),
        Epoch.read(fields),
        fields.instant("madeAt"),
        Reading.ended(fields.object("windows"), Windows::read),
        Reading.count(fields, "confirmations", 1, MOST_PEOPLE),
        Reading.list(fields, "stages", 1, 1, Stage::read),
        Reading.list(fields, "paths", 1, 1, Path::read).getFirst(),
        Reading.list(fields, "recipients", 1, MOST_PEOPLE, Recipient::read),
        Reading.list(fields, "trustees", 1, MOST_PEOPLE, Trustee::read),
        Reading.ended(fields.object("gate"), GateKeys::read),
        fields.hash("logOrigin"));
  }

  // What this version does not know may not stand in a policy: a signer would believe it holds.
  private static String suite(Fields fields) {
    if (!fields.text("suite").equals("classic")) {
      throw new FieldException(
          fields.where("suite"), "is not classic, the one suite of this version");
    }
    if (!fields.text("mode").equals("blind")) {
      throw new FieldException(fields.where("mode"), "is not blind, the one mode of this version");
    }
    return fields.text("product");
  }

  Map<String, Object> toTree() {
    var body = new LinkedHashMap<String, Object>();
    body.put("format", FORMAT);
    body.put("product", product);
    body.put(
        "uncertainty",
        switch (uncertainty) {
          case HOLD -> "hold";
          case PROCEED -> "proceed";
        });
    body.put("suite", "classic");
    body.put("mode", "blind");
    body.put("owner", owner.toString());
    epoch.write(body);
    body.put("madeAt", madeAt.toString());
    body.put("windows", windows.toTree());
    body.put("confirmations", confirmations);
    body.put("stages", stages.stream().map(Stage::toTree).toList());
    body.put("paths", List.of(path.toTree()));
    body.put("recipients", recipients.stream().map(Recipient::toTree).toList());
    body.put("trustees", trustees.stream().map(Trustee::toTree).toList());
    body.put("gate", gate.toTree());
    body.put("logOrigin", logOrigin);
    return body;
  }

  private static List<String> texts(List<UUID> ids) {
    return ids.stream().map(UUID::toString).toList();
  }
}
