package io.vaultplatform.core.people.internal;

import static io.vaultplatform.core.people.internal.Neighbourhood.done;
import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.core.audit.internal.TestAudit;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.content.ClassChange;
import io.vaultplatform.core.content.ClassMove;
import io.vaultplatform.core.content.ClassOrder;
import io.vaultplatform.core.content.DocumentId;
import io.vaultplatform.core.content.EncryptionClass;
import io.vaultplatform.core.content.Upload;
import io.vaultplatform.core.content.Vault;
import io.vaultplatform.core.content.Writing;
import io.vaultplatform.core.content.internal.TestContent;
import io.vaultplatform.core.crypto.AgeFile;
import io.vaultplatform.core.crypto.Suite;
import io.vaultplatform.core.kms.internal.TestKeys;
import io.vaultplatform.core.notify.MailAddress;
import io.vaultplatform.core.notify.internal.NotifyForTests;
import io.vaultplatform.core.notify.spi.Channel;
import io.vaultplatform.core.store.LocalWork;
import io.vaultplatform.core.store.PostgresExtension;
import io.vaultplatform.core.store.Principal;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** The owner hears of a weakening by letter, and it begins to wait when a mail server took that. */
@ExtendWith(PostgresExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // one server's keys for one database
class ClassLettersIT {
  private static final MailAddress ADDRESS = new MailAddress("ann@example.org");
  private final LocalWork work;
  private Writing ann = new Writing();
  private final NotifyForTests notify;
  private final TestContent content;
  private final OwnerAddressDesk addresses;
  private final ClassLetters letters;
  private VaultId vault = new VaultId(UUID.randomUUID());

  ClassLettersIT(LocalWork work) {
    this.work = work;
    var keys = TestKeys.open();
    var log = TestAudit.open(work, keys).log();
    notify = new NotifyForTests(work, log, keys);
    content = TestContent.open(work, keys, log);
    var sealed = new Sealed(keys.vaultKeys(work.sql()), keys.application(), keys.erasures());
    var reach =
        new ReachRows(
            work.sql(),
            sealed,
            new TrusteeRows(work.sql(), sealed),
            new RecipientRows(work.sql(), sealed));
    addresses =
        new OwnerAddressDesk(
            work.sql(),
            notify.links(),
            new PeopleLetters(notify.outbox(), reach),
            sealed,
            log,
            Neighbourhood.SETTINGS);
    letters = new ClassLetters(notify.outbox(), reach, work.sql(), content.noticed());
    content.notices.add(letters);
  }

  @BeforeEach
  void an_owner_with_a_vault() {
    ann = new Writing();
    vault = new VaultId(UUID.randomUUID());
    content.published.put(ann.account, ann.signing.verificationKey());
    notify.answers(new Channel.Sent.Accepted("250 kept"));
    var label = AgeFile.encrypt(new byte[] {'x'}, Set.of(ann.identity.recipient()));
    done(work.as(ann.account, () -> content.vaults().create(vault, label, Suite.CLASSIC)));
  }

  private List<Channel.Message> send() {
    return notify.send(List.of(letters), List.of(letters));
  }

  private void confirmsAnAddress() {
    done(
        work.as(
            ann.account,
            () -> addresses.set(ann.account, "witness-vault", ADDRESS, Optional.empty())));
    done(addresses.confirm(NotifyForTests.token(send().getFirst())));
  }

  private ClassOrder order() {
    var parts = ann.document(Writing.item(EncryptionClass.C, vault), "quite secret", List.of());
    inVault(
        v ->
            v.offer(
                parts.item(), parts.header(), parts.metadata(), parts.signed(), Optional.empty()));
    var found = inVault(Outcome::done);
    var stored =
        done(
            work.current()
                .as(
                    new Principal.Person(ann.account),
                    () ->
                        found.append(
                            parts.item().document(),
                            1,
                            0,
                            new ByteArrayInputStream(parts.payload()))));
    assertThat(stored).isInstanceOf(Upload.Complete.class);
    return new ClassOrder(
        ann.account,
        vault,
        parts.item().document(),
        EncryptionClass.C,
        EncryptionClass.B,
        new DocumentId(UUID.randomUUID()),
        Optional.of("make it class B"));
  }

  private interface Use<T> {
    Outcome<T> of(Vault vault);
  }

  private <T> T inVault(Use<T> use) {
    return done(work.as(ann.account, () -> content.vaults().find(vault).then(use::of)));
  }

  private ClassMove ordered(ClassOrder order) {
    return inVault(v -> v.order(order.document(), order.sign(ann.signing))).move();
  }

  private ClassMove now(ClassOrder order) {
    return inVault(v -> v.classes(order.document())).moves().getLast();
  }

  @Test
  void an_owner_without_a_confirmed_address_weakens_nothing() {
    var order = order();
    var outcome =
        work.as(
            ann.account,
            () ->
                content
                    .vaults()
                    .find(vault)
                    .then(v -> v.order(order.document(), order.sign(ann.signing))));
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> assertThat(refused.refusal().field()).contains("address"));
    assertThat(send()).isEmpty();
  }

  @Test
  void the_letter_says_what_changes_and_the_waiting_begins_when_it_was_taken() {
    confirmsAnAddress();
    var order = order();
    assertThat(ordered(order).due()).isEmpty();

    var letter = send().getFirst();

    assertThat(letter.address()).isEqualTo(ADDRESS.text());
    assertThat(letter.text())
        .contains("(class C)", "(class B)", "3 days", order.document().toString())
        .doesNotContain("quite secret", "letter.txt", "A letter");
    var now = now(order);
    assertThat(now.due()).contains(now.told().orElseThrow().plus(ClassChange.WAITING));
    assertThat(Duration.between(now.asked(), now.told().orElseThrow()))
        .isLessThan(Duration.ofMinutes(1));
    assertThat(send()).as("once").isEmpty();
  }

  @Test
  void a_letter_that_nobody_takes_begins_nothing() {
    confirmsAnAddress();
    var order = order();
    ordered(order);
    notify.answers(new Channel.Sent.Refused("550 no such mailbox"));
    assertThat(send()).hasSize(1);
    assertThat(now(order).told()).isEmpty();
    assertThat(now(order).due()).isEmpty();
  }

  @Test
  void a_cancelled_order_sends_no_letter() {
    confirmsAnAddress();
    var order = order();
    ordered(order);
    inVault(v -> v.cancel(order.document(), order.successor()));
    assertThat(send()).isEmpty();
    assertThat(now(order).state()).isInstanceOf(ClassMove.State.Cancelled.class);
  }
}
