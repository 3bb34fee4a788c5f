package io.vaultplatform.core.content;

import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.FieldException;
import io.vaultplatform.core.base.Fields;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.Refusal;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.crypto.SigningKey;
import io.vaultplatform.core.crypto.VerificationKey;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What the owner signs to give content another class: {@code vault/class-order/v1}.
 *
 * <p>It names the document, both classes and the successor, whose id the client chose. So whoever
 * holds a session, or the database, and not the owner's key changes no class; and no order serves
 * twice, for a successor is a new document.
 *
 * @param words what the owner typed for a weakening; empty for a strengthening
 */
public record ClassOrder(
    AccountId owner,
    VaultId vault,
    DocumentId document,
    EncryptionClass from,
    EncryptionClass to,
    DocumentId successor,
    Optional<String> words) {

  /** The name of the format, which the signature covers. */
  public static final String FORMAT = "vault/class-order/v1";

  private static final int MOST_WORDS = 100;

  public ClassOrder {
    Objects.requireNonNull(owner, "owner");
    Objects.requireNonNull(vault, "vault");
    Objects.requireNonNull(document, "document");
    Objects.requireNonNull(from, "from");
    Objects.requireNonNull(to, "to");
    Objects.requireNonNull(successor, "successor");
    if (from == to) {
      throw new FieldException("order.to", "is the class that it has already");
    }
    if (successor.equals(document)) {
      throw new FieldException("order.successor", "is a new document, not the same one");
    }
    if (words.filter(typed -> typed.isBlank() || typed.length() > MOST_WORDS).isPresent()) {
      throw new FieldException("order.words", "has 1 to " + MOST_WORDS + " characters");
    }
  }

  /** The signed form. */
  public Signed sign(SigningKey key) {
    return Signed.sign(body(), key);
  }

  /** The tree that is signed; see {@code docs/formats/class-order-v1.md}. */
  public Map<String, Object> body() {
    var body = new LinkedHashMap<String, Object>();
    body.put("format", FORMAT);
    body.put("owner", owner.toString());
    body.put("vault", vault.toString());
    body.put("document", document.toString());
    body.put("from", from.name());
    body.put("to", to.name());
    body.put("successor", successor.toString());
    words.ifPresent(typed -> body.put("words", typed));
    return body;
  }

  /**
   * Reads a body, whoever signed it.
   *
   * @throws FieldException naming the member that is missing, malformed, contradictory or unknown
   */
  public static ClassOrder of(Map<String, ?> body) {
    var fields = Fields.of(body, "order");
    fields.format(FORMAT);
    var order =
        new ClassOrder(
            new AccountId(fields.uuid("owner")),
            new VaultId(fields.uuid("vault")),
            new DocumentId(fields.uuid("document")),
            type(fields, "from"),
            type(fields, "to"),
            new DocumentId(fields.uuid("successor")),
            fields.optionalText("words"));
    fields.end();
    return order;
  }

  /** The order of this owner about this document, if it is one. */
  public static Outcome<ClassOrder> verify(
      Signed signed, VerificationKey key, AccountId owner, VaultId vault, DocumentId document) {
    return switch (signed.verify(key, FORMAT)) {
      case Signed.Verification.Broken(var why) ->
          refused("order.signatures", "Refused because " + why + ".");
      case Signed.Verification.Valid(var body) -> {
        try {
          yield placed(of(body), owner, vault, document);
        } catch (FieldException e) {
          yield Outcome.refused(
              Refusal.of(Refusal.Reason.UNACCEPTABLE, e.field(), e.refusal().detail()));
        }
      }
    };
  }

  private static Outcome<ClassOrder> placed(
      ClassOrder order, AccountId owner, VaultId vault, DocumentId document) {
    if (!order.owner().equals(owner)) {
      return refused("order.owner", "The order names another owner.");
    }
    if (!order.vault().equals(vault)) {
      return refused("order.vault", "The order is about another vault.");
    }
    if (!order.document().equals(document)) {
      return refused("order.document", "The order is about another document.");
    }
    return Outcome.done(order);
  }

  private static Outcome<ClassOrder> refused(String field, String why) {
    return Outcome.refused(Refusal.Reason.UNACCEPTABLE, field, why);
  }

  private static EncryptionClass type(Fields fields, String name) {
    return EncryptionClass.named(fields.text(name))
        .orElseThrow(() -> new FieldException("order." + name, "is not A, B or C"));
  }
}
