package io.vaultplatform.core.content;

import static io.vaultplatform.core.content.EncryptionClass.A;
import static io.vaultplatform.core.content.EncryptionClass.B;
import static io.vaultplatform.core.content.EncryptionClass.C;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.FieldException;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.Refusal;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.content.SuccessionRule.Situation;
import io.vaultplatform.core.content.UploadRule.Verdict;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.crypto.SigningKey;
import io.vaultplatform.core.crypto.Suite;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The history of one content's classes: what it takes, what it refuses, and what it promises. */
class ClassLedgerTest {
  private static final SigningKey KEY = SigningKey.generate(Suite.HYBRID);
  private static final AccountId OWNER = new AccountId(UUID.randomUUID());
  private static final VaultId VAULT = new VaultId(UUID.randomUUID());
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  /** What somebody may try with a content, and whether they type the words. */
  private enum Try {
    ORDER,
    ORDER_WITHOUT_THE_WORDS,
    CANCEL,
    CARRY_OUT
  }

  private static ClassLedger began(EncryptionClass type) {
    return new ClassLedger(new ClassLedger.Period(id(), type, NOON, Optional.of(1L)), List.of());
  }

  private static DocumentId id() {
    return new DocumentId(UUID.randomUUID());
  }

  private static Optional<String> words(EncryptionClass from, EncryptionClass to) {
    return to.isWeakerThan(from) ? Optional.of("make it class " + to) : Optional.empty();
  }

  private static ClassOrder order(ClassLedger ledger, EncryptionClass to, Optional<String> words) {
    var now = ledger.present();
    return new ClassOrder(OWNER, VAULT, now.document(), now.type(), to, id(), words);
  }

  private static ClassMove move(ClassOrder order, ClassMove.State state) {
    boolean weaker = order.to().isWeakerThan(order.from());
    return new ClassMove(
        order,
        order.sign(KEY),
        NOON,
        2,
        weaker ? ClassChange.WAITING : Duration.ZERO,
        Optional.empty(),
        weaker ? Optional.empty() : Optional.of(NOON),
        state);
  }

  private static ClassLedger and(ClassLedger ledger, ClassMove move) {
    var moves = new ArrayList<>(ledger.moves());
    moves.removeIf(ClassMove::isOpen);
    moves.add(move);
    return new ClassLedger(ledger.first(), moves);
  }

  private static ClassLedger made(ClassLedger ledger, EncryptionClass to) {
    var order = order(ledger, to, words(ledger.present().type(), to));
    return and(ledger, move(order, new ClassMove.State.Made(NOON.plus(Duration.ofDays(9)), 3)));
  }

  /** Random lives, judged by a list of letters that never asks the ledger. */
  @Property
  void inv_02_no_life_of_a_content_leads_from_c_to_a(
      @ForAll EncryptionClass first,
      @ForAll @Size(min = 1, max = 40) List<Try> tries,
      @ForAll @Size(min = 40, max = 40) List<EncryptionClass> wishes) {
    var ledger = began(first);
    var had = new ArrayList<>(List.of(first));
    for (int i = 0; i < tries.size(); i++) {
      var wish = wishes.get(i);
      var from = ledger.present().type();
      var open = ledger.open();
      switch (tries.get(i)) {
        case ORDER, ORDER_WITHOUT_THE_WORDS -> {
          if (wish == from) {
            continue;
          }
          boolean typed = tries.get(i) == Try.ORDER;
          var asked = order(ledger, wish, typed ? words(from, wish) : Optional.<String>empty());
          boolean weaker = "ABC".indexOf(wish.name()) < "ABC".indexOf(from.name());
          boolean expected =
              open.isEmpty()
                  && (typed || !weaker)
                  && !(wish == A && had.contains(C))
                  && ledger.moves().size() < ClassLedger.MOST;
          var judged = ledger.judge(asked);
          assertThat(judged instanceof Outcome.Done<?>).isEqualTo(expected);
          if (expected) {
            ledger = and(ledger, move(asked, new ClassMove.State.Open()));
          }
        }
        case CANCEL -> {
          if (open.isPresent()) {
            ledger = and(ledger, move(open.get().order(), new ClassMove.State.Cancelled(NOON, 9)));
          }
        }
        case CARRY_OUT -> {
          if (open.isPresent()) {
            ledger = and(ledger, move(open.get().order(), new ClassMove.State.Made(NOON, 9)));
            had.add(open.get().order().to());
          }
        }
      }
      assertThat(ledger.history()).isEqualTo(had);
      int firstC = had.indexOf(C);
      assertThat(firstC >= 0 && had.subList(firstC, had.size()).contains(A)).isFalse();
    }
  }

  @Property
  void the_guarantee_is_one_sentence_that_hides_nothing_of_the_history(
      @ForAll EncryptionClass first, @ForAll @Size(max = 12) List<EncryptionClass> wishes) {
    var ledger = began(first);
    for (var wish : wishes) {
      if (ledger.rule(wish) instanceof ClassChange.Strengthened
          || ledger.rule(wish) instanceof ClassChange.Weakened) {
        ledger = made(ledger, wish);
      }
    }
    var sentence = ledger.guarantee();
    var history = ledger.history();
    var now = history.getLast();
    assertThat(sentence).endsWith(".");
    assertThat(sentence.chars().filter(c -> c == '.').count()).isEqualTo(1);
    assertThat(sentence).doesNotContain("\n");
    boolean couldBeRead = now != A && history.contains(A);
    assertThat(sentence.contains("a time when the server could")).isEqualTo(couldBeRead);
    assertThat(sentence.contains("never becomes class A"))
        .isEqualTo(now == B && history.contains(C));
    // An owner may let the platform open for a recipient without a key: "never" would be untrue.
    assertThat(sentence.contains("the server only where you let it open")).isEqualTo(now == B);
    assertThat(sentence).doesNotContain("never the server");
    if (history.size() == 1) {
      assertThat(sentence).isEqualTo(now.guarantee());
    } else {
      assertThat(sentence).startsWith("Since 2026-12-01 ").doesNotContain(" ever ");
    }
  }

  @Test
  void a_document_that_was_succeeded_takes_no_order() {
    var ledger = made(began(B), C);
    var old = ledger.first();
    var order = new ClassOrder(OWNER, VAULT, old.document(), B, A, id(), words(B, A));
    assertThat(refusal(ledger.judge(order)).field()).contains("document");
  }

  @Test
  void inv_02_the_owners_word_for_what_it_was_does_not_count() {
    var ledger = made(began(C), B);
    var now = ledger.present().document();
    var forbidden = new ClassOrder(OWNER, VAULT, now, B, A, id(), words(B, A));
    assertThat(refusal(ledger.judge(forbidden)).reason()).isEqualTo(Refusal.Reason.FORBIDDEN);
    var lie = new ClassOrder(OWNER, VAULT, now, A, C, id(), Optional.empty());
    assertThat(refusal(ledger.judge(lie)).field()).contains("order.from");
  }

  @Test
  void a_second_order_waits_for_the_first_to_be_cancelled() {
    var ledger = began(B);
    var open = and(ledger, move(order(ledger, C, Optional.empty()), new ClassMove.State.Open()));
    assertThat(refusal(open.judge(order(ledger, A, words(B, A)))).field()).contains("document");
  }

  @ParameterizedTest
  @ValueSource(strings = {"make it class B", "Make it class A", "make it class A ", "yes"})
  void words_that_are_not_exactly_the_words_are_refused(String typed) {
    var ledger = began(B);
    assertThat(refusal(ledger.judge(order(ledger, A, Optional.of(typed)))).field())
        .contains("order.words");
  }

  @Test
  void a_strengthening_with_words_is_not_what_its_owner_read() {
    var ledger = began(A);
    assertThat(refusal(ledger.judge(order(ledger, C, Optional.of("make it class C")))).field())
        .contains("order.words");
  }

  @Test
  void one_content_has_so_many_orders_and_no_more() {
    var ledger = began(A);
    for (int i = 0; i < ClassLedger.MOST; i++) {
      var order = order(ledger, B, Optional.empty());
      assertThat(ledger.judge(order)).isInstanceOf(Outcome.Done.class);
      ledger = and(ledger, move(order, new ClassMove.State.Cancelled(NOON, i + 2)));
    }
    assertThat(ledger.judge(order(ledger, B, Optional.empty())))
        .isInstanceOf(Outcome.Refused.class);
  }

  @Test
  void an_order_is_read_as_it_was_signed_and_belongs_to_one_place() {
    var ledger = began(C);
    var order = order(ledger, B, words(C, B));
    var signed = Signed.parse(order.sign(KEY).bytes());
    var key = KEY.verificationKey();
    assertThat(ClassOrder.verify(signed, key, OWNER, VAULT, order.document()))
        .isEqualTo(Outcome.done(order));
    assertThat(
            refusal(
                    ClassOrder.verify(
                        signed,
                        SigningKey.generate(Suite.HYBRID).verificationKey(),
                        OWNER,
                        VAULT,
                        order.document()))
                .field())
        .contains("order.signatures");
    assertThat(refusal(ClassOrder.verify(signed, key, OWNER, VAULT, id())).field())
        .contains("order.document");
    var vault = new VaultId(UUID.randomUUID());
    assertThat(refusal(ClassOrder.verify(signed, key, OWNER, vault, order.document())).field())
        .contains("order.vault");
    var owner = new AccountId(UUID.randomUUID());
    assertThat(refusal(ClassOrder.verify(signed, key, owner, VAULT, order.document())).field())
        .contains("order.owner");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "format",
        "owner",
        "vault",
        "document",
        "from",
        "to",
        "successor",
        "words",
        "more"
      })
  void a_malformed_order_is_refused_by_the_name_of_the_member(String member) {
    var body = new HashMap<String, Object>(order(began(C), B, words(C, B)).body());
    body.put(member, member.equals("words") ? " " : "x");
    assertThatThrownBy(() -> ClassOrder.of(body))
        .isInstanceOfSatisfying(
            FieldException.class, e -> assertThat(e.field()).isEqualTo("order." + member));
  }

  @Test
  void an_order_to_stay_or_to_succeed_itself_is_none() {
    var document = id();
    assertThatThrownBy(() -> new ClassOrder(OWNER, VAULT, document, B, B, id(), Optional.empty()))
        .isInstanceOf(FieldException.class);
    assertThatThrownBy(
            () -> new ClassOrder(OWNER, VAULT, document, B, C, document, Optional.empty()))
        .isInstanceOf(FieldException.class);
  }

  // --- the successor

  private static Situation at(Instant now, ClassMove move) {
    return new Situation(Optional.of(move), Optional.empty(), Optional.empty(), now);
  }

  private static ClassMove due(ClassOrder order, Optional<Instant> due) {
    return new ClassMove(
        order,
        order.sign(KEY),
        NOON,
        2,
        ClassChange.WAITING,
        due.map(time -> time.minus(ClassChange.WAITING)),
        due,
        new ClassMove.State.Open());
  }

  @Property
  void a_successor_is_taken_from_its_time_on_and_not_a_moment_before(@ForAll short seconds) {
    var order = order(began(C), B, words(C, B));
    var due = NOON.plus(ClassChange.WAITING);
    var offered = Item.of(B, VAULT, order.successor(), 1);
    var refused =
        SuccessionRule.place(offered, at(due.plusSeconds(seconds), due(order, Optional.of(due))));
    assertThat(refused.isPresent()).isEqualTo(seconds < 0);
  }

  @Test
  void without_a_letter_that_was_taken_the_time_never_comes() {
    var order = order(began(C), B, words(C, B));
    var offered = Item.of(B, VAULT, order.successor(), 1);
    var later = NOON.plus(Duration.ofDays(3650));
    assertThat(SuccessionRule.place(offered, at(later, due(order, Optional.empty())))).isPresent();
  }

  @ParameterizedTest
  @EnumSource(value = EncryptionClass.class, mode = EnumSource.Mode.EXCLUDE, names = "B")
  void a_successor_of_another_class_is_refused(EncryptionClass type) {
    var order = order(began(C), B, words(C, B));
    var offered = Item.of(type, VAULT, order.successor(), 1);
    assertThat(field(SuccessionRule.place(offered, at(NOON, due(order, Optional.of(NOON))))))
        .isEqualTo("class");
  }

  @Test
  void a_cancelled_order_has_no_successor_and_a_made_one_may_have_versions() {
    var order = order(began(A), B, Optional.empty());
    var offered = Item.of(B, VAULT, order.successor(), 2);
    var cancelled = move(order, new ClassMove.State.Cancelled(NOON, 3));
    assertThat(SuccessionRule.place(offered, at(NOON, cancelled))).isPresent();
    var made = move(order, new ClassMove.State.Made(NOON, 3));
    assertThat(SuccessionRule.place(offered, at(NOON, made))).isEmpty();
  }

  @Test
  void what_was_succeeded_takes_nothing_more() {
    var situation = new Situation(Optional.empty(), Optional.of(id()), Optional.empty(), NOON);
    assertThat(field(SuccessionRule.place(Item.of(B, VAULT, id(), 2), situation)))
        .isEqualTo("document");
  }

  @Test
  void while_a_release_list_names_the_document_its_successor_waits_and_is_not_lost() {
    var order = order(began(B), C, Optional.empty());
    var pinned = Optional.of(Refusal.of(Refusal.Reason.CONFLICT, "document", "A list names it."));
    var situation =
        new Situation(
            Optional.of(move(order, new ClassMove.State.Open())), Optional.empty(), pinned, NOON);
    assertThat(SuccessionRule.place(Item.of(C, VAULT, order.successor(), 1), situation))
        .containsInstanceOf(Verdict.Unlisted.class);
  }

  @Test
  void inv_02_a_payload_keeps_its_class_whatever_headers_come_with_it() {
    var ann = new Writing();
    for (var before : EncryptionClass.values()) {
      for (var offered : EncryptionClass.values()) {
        var manifest = ann.document(Writing.item(offered, VAULT), "x", List.of()).manifest();
        for (var sha256 : List.of(manifest.payloadSha256(), manifest.metadataPayloadSha256())) {
          var verdict = SuccessionRule.payload(manifest, Map.of(sha256, before));
          if (before == offered) {
            assertThat(verdict).isEmpty();
          } else {
            assertThat(verdict)
                .containsInstanceOf(
                    offered.isWeakerThan(before) ? Verdict.Violation.class : Verdict.Refused.class);
          }
        }
      }
    }
  }

  private static String field(Optional<Verdict> verdict) {
    return verdict
        .filter(Verdict.Refused.class::isInstance)
        .flatMap(found -> ((Verdict.Refused) found).refusal().field())
        .orElse("");
  }

  private static Refusal refusal(Outcome<?> outcome) {
    return switch (outcome) {
      case Outcome.Done<?>(var value) -> throw new AssertionError("done: " + value);
      case Outcome.Refused<?>(var refusal) -> refusal;
    };
  }
}
