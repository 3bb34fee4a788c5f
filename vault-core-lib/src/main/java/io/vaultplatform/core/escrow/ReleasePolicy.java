package io.vaultplatform.core.escrow;

import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.CanonicalJson;
import io.vaultplatform.core.base.FieldException;
import io.vaultplatform.core.base.Fields;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.crypto.Digest;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.crypto.SigningKey;
import io.vaultplatform.core.crypto.Suite;
import io.vaultplatform.core.crypto.VerificationKey;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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
 * @param suite of every key and file of this escrow
 * @param owner whose signature makes it valid
 * @param epoch the arming it belongs to
 * @param madeAt the time on the owner's device
 * @param windows how long must be waited for what
 * @param confirmations trustees who must confirm before anything is handed over
 * @param stages the stages of the release, in order
 * @param paths the ways to open; any one of them is enough
 * @param recipients who receives
 * @param trustees who holds a share
 * @param gate the keys of the release gate
 * @param logOrigin SHA-256 (hex) of the text of the key that signs the audit log's receipts
 */
public record ReleasePolicy(
    String product,
    Uncertainty uncertainty,
    Suite suite,
    AccountId owner,
    Epoch epoch,
    Instant madeAt,
    Windows windows,
    int confirmations,
    List<ReleaseStage> stages,
    List<ReleasePath> paths,
    List<Recipient> recipients,
    List<Trustee> trustees,
    GateKeys gate,
    String logOrigin) {

  /** The {@code format} of the signed body. */
  public static final String FORMAT = "vault/release-policy/v1";

  /** More people than one release needs; also the most shares of one group. */
  public static final int MOST_PEOPLE = 16;

  /** What a product does when nobody answers in time. */
  public enum Uncertainty {
    /** Wait until a person resolves it. */
    HOLD,
    /** Continue after a bounded extension; never without the shares. */
    PROCEED
  }

  /** Who can open a packet after the release; a weaker mode never goes by the stronger name. */
  public enum Mode {
    /** Nobody but the recipients. */
    BLIND,
    /** For at least one recipient the platform itself, when they come with a key. */
    EXECUTOR;

    /** As written: {@code blind} or {@code executor}. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What a recipient opens their packet with. */
  public enum Opens {
    /** A key of their own, which they had when it was armed. */
    KEY,
    /** A code that the owner handed over, from which their own device makes the key. */
    CLAIM,
    /** Nothing yet: the platform opens for them when they come with a key. */
    EXECUTOR;

    /** As written: {@code key}, {@code claim} or {@code executor}. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Somebody who receives: an id within the vault, and to which key their packet is made.
   *
   * @param fingerprint of that age recipient; with {@link Opens#EXECUTOR} the gate's
   */
  public record Recipient(UUID id, Opens opens, String fingerprint) {
    public Recipient {
      if (!Digest.isSha256Hex(fingerprint)) {
        throw new IllegalArgumentException(
            "a recipient is named by the SHA-256 of their age recipient");
      }
    }

    private static Recipient read(Fields recipient) {
      return new Recipient(
          recipient.uuid("id"),
          switch (recipient.text("opens")) {
            case "key" -> Opens.KEY;
            case "claim" -> Opens.CLAIM;
            case "executor" -> Opens.EXECUTOR;
            default ->
                throw new FieldException(recipient.where("opens"), "is not key, claim or executor");
          },
          recipient.hash("fingerprint"));
    }

    private Map<String, Object> toTree() {
      return Map.of("id", id.toString(), "opens", opens.text(), "fingerprint", fingerprint);
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
    paths = List.copyOf(paths);
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
    if (gate.recipient().suite() != suite) {
      throw new IllegalArgumentException("the gate's key is of the policy's suite");
    }
    PolicyRules.requireTrustees(trustees);
    PolicyRules.requireStages(stages, recipients);
    PolicyRules.requireRecipients(recipients, gate);
    PolicyRules.requirePaths(paths, trustees, product, uncertainty);
    PolicyRules.requireOpenable(paths, recipients);
    PolicyRules.requireQuorum(confirmations, paths, trustees);
  }

  /** How it is labelled: whether the platform can open for any recipient. */
  public Mode mode() {
    return recipients.stream().anyMatch(r -> r.opens() == Opens.EXECUTOR)
        ? Mode.EXECUTOR
        : Mode.BLIND;
  }

  /** Every portion, in order. */
  public List<Portion> portions() {
    return stages.stream().flatMap(stage -> stage.portions().stream()).toList();
  }

  /** The stage with this number. */
  public Optional<ReleaseStage> stage(int number) {
    return number >= 1 && number <= stages.size()
        ? Optional.of(stages.get(number - 1))
        : Optional.empty();
  }

  /** The set of recipients of a portion. */
  public Optional<ReleaseStage.RecipientSet> set(Portion portion) {
    return stage(portion.stage())
        .filter(stage -> portion.set() <= stage.sets().size())
        .map(stage -> stage.sets().get(portion.set() - 1));
  }

  /** The fingerprints of every escrow identity, in the portions' order. */
  public List<String> escrows() {
    return portions().stream().map(p -> set(p).orElseThrow().escrow()).toList();
  }

  /** The path with this number. */
  public Optional<ReleasePath> path(int number) {
    return paths.stream().filter(p -> p.number() == number).findFirst();
  }

  /** The paths that the platform takes part in, in order. */
  public List<ReleasePath> platformPaths() {
    return paths.stream().filter(ReleasePath::platform).toList();
  }

  /** The paths of trustees alone, in order; their shares never pass through the server. */
  public List<ReleasePath> alonePaths() {
    return paths.stream().filter(path -> !path.platform()).toList();
  }

  /** Every portion by every one of these paths, in order. */
  static List<Place> places(List<Portion> portions, List<ReleasePath> paths) {
    return portions.stream()
        .flatMap(portion -> paths.stream().map(path -> new Place(portion, path.number())))
        .toList();
  }

  /** Every portion by every path that the platform takes part in, in order. */
  public List<Place> platformPlaces() {
    return places(portions(), platformPaths());
  }

  /** The places in which a trustee holds a share that lies with the platform, in order. */
  public List<Place> sharePlaces(UUID trustee) {
    return platformPlaces().stream()
        .filter(place -> path(place.path()).orElseThrow().holders().contains(trustee))
        .toList();
  }

  /** The fewest shares by which the platform can open. */
  public int sharesNeeded() {
    return platformPaths().stream().mapToInt(ReleasePath::sharesNeeded).min().orElseThrow();
  }

  /** Whether these trustees' shares and the platform's open. */
  public boolean isMetBy(Collection<UUID> given) {
    return platformPaths().stream().anyMatch(path -> path.isMetBy(given));
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
    var mode = fields.text("mode");
    var policy =
        new ReleasePolicy(
            fields.text("product"),
            switch (fields.text("uncertainty")) {
              case "hold" -> Uncertainty.HOLD;
              case "proceed" -> Uncertainty.PROCEED;
              default ->
                  throw new FieldException(fields.where("uncertainty"), "is not hold or proceed");
            },
            suite(fields),
            new AccountId(fields.uuid("owner")),
            Epoch.read(fields),
            fields.instant("madeAt"),
            Reading.ended(fields.object("windows"), Windows::read),
            Reading.count(fields, "confirmations", 1, MOST_PEOPLE),
            Reading.list(fields, "stages", 1, Portion.MOST, ReleaseStage::read),
            Reading.list(fields, "paths", 1, ReleasePath.MOST, ReleasePath::read),
            Reading.list(fields, "recipients", 1, MOST_PEOPLE, Recipient::read),
            Reading.list(fields, "trustees", 1, MOST_PEOPLE, Trustee::read),
            Reading.ended(fields.object("gate"), GateKeys::read),
            fields.hash("logOrigin"));
    // The label is signed, and it is never milder than what it labels.
    if (!policy.mode().text().equals(mode)) {
      throw new FieldException(
          fields.where("mode"), "is not " + policy.mode().text() + ", as its recipients are named");
    }
    return policy;
  }

  private static Suite suite(Fields fields) {
    try {
      return Suite.of(fields.text("suite"));
    } catch (FieldException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new FieldException(fields.where("suite"), "is not classic or hybrid");
    }
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
    body.put("suite", suite.text());
    body.put("mode", mode().text());
    body.put("owner", owner.toString());
    epoch.write(body);
    body.put("madeAt", madeAt.toString());
    body.put("windows", windows.toTree());
    body.put("confirmations", confirmations);
    body.put("stages", stages.stream().map(ReleaseStage::toTree).toList());
    body.put("paths", paths.stream().map(ReleasePath::toTree).toList());
    body.put("recipients", recipients.stream().map(Recipient::toTree).toList());
    body.put("trustees", trustees.stream().map(Trustee::toTree).toList());
    body.put("gate", gate.toTree());
    body.put("logOrigin", logOrigin);
    return body;
  }
}
