package io.vaultplatform.cli.work;

import io.vaultplatform.cli.Refusals;
import io.vaultplatform.cli.Stop;
import io.vaultplatform.cli.http.Json;
import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.content.ClassLedger;
import io.vaultplatform.core.content.ClassMove;
import io.vaultplatform.core.content.ClassOrder;
import io.vaultplatform.core.content.DocumentId;
import io.vaultplatform.core.content.EncryptionClass;
import io.vaultplatform.core.crypto.Randomness;
import io.vaultplatform.core.crypto.RecipientKeys;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.crypto.VerificationKey;
import io.vaultplatform.core.keys.PublicKeys;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Another class for a document's content: ordered here with the owner's key, and carried out here,
 * by encrypting anew. The server never sees more of it than the two files.
 */
public final class Classes {
  private final Client client;

  public Classes(Client client) {
    this.client = client;
  }

  /** An order as the server recorded it, and the receipt that proves it. */
  public record Ordered(ClassMove move, Path receipt) {}

  /** The history of the content, each order found to be signed by the owner. */
  public ClassLedger ledger(Vaults.Known vault, DocumentId document) {
    var answer = client.api().get(path(vault, document)).body();
    var periods = answer.list("periods");
    if (periods.isEmpty()) {
      throw Stop.refused("The server sent a history without a beginning.");
    }
    var ledger =
        new ClassLedger(
            period(periods.getFirst()),
            answer.list("orders").stream().map(order -> move(vault, order)).toList());
    // What the orders say counts, not what the server makes of them.
    if (!ledger.present().document().toString().equals(answer.text("document"))
        || !ledger.present().type().name().equals(answer.text("class"))) {
      throw Stop.refused("The server's history of classes is not what its orders lead to.");
    }
    return ledger;
  }

  /** Signs an order and sends it. */
  public Ordered order(
      Accounts.Unlocked owner,
      Vaults.Known vault,
      ClassLedger ledger,
      EncryptionClass to,
      Optional<String> words) {
    var now = ledger.present();
    var order =
        new ClassOrder(
            owner.id(),
            vault.id(),
            now.document(),
            now.type(),
            to,
            new DocumentId(Randomness.uuidV7(Instant.now())),
            words);
    Refusals.done(ledger.judge(order));
    var signed = order.sign(owner.keys().signing());
    return recorded(
        vault,
        client
            .api()
            .post(path(vault, now.document()) + "/orders", Map.of("order", signed.toTree()))
            .body());
  }

  /** Takes an order back. */
  public Ordered cancel(Vaults.Known vault, ClassMove move) {
    var order = move.order();
    return recorded(
        vault,
        client.api().delete(path(vault, order.document()) + "/orders/" + order.successor()).body());
  }

  /**
   * Fetches the document, checks it, encrypts it anew for its other class and stores it as the
   * successor.
   */
  public Putting.Stored carryOut(
      Accounts.Unlocked owner, Vaults.Known vault, ClassMove move, Set<RecipientKeys> others) {
    var getting = new Getting(client);
    var seen = getting.look(owner, vault, move.order().document());
    return new Putting(client)
        .put(
            owner,
            vault,
            new Putting.Wish(
                Source.of(getting, owner, seen),
                seen.metadata().title(),
                seen.metadata().mediaType(),
                move.order().to(),
                others,
                // Version 0 of a successor is the document before it.
                Optional.of(new Putting.Previous(move.order().successor(), 0))));
  }

  /**
   * Whether a document that is not listed was succeeded by one that is: by orders of the owner's
   * own, each of which names the next.
   */
  boolean isSucceeded(Vaults.Known vault, DocumentId document, Set<DocumentId> listed) {
    ClassLedger ledger;
    try {
      ledger = ledger(vault, document);
    } catch (Stop e) {
      if (e.exit() == Stop.Exit.REFUSED) {
        return false; // then it is missing, and that is what the caller says
      }
      throw e;
    }
    var now = document;
    for (var move : ledger.moves()) {
      if (move.isMade() && move.order().document().equals(now)) {
        now = move.order().successor();
      }
    }
    return !now.equals(document) && listed.contains(now);
  }

  private Ordered recorded(Vaults.Known vault, Json answer) {
    return new Ordered(move(vault, answer.object("order")), client.keepReceipt(answer, vault.id()));
  }

  // By the owner's key of today, or by one that leads to it: an order stays what it was.
  private Outcome<ClassOrder> verified(Vaults.Known vault, Signed signed, DocumentId document) {
    var account = client.home().requireAccount();
    var today = new VerificationKey(account.signing());
    var byToday = verified(vault, signed, document, today);
    if (byToday instanceof Outcome.Done<ClassOrder>) {
      return byToday;
    }
    var epochs =
        new Successions(client.api()).of(account.id()).stream().map(PublicKeys::signing).toList();
    return epochs.subList(0, Math.max(0, epochs.indexOf(today))).stream()
        .map(key -> verified(vault, signed, document, key))
        .filter(Outcome.Done.class::isInstance)
        .findFirst()
        .orElse(byToday);
  }

  private Outcome<ClassOrder> verified(
      Vaults.Known vault, Signed signed, DocumentId document, VerificationKey key) {
    var owner = new AccountId(UUID.fromString(client.home().requireAccount().id()));
    return ClassOrder.verify(signed, key, owner, vault.id(), document);
  }

  private ClassMove move(Vaults.Known vault, Json line) {
    var signed = Getting.signed(line.object("order"));
    var document = new DocumentId(UUID.fromString(line.text("document")));
    var order = Refusals.done(verified(vault, signed, document));
    try {
      return new ClassMove(
          order,
          signed,
          Instant.parse(line.text("orderedAt")),
          line.number("entry"),
          Duration.parse(line.text("waiting")),
          line.optionalText("toldAt").map(Instant::parse),
          line.optionalText("dueAt").map(Instant::parse),
          state(line));
    } catch (DateTimeException e) {
      throw Stop.refused("The server's history of classes holds a time that is none.");
    }
  }

  private static ClassMove.State state(Json line) {
    return switch (line.text("state")) {
      case "open" -> new ClassMove.State.Open();
      case "made" ->
          new ClassMove.State.Made(Instant.parse(line.text("endedAt")), line.number("endedEntry"));
      case "cancelled" ->
          new ClassMove.State.Cancelled(
              Instant.parse(line.text("endedAt")), line.number("endedEntry"));
      // A text from a server: not a closed type.
      default -> throw Stop.refused("The server names a state of an order that is not known here.");
    };
  }

  private static ClassLedger.Period period(Json line) {
    try {
      return new ClassLedger.Period(
          new DocumentId(UUID.fromString(line.text("document"))),
          EncryptionClass.named(line.text("class"))
              .orElseThrow(() -> new IllegalArgumentException("no class")),
          Instant.parse(line.text("since")),
          line.has("entry") ? Optional.of(line.number("entry")) : Optional.empty());
    } catch (IllegalArgumentException | DateTimeException e) {
      throw Stop.refused("The server's history of classes cannot be read.");
    }
  }

  private static String path(Vaults.Known vault, DocumentId document) {
    return "vaults/" + vault.id() + "/documents/" + document + "/class";
  }
}
