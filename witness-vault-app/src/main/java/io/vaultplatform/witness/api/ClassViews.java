package io.vaultplatform.witness.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.vaultplatform.core.content.ClassChange;
import io.vaultplatform.core.content.ClassLedger;
import io.vaultplatform.core.content.ClassMove;
import io.vaultplatform.core.content.EncryptionClass;
import io.vaultplatform.core.content.Vault;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What the resource of classes takes and gives. */
final class ClassViews {
  private ClassViews() {}

  @Schema(
      name = "NewClassOrder",
      description = "The owner's signed order",
      examples =
          "{\"order\":{\"v\":1,\"body\":{\"format\":\"vault/class-order/v1\"},\"signatures\":[{\"al"
              + "g\":\"Ed25519\",\"key\":\"ed25519:11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\",\""
              + "sig\":\"AAEC\"}]}}")
  public record NewOrder(
      @Schema(
              implementation = SignedDocument.class,
              description = "vault/class-order/v1, signed by the owner")
          Map<String, Object> order) {}

  @Schema(name = "ClassPeriod", description = "A document that the content was, or is")
  public record Period(
      @Schema(examples = "019c2f6a-1d5c-7a8e-9d6c-0f2a4a4c1b11", description = "The document's id")
          UUID document,
      @Schema(examples = "C", description = "A, B or C") @JsonProperty("class")
          String encryptionClass,
      @Schema(examples = "2027-01-31T12:00:00Z", description = "Since when") Instant since,
      @Schema(examples = "17", description = "The entry in the vault's log that says so")
          Optional<Long> entry) {

    static Period of(ClassLedger.Period period) {
      return new Period(
          period.document().value(), period.type().name(), period.since(), period.entry());
    }
  }

  @Schema(name = "ClassOrder", description = "One order and what became of it")
  public record Order(
      @Schema(description = "The document it is about") UUID document,
      @Schema(description = "The document that takes its place") UUID successor,
      @Schema(examples = "C", description = "The class before") String from,
      @Schema(examples = "B", description = "The class ordered") String to,
      @Schema(examples = "open", description = "open, made or cancelled") String state,
      @Schema(examples = "2027-01-31T12:00:00Z", description = "When it was ordered")
          Instant orderedAt,
      @Schema(examples = "17", description = "Its entry in the vault's log") long entry,
      @Schema(
              examples = "PT72H",
              description = "How long a weakening waits once its letter was taken; PT0S for none")
          String waiting,
      @Schema(
              examples = "2027-01-31T12:01:00Z",
              description = "When a mail server took the letter to the owner; null: not yet")
          Optional<Instant> toldAt,
      @Schema(
              examples = "2027-02-03T12:01:00Z",
              description = "From when on the successor is taken; null: not known yet")
          Optional<Instant> dueAt,
      @Schema(
              examples = "2027-02-04T09:00:00Z",
              description = "When it was carried out or cancelled; null: neither")
          Optional<Instant> endedAt,
      @Schema(examples = "23", description = "The entry that says so; null: none")
          Optional<Long> endedEntry,
      @Schema(
              implementation = SignedDocument.class,
              description = "vault/class-order/v1, as the owner signed it")
          Map<String, Object> order) {

    static Order of(ClassMove move) {
      var order = move.order();
      return new Order(
          order.document().value(),
          order.successor().value(),
          order.from().name(),
          order.to().name(),
          switch (move.state()) {
            case ClassMove.State.Open open -> "open";
            case ClassMove.State.Made made -> "made";
            case ClassMove.State.Cancelled cancelled -> "cancelled";
          },
          move.asked(),
          move.entry(),
          move.waiting().toString(),
          move.told(),
          move.due(),
          switch (move.state()) {
            case ClassMove.State.Open open -> Optional.empty();
            case ClassMove.State.Made(var at, var entry) -> Optional.of(at);
            case ClassMove.State.Cancelled(var at, var entry) -> Optional.of(at);
          },
          switch (move.state()) {
            case ClassMove.State.Open open -> Optional.empty();
            case ClassMove.State.Made(var at, var entry) -> Optional.of(entry);
            case ClassMove.State.Cancelled(var at, var entry) -> Optional.of(entry);
          },
          move.signed().toTree());
    }
  }

  @Schema(name = "ClassOption", description = "What it takes to give the content another class")
  public record Possible(
      @Schema(examples = "A", description = "The other class") String to,
      @Schema(examples = "waits", description = "at-once, waits or never") String how,
      @Schema(
              examples = "make it class A",
              description = "The words that the owner types for a weakening; null: none")
          Optional<String> words,
      @Schema(
              examples = "What was ever class C never becomes class A.",
              description = "What a change cannot undo, or why there is none; null: nothing to say")
          Optional<String> note) {

    static Stream<Possible> of(ClassLedger ledger, EncryptionClass to) {
      return switch (ledger.rule(to)) {
        case ClassChange.Unchanged same -> Stream.of();
        case ClassChange.Strengthened(var caution) ->
            Stream.of(new Possible(to.name(), "at-once", Optional.empty(), Optional.of(caution)));
        case ClassChange.Weakened(var words) ->
            Stream.of(new Possible(to.name(), "waits", Optional.of(words), Optional.empty()));
        case ClassChange.Never(var why) ->
            Stream.of(new Possible(to.name(), "never", Optional.empty(), Optional.of(why)));
      };
    }
  }

  @Schema(name = "ClassLedger", description = "The history of one content's classes")
  public record Ledger(
      @Schema(description = "The document that the content is now") UUID document,
      @Schema(examples = "B", description = "Its class now") @JsonProperty("class")
          String encryptionClass,
      @Schema(
              description = "What is promised for it, with its history, in one sentence",
              examples =
                  "Since 2027-02-04 only you can read it until a release, then its recipients,"
                      + " and the server only where you let it open for one who has no key; it was"
                      + " class C once, so it never becomes class A.")
          String guarantee,
      @Schema(description = "What it was, oldest first; what it is now, last") List<Period> periods,
      @Schema(description = "Every order, oldest first, cancelled ones included")
          List<Order> orders,
      @Schema(description = "The other classes, and what each takes") List<Possible> possible) {
    public Ledger {
      periods = List.copyOf(periods);
      orders = List.copyOf(orders);
      possible = List.copyOf(possible);
    }

    static Ledger of(ClassLedger ledger) {
      var now = ledger.present();
      return new Ledger(
          now.document().value(),
          now.type().name(),
          ledger.guarantee(),
          ledger.periods().stream().map(Period::of).toList(),
          ledger.moves().stream().map(Order::of).toList(),
          Stream.of(EncryptionClass.values()).flatMap(to -> Possible.of(ledger, to)).toList());
    }
  }

  @Schema(name = "OrderedClass", description = "The order and the receipt for it")
  public record Ordered(
      @Schema(description = "The order") Order order,
      @Schema(
              implementation = SignedDocument.class,
              description = "Signed receipt (receipt/v1) of the entry. Keep it.")
          Map<String, Object> receipt) {
    static Ordered of(Vault.Ordered ordered) {
      return new Ordered(Order.of(ordered.move()), ordered.receipt().toTree());
    }
  }
}
