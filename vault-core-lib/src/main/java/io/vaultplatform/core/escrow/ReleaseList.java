package io.vaultplatform.core.escrow;

import io.vaultplatform.core.base.CanonicalJson;
import io.vaultplatform.core.base.FieldException;
import io.vaultplatform.core.base.Fields;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.content.DocumentId;
import io.vaultplatform.core.content.EncryptionClass;
import io.vaultplatform.core.crypto.Digest;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.crypto.SigningKey;
import io.vaultplatform.core.crypto.VerificationKey;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a release hands over, signed by the owner: a recipient who holds it sees every omission.
 *
 * <p>Adding a document while armed makes the next version of the list for the same epoch; the
 * policy stays.
 *
 * @param epoch the arming it belongs to
 * @param policyHash the policy of that arming
 * @param version 1 or more, rising within the epoch
 * @param madeAt the time on the owner's device
 * @param items what is released
 */
public record ReleaseList(
    Epoch epoch, String policyHash, int version, Instant madeAt, List<Item> items) {

  /** The {@code format} of the signed body. */
  public static final String FORMAT = "vault/release-list/v1";

  /** Documents in one list, at most. */
  public static final int MOST_ITEMS = 10_000;

  /**
   * One document.
   *
   * @param encryptionClass B or C
   * @param portions the stages and sets of recipients that it is for
   * @param manifestHash SHA-256 (hex) of the canonical body of its owner-signed manifest
   */
  public record Item(
      DocumentId document,
      int version,
      EncryptionClass encryptionClass,
      SortedSet<Portion> portions,
      String manifestHash) {
    public Item {
      portions = Collections.unmodifiableSortedSet(new TreeSet<>(portions));
      if (portions.isEmpty() || portions.size() > Portion.MOST) {
        throw new IllegalArgumentException(
            "a document is for 1 to " + Portion.MOST + " sets of recipients");
      }
      if (encryptionClass == EncryptionClass.A) {
        throw new IllegalArgumentException("documents of class B and C are released, no others");
      }
      if (!Digest.isSha256Hex(manifestHash)) {
        throw new IllegalArgumentException("a manifest is named by its SHA-256");
      }
    }

    private static Item read(Fields item) {
      return new Item(
          new DocumentId(item.uuid("document")),
          Reading.count(item, "version", 1, Integer.MAX_VALUE),
          EncryptionClass.named(item.text("class"))
              .orElseThrow(() -> new FieldException(item.where("class"), "is not B or C")),
          portions(item),
          item.hash("manifestHash"));
    }

    private static SortedSet<Portion> portions(Fields item) {
      var listed = Reading.list(item, "portions", 1, Portion.MOST, Portion::read);
      var sorted = new TreeSet<>(listed);
      if (!List.copyOf(sorted).equals(listed)) {
        throw new FieldException(item.where("portions"), "is not in order, each once");
      }
      return sorted;
    }

    private Map<String, Object> toTree() {
      return Map.of(
          "document", document.toString(),
          "version", version,
          "class", encryptionClass.name(),
          "portions", portions.stream().map(Item::tree).toList(),
          "manifestHash", manifestHash);
    }

    private static Map<String, Object> tree(Portion portion) {
      var tree = new LinkedHashMap<String, Object>();
      portion.write(tree);
      return tree;
    }
  }

  public ReleaseList {
    items = List.copyOf(items);
    if (items.size() > MOST_ITEMS) {
      throw new IllegalArgumentException("at most " + MOST_ITEMS + " documents in a release list");
    }
    if (items.stream().map(Item::document).distinct().count() != items.size()) {
      throw new IllegalArgumentException("a document is listed once, in one version");
    }
  }

  /** The item of this document. */
  public Optional<Item> item(DocumentId document) {
    return items.stream().filter(i -> i.document().equals(document)).findFirst();
  }

  /** What is handed over with this portion. */
  public List<Item> items(Portion portion) {
    return items.stream().filter(i -> i.portions().contains(portion)).toList();
  }

  /** SHA-256 (hex) of the canonical bytes, without signature. */
  public String hash() {
    return Digest.sha256Hex(CanonicalJson.bytes(toTree()));
  }

  /** Signs it as the owner. */
  public Signed sign(SigningKey ownerKey) {
    return Signed.sign(toTree(), ownerKey);
  }

  /** The list, if {@code owner} signed it; otherwise the field that is wrong. */
  public static Outcome<ReleaseList> verify(Signed signed, VerificationKey owner) {
    return Reading.signed(signed, owner, FORMAT, "releaseList", ReleaseList::read);
  }

  private static ReleaseList read(Fields fields) {
    return new ReleaseList(
        Epoch.read(fields),
        fields.hash("policyHash"),
        Reading.count(fields, "version", 1, Integer.MAX_VALUE),
        fields.instant("madeAt"),
        Reading.list(fields, "documents", 0, MOST_ITEMS, Item::read));
  }

  Map<String, Object> toTree() {
    var body = new LinkedHashMap<String, Object>();
    body.put("format", FORMAT);
    epoch.write(body);
    body.put("policyHash", policyHash);
    body.put("version", version);
    body.put("madeAt", madeAt.toString());
    body.put("documents", items.stream().map(Item::toTree).toList());
    return body;
  }
}
