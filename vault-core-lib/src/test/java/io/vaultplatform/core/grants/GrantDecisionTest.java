package io.vaultplatform.core.grants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.FieldException;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.grants.GrantDecision.Question;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A decision about a grant can always say why. */
class GrantDecisionTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  private final AccountId ann = new AccountId(UUID.randomUUID());
  private final AccountId ben = new AccountId(UUID.randomUUID());
  private final VaultId vault = new VaultId(UUID.randomUUID());
  private final UUID letter = UUID.randomUUID();
  private final UUID trigger = UUID.randomUUID();

  @Test
  void the_owner_needs_no_grant() {
    assertThat(decide(ann, Right.MANAGE)).isInstanceOf(GrantDecision.Allowed.class);
  }

  @Test
  void without_a_grant_it_is_refused() {
    assertThat(decide(ben, Right.SEE).explanation())
        .isEqualTo("refused: no grant names you for this");
  }

  @Test
  void a_grant_on_the_vault_covers_its_documents_and_names_itself() {
    var grant = grant(Right.OPEN, new Target.Everything(vault));
    assertThat(decide(ben, Right.SEE, grant).explanation())
        .isEqualTo("allowed under grant " + grant.id());
  }

  @Test
  void a_grant_on_another_document_or_vault_does_not_matter() {
    assertThat(
            decide(
                ben,
                Right.SEE,
                grant(Right.OPEN, new Target.Document(vault, UUID.randomUUID())),
                grant(Right.OPEN, new Target.Everything(new VaultId(UUID.randomUUID())))))
        .isInstanceOf(GrantDecision.Refused.class);
  }

  @Test
  void who_manages_reads_nothing_and_who_confirms_does_not_even_see() {
    var manage = grant(Right.MANAGE, new Target.Everything(vault));
    assertThat(decide(ben, Right.OPEN, manage).explanation()).contains("manage, not to open");
    assertThat(decide(ben, Right.SEE, grant(Right.CONFIRM, new Target.Everything(vault))))
        .isInstanceOf(GrantDecision.Refused.class);
  }

  @Test
  void times_are_explained() {
    var document = new Target.Document(vault, letter);
    var later = made(document, NOW.plusSeconds(60), Optional.empty(), new Condition.Now());
    assertThat(decide(ben, Right.SEE, later).explanation())
        .contains("begins on 2026-11-22 12:01 UTC");
    var over = made(document, NOW.minusSeconds(60), Optional.of(NOW), new Condition.Now());
    assertThat(decide(ben, Right.SEE, over).explanation())
        .contains("expired on 2026-11-22 12:00 UTC");
    var open = made(document, NOW, Optional.of(NOW.plusSeconds(1)), new Condition.Now());
    assertThat(decide(ben, Right.SEE, over, open)).isInstanceOf(GrantDecision.Allowed.class);
  }

  @Test
  void a_condition_holds_after_the_release_of_its_trigger_only() {
    var grant =
        made(
            new Target.Everything(vault),
            NOW,
            Optional.empty(),
            new Condition.AfterRelease(trigger));
    var question = new Question(ben, Right.OPEN, new Target.Document(vault, letter));
    assertThat(GrantDecision.decide(question, ann, List.of(grant), Set.of(UUID.randomUUID()), NOW))
        .isInstanceOf(GrantDecision.Refused.class);
    assertThat(GrantDecision.decide(question, ann, List.of(grant), Set.of(trigger), NOW))
        .isInstanceOf(GrantDecision.Allowed.class);
  }

  @Test
  void a_grant_taken_back_says_since_when() {
    var given = grant(Right.OPEN, new Target.Everything(vault));
    var revoked =
        new Grant(
            given.id(),
            ann,
            ben,
            given.what(),
            given.right(),
            given.from(),
            given.until(),
            given.condition(),
            Optional.of(NOW.minusSeconds(3600)));
    assertThat(decide(ben, Right.OPEN, revoked).explanation())
        .contains("taken back on 2026-11-22 11:00 UTC");
  }

  @Test
  void a_grant_to_oneself_or_ending_before_it_begins_does_not_exist() {
    assertThatThrownBy(
            () -> made(new Target.Everything(vault), NOW, Optional.of(NOW), new Condition.Now()))
        .isInstanceOf(FieldException.class)
        .hasMessageContaining("until");
    assertThatThrownBy(
            () ->
                new Grant(
                    new GrantId(UUID.randomUUID()),
                    ann,
                    ann,
                    new Target.Everything(vault),
                    Right.SEE,
                    NOW,
                    Optional.empty(),
                    new Condition.Now(),
                    Optional.empty()))
        .isInstanceOf(FieldException.class)
        .hasMessageContaining("who");
  }

  private GrantDecision decide(AccountId who, Right right, Grant... grants) {
    return GrantDecision.decide(
        new Question(who, right, new Target.Document(vault, letter)),
        ann,
        List.of(grants),
        Set.of(),
        NOW);
  }

  private Grant grant(Right right, Target what) {
    return new Grant(
        new GrantId(UUID.randomUUID()),
        ann,
        ben,
        what,
        right,
        NOW.minusSeconds(60),
        Optional.empty(),
        new Condition.Now(),
        Optional.empty());
  }

  private Grant made(Target what, Instant from, Optional<Instant> until, Condition condition) {
    return new Grant(
        new GrantId(UUID.randomUUID()),
        ann,
        ben,
        what,
        Right.OPEN,
        from,
        until,
        condition,
        Optional.empty());
  }
}
