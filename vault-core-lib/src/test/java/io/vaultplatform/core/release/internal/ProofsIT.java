package io.vaultplatform.core.release.internal;

import static io.vaultplatform.core.escrow.EscrowWorld.done;
import static io.vaultplatform.core.escrow.EscrowWorld.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vaultplatform.core.audit.EventType;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.content.Writing;
import io.vaultplatform.core.content.internal.Accounts;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.escrow.EscrowWorld;
import io.vaultplatform.core.escrow.Proving;
import io.vaultplatform.core.escrow.TrusteeProof;
import io.vaultplatform.core.notify.LinkPurpose;
import io.vaultplatform.core.notify.internal.NotifyForTests;
import io.vaultplatform.core.notify.spi.Channel;
import io.vaultplatform.core.release.GroupProofs;
import io.vaultplatform.core.release.ProofReport;
import io.vaultplatform.core.release.ProofTerm.Standing;
import io.vaultplatform.core.release.TrusteeProofs;
import io.vaultplatform.core.store.LocalWork;
import io.vaultplatform.core.store.PostgresExtension;
import io.vaultplatform.core.store.PostgresExtension.TestDatabase;
import io.vaultplatform.core.triggers.TriggerId;
import io.vaultplatform.core.triggers.TriggerState;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Years of a trusteeship on real rows, a real log and a real outbox. Time passes by moving
 * everything that was written into the past.
 */
@ExtendWith(PostgresExtension.class)
class ProofsIT {
  private static final String ASKS = "Once a year you show that your key still works.";
  private static final String WARNS = "your trustees are asked once a year";

  private final TestDatabase database;
  private final ReleaseStage stage;
  private final EscrowWorld.Person ada;
  private final EscrowWorld.Person ben;
  private final EscrowWorld.Person cleo;

  ProofsIT() {
    database = PostgresExtension.fresh();
    stage = ReleaseStage.open(database, new LocalWork(database.app()));
    ada = stage.world.trustees.get(0);
    ben = stage.world.trustees.get(1);
    cleo = stage.world.trustees.get(2);
  }

  private void passes(int days) {
    passes(Duration.ofDays(days));
  }

  private void passes(Duration time) {
    var by = " - make_interval(secs => " + time.toSeconds() + ")";
    stage.superuser(
        "UPDATE vault_core.trustee_terms SET held_since = held_since"
            + by
            + ", proved_at = proved_at"
            + by
            + ", asked_at = asked_at"
            + by
            + ", next_look = next_look"
            + by,
        "UPDATE vault_core.trustee_proofs SET proved_at = proved_at"
            + by
            + ", challenged_at = challenged_at"
            + by);
  }

  /** Looks, and sends what that led to. */
  private List<Channel.Message> looks() {
    stage.dueProofs.look();
    return stage.post();
  }

  private static List<Channel.Message> saying(List<Channel.Message> mails, String words) {
    return mails.stream().filter(mail -> mail.text().contains(words)).toList();
  }

  private String link(EscrowWorld.Person person) {
    var token =
        stage
            .work
            .engine()
            .call(
                () ->
                    stage
                        .notify
                        .links()
                        .create(
                            LinkPurpose.TRUSTEE,
                            Tasks.scope(stage.world.epoch.vault()),
                            person.id(),
                            Instant.now().plus(Duration.ofDays(1))))
            .text();
    stage.people.holds(token, person.id());
    return token;
  }

  private Signed statement(EscrowWorld.Person person) {
    return statement(person, done(stage.proofs.challenge(link(person))));
  }

  private Signed statement(EscrowWorld.Person person, TrusteeProofs.Case shown) {
    var arming = shown.armings().getFirst();
    return done(
        Proving.prove(
            new Proving.Case(
                arming.policy(),
                arming.shareSets(),
                arming.shares(),
                arming.challenge().orElseThrow()),
            arming.ownerKey(),
            person.identity(),
            person.key(),
            Instant.now().truncatedTo(ChronoUnit.MILLIS)));
  }

  private TrusteeProofs.Proved proves(EscrowWorld.Person person) {
    return done(stage.proofs.prove(link(person), statement(person)));
  }

  private ProofReport.Proofs report() {
    return done(
        stage.work.as(
            stage.owner, () -> stage.report.of(stage.world.epoch.vault(), stage.trigger)));
  }

  private List<Standing> standings() {
    return report().trustees().stream().map(ProofReport.OfTrustee::standing).toList();
  }

  private int waiting() {
    return stage.count("SELECT count(*) FROM vault_core.outbox WHERE status = 'waiting'");
  }

  @Test
  void years_pass_with_letters_proofs_and_a_warning_each_where_it_belongs() {
    stage.arm(1).close();
    assertThat(saying(looks(), "year")).isEmpty();
    assertThat(standings()).containsOnly(Standing.AWAITED);
    assertThat(report().groups()).containsExactly(new GroupProofs(1, 1, 2, 0, 3));

    passes(30);
    var asked = saying(looks(), ASKS);
    assertThat(asked).hasSize(3);
    assertThat(stage.entries(EventType.TRUSTEE_PROOF_ASKED)).hasSize(3);
    assertThat(saying(looks(), ASKS)).as("once").isEmpty();
    var token = NotifyForTests.token(saying(asked, "/l/trustee/").getFirst());
    assertThat(token).hasSize(43);

    var proved = proves(ada);
    assertThat(proved.due()).isEqualTo(proved.at().plus(Duration.ofDays(365)));
    assertThat(proved.receipt().sequence())
        .isEqualTo(stage.entries(EventType.TRUSTEE_PROVED).getFirst().sequence());
    proves(ben);
    assertThat(standings()).containsExactly(Standing.RECENT, Standing.RECENT, Standing.AWAITED);

    passes(31);
    var reminded = looks();
    assertThat(saying(reminded, ASKS)).as("Cleo alone, again").hasSize(1);
    assertThat(saying(reminded, WARNS)).as("two of two needed stand").isEmpty();
    assertThat(standings()).containsExactly(Standing.RECENT, Standing.RECENT, Standing.OVERDUE);

    passes(305);
    assertThat(saying(looks(), ASKS)).as("a month before the year is over").hasSize(3);
    assertThat(standings().getFirst()).isEqualTo(Standing.DUE_SOON);
    assertThat(report().groups()).containsExactly(new GroupProofs(1, 1, 2, 2, 0));

    passes(30);
    var late = looks();
    assertThat(saying(late, WARNS)).as("the owner, once").hasSize(1);
    assertThat(saying(late, WARNS).getLast().text())
        .contains("2 must answer one day, and 0 can be counted on now");
    assertThat(stage.entries(EventType.PROOFS_SHORT)).hasSize(1);
    assertThat(saying(looks(), WARNS)).isEmpty();
    assertThat(report().groups()).containsExactly(new GroupProofs(1, 1, 2, 0, 0));

    proves(ada);
    passes(8);
    assertThat(saying(looks(), WARNS)).as("better, though still too few").isEmpty();
    assertThat(stage.count("SELECT standing FROM vault_core.short_proofs")).isEqualTo(1);
    proves(ben);
    assertThat(stage.count("SELECT count(*) FROM vault_core.short_proofs")).isZero();
    assertThat(report().groups()).containsExactly(new GroupProofs(1, 1, 2, 2, 0));
    assertThat(stage.entries(EventType.PROOFS_SHORT)).hasSize(1);
  }

  @Test
  void the_owner_gets_the_statement_that_the_trustee_signed() {
    stage.arm(1).close();
    proves(ada);
    var shown = report().trustees().getFirst();
    var proof =
        done(TrusteeProof.verify(shown.statement().orElseThrow(), ada.key().verificationKey()));
    assertThat(proof.trustee()).isEqualTo(shown.trustee()).isEqualTo(ada.id());
    assertThat(report().trustees().get(1).statement()).isEmpty();
  }

  @Test
  void what_is_replayed_stale_foreign_or_forged_is_refused_and_entered() {
    stage.arm(1).close();
    var statement = statement(ada);
    done(stage.proofs.prove(link(ada), statement));
    assertThat(refusal(stage.proofs.prove(link(ada), statement))).startsWith("proof.challenge:");
    assertThat(stage.entries(EventType.TRUSTEE_PROVED)).hasSize(1);

    var bens = statement(ben);
    done(stage.proofs.challenge(link(cleo)));
    assertThat(refusal(stage.proofs.prove(link(cleo), bens))).startsWith("proof:");
    var forged = Signed.sign(bens.unverifiedBody(), cleo.key());
    assertThat(refusal(stage.proofs.prove(link(ben), forged))).startsWith("proof:");
    passes(Duration.ofHours(1));
    assertThat(refusal(stage.proofs.prove(link(ben), bens)))
        .as("the hour is over")
        .startsWith("proof.challenge:");

    assertThat(stage.entries(EventType.TRUSTEE_PROVED)).hasSize(1);
    assertThat(stage.entries(EventType.TRUSTEE_PROOF_REFUSED)).isNotEmpty();
    assertThat(standings()).containsExactly(Standing.RECENT, Standing.AWAITED, Standing.AWAITED);
    done(stage.proofs.prove(link(ben), statement(ben)));
  }

  @Test
  void a_statement_about_an_arming_that_was_replaced_is_refused() {
    stage.arm(1).close();
    var statement = statement(ada);
    stage.arm(2).close();
    assertThat(refusal(stage.proofs.prove(link(ada), statement))).startsWith("proof.challenge:");
    done(stage.proofs.challenge(link(ada)));
    assertThat(refusal(stage.proofs.prove(link(ada), statement))).startsWith("proof.epoch:");
  }

  @Test
  void a_challenge_is_given_again_for_half_an_hour_and_a_proof_taken_once_a_day() {
    stage.arm(1).close();
    var first = done(stage.proofs.challenge(link(ada))).armings().getFirst();
    var again = done(stage.proofs.challenge(link(ada))).armings().getFirst();
    assertThat(again.challenge()).isEqualTo(first.challenge());
    passes(Duration.ofMinutes(31));
    var other = done(stage.proofs.challenge(link(ada))).armings().getFirst();
    assertThat(other.challenge()).isPresent().isNotEqualTo(first.challenge());
    proves(ada);
    assertThat(done(stage.proofs.challenge(link(ada))).armings().getFirst().challenge()).isEmpty();
    passes(1);
    proves(ada);
  }

  @Test
  void arming_anew_is_no_proof_and_takes_none_away() {
    stage.arm(1).close();
    proves(ada);
    passes(61);
    stage.arm(2).close();
    assertThat(standings()).containsExactly(Standing.RECENT, Standing.OVERDUE, Standing.OVERDUE);
    assertThat(report().trustees().getFirst().statement()).isPresent();
    assertThat(saying(looks(), WARNS)).as("of the new arming, at once").hasSize(1);
    proves(ada);
  }

  @Test
  void a_trustee_without_an_armed_share_is_left_alone_until_it_is_armed_again() {
    stage.arm(1).close();
    stage.disarm();
    passes(400);
    assertThat(saying(looks(), ASKS)).isEmpty();
    assertThat(stage.count("SELECT count(next_look) FROM vault_core.trustee_terms")).isZero();
    assertThat(refusal(stage.proofs.challenge(link(ada)))).contains("nothing to prove");
    assertThat(done(stage.proofs.standing(link(ada)))).isEmpty();
    stage.arm(2).close();
    assertThat(saying(looks(), ASKS)).hasSize(3);
  }

  @Test
  void nothing_is_asked_while_a_release_asks_for_answers() {
    stage.arm(1).close();
    stage.until(TriggerState.Kind.VERIFYING);
    stage.turn();
    passes(400);
    var mails = looks();
    assertThat(saying(mails, ASKS)).isEmpty();
    assertThat(saying(mails, WARNS)).isEmpty();
    stage.checkIn();
    passes(7);
    assertThat(saying(looks(), ASKS)).hasSize(3);
  }

  @Test
  void a_letter_whose_reason_is_gone_is_not_sent() {
    stage.arm(1).close();
    passes(30);
    stage.dueProofs.look();
    proves(ada);
    assertThat(saying(stage.post(), ASKS)).hasSize(2);
    assertThat(stage.entries(EventType.LETTER_DROPPED)).hasSize(1);
  }

  @Test
  void two_servers_that_look_at_one_moment_write_each_letter_once() {
    stage.arm(1).close();
    passes(400);
    atOneMoment(stage.dueProofs::look, stage.dueProofs::look);
    var mails = stage.post();
    assertThat(saying(mails, ASKS)).hasSize(3);
    assertThat(saying(mails, WARNS)).hasSize(1);
    assertThat(stage.entries(EventType.TRUSTEE_PROOF_ASKED)).hasSize(3);
  }

  @Test
  void two_proofs_at_one_moment_see_each_other() {
    stage.arm(1).close();
    passes(400);
    assertThat(saying(looks(), WARNS)).hasSize(1);
    var adas = statement(ada);
    var bens = statement(ben);
    var adasLink = link(ada);
    var bensLink = link(ben);
    atOneMoment(
        () -> done(stage.proofs.prove(adasLink, adas)),
        () -> done(stage.proofs.prove(bensLink, bens)));
    assertThat(stage.count("SELECT count(*) FROM vault_core.short_proofs")).isZero();
    assertThat(report().groups()).containsExactly(new GroupProofs(1, 1, 2, 2, 0));
  }

  private static void atOneMoment(Runnable one, Runnable other) {
    var both = List.of(CompletableFuture.runAsync(one), CompletableFuture.runAsync(other));
    both.forEach(CompletableFuture::join);
  }

  @Test
  void what_cannot_be_entered_is_not_asked_not_told_and_not_taken() {
    stage.arm(1).close();
    stage.post();
    passes(400);
    stage.superuser("REVOKE INSERT ON vault_core.audit_log FROM vault_engine");
    stage.dueProofs.look();
    assertThat(waiting()).isZero();
    assertThat(stage.count("SELECT count(*) FROM vault_core.short_proofs")).isZero();
    assertThat(stage.count("SELECT sum(letters) FROM vault_core.trustee_terms")).isZero();
    var statement = statement(ada);
    var link = link(ada);
    assertThatThrownBy(() -> stage.proofs.prove(link, statement)).isInstanceOf(Exception.class);
    assertThat(stage.count("SELECT count(proved_at) FROM vault_core.trustee_proofs")).isZero();
    assertThat(stage.count("SELECT count(proved_at) FROM vault_core.trustee_terms")).isZero();

    stage.superuser("GRANT INSERT ON vault_core.audit_log TO vault_engine");
    done(stage.proofs.prove(link, statement));
    passes(Duration.ofHours(1));
    assertThat(saying(looks(), ASKS)).as("tried again after an hour").hasSize(2);
  }

  @Test
  void what_is_not_there_and_what_is_anothers_are_refused_alike() {
    stage.arm(1).close();
    var friend = new Writing();
    Accounts.add(database, friend);
    var vault = stage.world.epoch.vault();
    var unknown = new TriggerId(UUID.randomUUID());
    var foreign =
        refusal(stage.work.as(friend.account, () -> stage.report.of(vault, stage.trigger)));
    assertThat(foreign)
        .isEqualTo(refusal(stage.work.as(stage.owner, () -> stage.report.of(vault, unknown))))
        .isEqualTo(
            refusal(
                stage.work.as(
                    stage.owner,
                    () -> stage.report.of(new VaultId(UUID.randomUUID()), stage.trigger))));
    var noLink = "A".repeat(43);
    assertThat(refusal(stage.proofs.prove(noLink, statement(ada)))).contains("not valid");
  }
}
