package io.vaultplatform.core.notify.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.core.audit.EventType;
import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.Refusal;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.notify.Link;
import io.vaultplatform.core.notify.LinkPurpose;
import io.vaultplatform.core.notify.LinkToken;
import io.vaultplatform.core.notify.Links;
import io.vaultplatform.core.notify.Scope;
import io.vaultplatform.core.store.LocalWork;
import io.vaultplatform.core.store.PostgresExtension;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Links on real rows: what is kept, and who may do what with one. */
@ExtendWith(PostgresExtension.class)
class LinksIT {
  private final LocalWork work;
  private final MemoryAudit audit = new MemoryAudit();
  private final LinkDesk links;
  private final AccountId ann = new AccountId(UUID.randomUUID());
  private final VaultId vault = new VaultId(UUID.randomUUID());
  private final UUID trigger = UUID.randomUUID();

  LinksIT(LocalWork work) {
    this.work = work;
    this.links = new LinkDesk(work.sql(), work.engine(), audit);
  }

  @BeforeEach
  void a_vault() {
    work.run(
        ann,
        () ->
            work.sql()
                .update(
                    """
                    INSERT INTO vault_core.vaults (id, product, owner_id, label, suite, created_at)
                    VALUES (?, 'witness-vault', ?, ?, 'classic', ?)
                    """,
                    vault.value(),
                    ann.value(),
                    new byte[] {1},
                    Instant.EPOCH));
  }

  private String link(LinkPurpose purpose, Duration valid) {
    return work.as(
            ann,
            () ->
                links.create(purpose, new Scope.OfVault(vault), trigger, Instant.now().plus(valid)))
        .text();
  }

  private Outcome<String> use(String token, LinkPurpose purpose) {
    return links.use(token, purpose, link -> Outcome.done("done"));
  }

  private void refused(Outcome<String> outcome, String why) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> assertThat(refused.refusal().detail()).isEqualTo(Links.REFUSAL));
    var entry = audit.entered().getLast();
    assertThat(entry.type()).isEqualTo(EventType.LINK_REFUSED);
    assertThat(entry.facts()).containsEntry("why", why);
  }

  @Test
  void a_check_in_link_works_once_and_looking_is_no_use() {
    var token = link(LinkPurpose.CHECK_IN, Duration.ofHours(1));
    for (int i = 0; i < 5; i++) {
      assertThat(links.look(token, LinkPurpose.CHECK_IN)).map(Link::subject).contains(trigger);
    }
    assertThat(use(token, LinkPurpose.CHECK_IN)).isEqualTo(Outcome.done("done"));
    refused(use(token, LinkPurpose.CHECK_IN), "used");
    assertThat(links.look(token, LinkPurpose.CHECK_IN)).isEmpty();
  }

  @Test
  void a_trustees_link_works_for_years_of_visits() {
    var token = link(LinkPurpose.TRUSTEE, Duration.ofDays(900));
    assertThat(use(token, LinkPurpose.TRUSTEE)).isInstanceOf(Outcome.Done.class);
    assertThat(use(token, LinkPurpose.TRUSTEE)).isInstanceOf(Outcome.Done.class);
  }

  @Test
  void unknown_foreign_expired_and_withdrawn_links_hear_one_sentence() {
    refused(use(LinkToken.of(new byte[32]).text(), LinkPurpose.CHECK_IN), "unknown");
    refused(use("'; DROP TABLE vault_core.links; --", LinkPurpose.CHECK_IN), "malformed");
    refused(use("", LinkPurpose.CHECK_IN), "malformed");
    refused(use(link(LinkPurpose.TRUSTEE, Duration.ofHours(1)), LinkPurpose.CHECK_IN), "foreign");
    refused(
        use(link(LinkPurpose.CHECK_IN, Duration.ofMillis(-1)), LinkPurpose.CHECK_IN), "expired");
    var withdrawn = link(LinkPurpose.CHECK_IN, Duration.ofHours(1));
    work.run(ann, () -> links.withdraw(LinkPurpose.CHECK_IN, trigger));
    refused(use(withdrawn, LinkPurpose.CHECK_IN), "withdrawn");
  }

  @Test
  void a_refused_act_leaves_the_link_as_it_was() {
    var token = link(LinkPurpose.CHECK_IN, Duration.ofHours(1));
    Outcome<String> refused =
        links.use(
            token,
            LinkPurpose.CHECK_IN,
            link -> Outcome.refused(Refusal.of(Refusal.Reason.CONFLICT, "Nothing is armed.")));
    assertThat(refused).isInstanceOf(Outcome.Refused.class);
    assertThat(use(token, LinkPurpose.CHECK_IN)).isInstanceOf(Outcome.Done.class);
  }

  @Test
  void of_eight_who_press_the_button_at_once_one_does_it() throws Exception {
    var token = link(LinkPurpose.CHECK_IN, Duration.ofHours(1));
    var done = new AtomicInteger();
    var start = new CountDownLatch(1);
    try (var threads = Executors.newFixedThreadPool(8)) {
      var all = new ArrayList<Future<?>>();
      for (int i = 0; i < 8; i++) {
        all.add(
            threads.submit(
                () -> {
                  start.await();
                  return links.use(
                      token, LinkPurpose.CHECK_IN, link -> Outcome.done(done.incrementAndGet()));
                }));
      }
      start.countDown();
      for (var one : all) {
        one.get();
      }
    }
    assertThat(done).hasValue(1);
  }

  @Test
  void the_table_knows_the_hash_and_not_the_token() {
    var token = link(LinkPurpose.CHECK_IN, Duration.ofHours(1));
    List<String> rows =
        work.engine()
            .call(
                () ->
                    work.sql()
                        .list(
                            "SELECT l::text AS row FROM vault_core.links l",
                            row -> row.text("row")));
    assertThat(rows).noneMatch(row -> row.contains(token));
    assertThat(rows).anyMatch(row -> row.contains(LinkToken.parse(token).orElseThrow().hash()));
  }

  @Test
  void a_stranger_makes_no_link_into_somebody_elses_vault() {
    var stranger = new AccountId(UUID.randomUUID());
    org.assertj.core.api.Assertions.assertThatThrownBy(
            () ->
                work.as(
                    stranger,
                    () ->
                        links.create(
                            LinkPurpose.CHECK_IN,
                            new Scope.OfVault(vault),
                            trigger,
                            Instant.now().plusSeconds(60))))
        .hasMessageContaining("42501");
  }
}
