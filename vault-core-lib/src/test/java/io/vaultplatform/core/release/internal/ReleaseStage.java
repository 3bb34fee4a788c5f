package io.vaultplatform.core.release.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.core.audit.Actor;
import io.vaultplatform.core.audit.AuditLog;
import io.vaultplatform.core.audit.Chain;
import io.vaultplatform.core.audit.Entry;
import io.vaultplatform.core.audit.EventType;
import io.vaultplatform.core.audit.internal.TestAudit;
import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.Bytes;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.content.Upload;
import io.vaultplatform.core.content.Vault;
import io.vaultplatform.core.content.internal.TestContent;
import io.vaultplatform.core.crypto.AgeFile;
import io.vaultplatform.core.crypto.AgeHeader;
import io.vaultplatform.core.crypto.AgeIdentity;
import io.vaultplatform.core.crypto.AgeLimits;
import io.vaultplatform.core.crypto.RecipientKeys;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.crypto.Suite;
import io.vaultplatform.core.escrow.Arming;
import io.vaultplatform.core.escrow.Confirming;
import io.vaultplatform.core.escrow.Entrusted;
import io.vaultplatform.core.escrow.Epoch;
import io.vaultplatform.core.escrow.EscrowWorld;
import io.vaultplatform.core.escrow.Gate;
import io.vaultplatform.core.escrow.Portion;
import io.vaultplatform.core.escrow.Receiving;
import io.vaultplatform.core.escrow.ReleaseList;
import io.vaultplatform.core.escrow.ReleasePath;
import io.vaultplatform.core.escrow.ReleasePolicy;
import io.vaultplatform.core.escrow.internal.TestGate;
import io.vaultplatform.core.keys.KeyDirectory;
import io.vaultplatform.core.keys.KeySuccession;
import io.vaultplatform.core.keys.PublicKeys;
import io.vaultplatform.core.kms.internal.TestKeys;
import io.vaultplatform.core.notify.About;
import io.vaultplatform.core.notify.Outgoing;
import io.vaultplatform.core.notify.OutgoingId;
import io.vaultplatform.core.notify.internal.NotifyForTests;
import io.vaultplatform.core.notify.spi.Channel;
import io.vaultplatform.core.notify.spi.TaskRunner;
import io.vaultplatform.core.release.ArmCheck;
import io.vaultplatform.core.release.Claims;
import io.vaultplatform.core.release.Releases;
import io.vaultplatform.core.release.TrusteeCases;
import io.vaultplatform.core.store.LocalWork;
import io.vaultplatform.core.store.PostgresExtension.TestDatabase;
import io.vaultplatform.core.store.Principal;
import io.vaultplatform.core.store.Settings;
import io.vaultplatform.core.triggers.TriggerId;
import io.vaultplatform.core.triggers.TriggerState;
import io.vaultplatform.core.triggers.TriggerView;
import io.vaultplatform.core.triggers.internal.TestTriggers;
import io.vaultplatform.core.triggers.spi.EffectSink;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/**
 * One owner with a vault, a trigger with windows of a second, and everything that a server has,
 * wired by hand.
 */
final class ReleaseStage {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  final TestDatabase database;
  final LocalWork work;
  final TestKeys keys;
  final EscrowWorld world = new EscrowWorld(2, 3, 2);
  final AccountId owner = world.owner;
  final TriggerId trigger = new TriggerId(world.epoch.trigger());
  final KnownPeople people = new KnownPeople(world, world.epoch.vault());
  final AuditLog log;
  final TestContent content;
  final Gate gate;
  final TestTriggers triggers;
  final NotifyForTests notify;
  final ArmDesk arming;
  final TrusteeDesk cases;
  final RecipientDesk releases;
  final ClaimDesk claims;
  final Function<Gate, ClaimDesk> claimsWith;
  final HandOver handOver;
  final Function<Gate, HandOver> handOverWith;
  final EscrowRows rows;
  final ProofRows proofRows;
  final ProofDesk proofs;
  final OwnersProofs report;
  final DueProofs dueProofs;
  private final List<TaskRunner> runners = new ArrayList<>();
  private final List<Channel.Message> mails = new ArrayList<>();
  private final LetterEvidence evidence;
  private final LetterRecheck recheck;
  private final ProofRecheck proofRecheck;
  private final Instant since = Instant.now();

  ReleaseStage(
      TestDatabase database,
      LocalWork work,
      TestKeys keys,
      AuditLog log,
      Duration verifyWithin,
      int stages) {
    this.database = database;
    this.work = work;
    this.keys = keys;
    this.log = log;
    var sql = work.sql();
    content = TestContent.open(work, keys, log);
    gate = TestGate.open(work, keys, log);
    notify = new NotifyForTests(work, log, keys);
    rows = new EscrowRows(sql);
    proofRows = new ProofRows(sql);
    var caseRows = new CaseRows(sql);
    var claimRows = new ClaimRows(sql);
    var releaseLog = new ReleaseLog(log);
    var tasks = new Tasks(notify.outbox());
    var letters = new Letters(notify.outbox(), notify.links(), people);
    EffectSink conductor =
        new Conductor(rows, caseRows, claimRows, letters, tasks, people, releaseLog);
    triggers =
        TestTriggers.open(
            work, log, List.of(conductor, new GrantsHold(content.grants())), "witness-vault");
    var service = triggers.triggers();
    var verifying = new Verifying(sql, service, rows, caseRows, gate, letters, releaseLog);
    handOverWith =
        asked ->
            new HandOver(sql, service, rows, caseRows, claimRows, asked, verifying, releaseLog);
    handOver = handOverWith.apply(gate);
    evidence = new LetterEvidence(service);
    recheck = new LetterRecheck(service);
    KeyDirectory directory = new Published(owner, world);
    arming =
        new ArmDesk(
            sql,
            rows,
            proofRows,
            service,
            content.vaults(),
            people.trustees,
            people.recipients,
            people,
            directory,
            gate,
            releaseLog,
            tasks);
    cases =
        new TrusteeDesk(
            work.engine(),
            notify.links(),
            people.trustees,
            people,
            service,
            rows,
            caseRows,
            gate,
            releaseLog,
            directory,
            sql);
    var armings = new HeldArmings(rows, service);
    var proofLetters = new ProofLetters(notify.outbox(), notify.links(), people);
    var warnings = new ProofWarnings(proofRows, proofLetters, releaseLog);
    proofs =
        new ProofDesk(
            work.engine(),
            notify.links(),
            people.trustees,
            armings,
            rows,
            proofRows,
            warnings,
            releaseLog,
            directory,
            sql);
    report = new OwnersProofs(service, rows, proofRows, sql);
    dueProofs =
        new DueProofs(
            work.engine(),
            sql,
            proofRows,
            armings,
            proofLetters,
            warnings,
            releaseLog,
            Settings.of(Map.of("vault.product", "witness-vault")));
    proofRecheck = new ProofRecheck(armings, proofRows, sql);
    releases =
        new RecipientDesk(
            work.engine(),
            people.recipients,
            people,
            content.released(),
            caseRows,
            claimRows,
            releaseLog,
            directory);
    claimsWith =
        asked ->
            new ClaimDesk(
                sql,
                work.engine(),
                people.recipients,
                service,
                caseRows,
                claimRows,
                asked,
                releaseLog);
    claims = claimsWith.apply(gate);
    runners.add(runner(Tasks.RELEASE_KEYS, verifying::makeKeys));
    runners.add(runner(Tasks.ASK_TRUSTEES, verifying::ask));
    runners.add(runner(Tasks.HAND_OVER, handOver::run));
    runners.add(runner(Tasks.KEY_SERVICE, verifying::askAgain));
    runners.add(
        runner(
            Tasks.GATE_LOOK, task -> ReleaseTasks.LookAtArming.look(task, gate, rows, releaseLog)));
    content.arming.add(new ArmedNow(rows, service, releaseLog));
    content.published.put(owner, world.ownerKey.verificationKey());
    var label = AgeFile.encrypt(new byte[] {'x'}, Set.of(world.ownerIdentity.recipient()));
    EscrowWorld.done(
        work.as(owner, () -> content.vaults().create(world.epoch.vault(), label, Suite.CLASSIC)));
    create(trigger, verifyWithin, stages);
  }

  void create(TriggerId id, Duration verifyWithin) {
    create(id, verifyWithin, 1);
  }

  void create(TriggerId id, Duration verifyWithin, int stages) {
    EscrowWorld.done(
        work.as(
            owner,
            () ->
                triggers
                    .triggers()
                    .create(
                        world.epoch.vault(), id, plan(verifyWithin, stages), Actor.user(owner))));
  }

  static ReleaseStage open(TestDatabase database, LocalWork work) {
    return open(database, work, TestKeys.open(), Duration.ofMinutes(1));
  }

  /** The same with a key service and a time for answers of the test's own. */
  static ReleaseStage open(
      TestDatabase database, LocalWork work, TestKeys keys, Duration verifyWithin) {
    return new ReleaseStage(
        database, work, keys, TestAudit.open(work, keys).log(), verifyWithin, 1);
  }

  /** One whose release has two stages. */
  static ReleaseStage openWithTwoStages(TestDatabase database, LocalWork work) {
    var keys = TestKeys.open();
    return new ReleaseStage(
        database, work, keys, TestAudit.open(work, keys).log(), Duration.ofMinutes(1), 2);
  }

  /** Arms with a document; for the first recipient, who has no key, the platform opens. */
  void armForAKeyToBeBrought(EscrowWorld.Stored document) {
    var w = wishes(1);
    var first = world.recipients.getFirst().id();
    var recipients =
        List.of(Arming.Recipient.byExecutor(first, w.gate()), w.recipients().getLast());
    people.withoutKey.add(first);
    upload(document);
    try (var armed = made(EscrowWorld.withRecipients(w, recipients))) {
      EscrowWorld.done(submit(armed.submission()));
    }
  }

  /** Past the hand-over of the first stage. */
  void handFirstStageOver() {
    executing();
    work.engine().run(() -> handOver.run(handOverTask()));
  }

  /** Confirmed and handed over, all stages. */
  void release() {
    until(TriggerState.Kind.VERIFYING);
    confirm(0);
    confirm(1);
    until(TriggerState.Kind.EXECUTED);
  }

  /** A recipient comes through the door with a key of their own. */
  Outcome<Claims.Claimed> bring(EscrowWorld.Person who, AgeIdentity key) {
    var session = door(who).session().text();
    return claims.bring(session, trigger.value(), RecipientKeys.of(key.recipient()));
  }

  private record Published(AccountId owner, EscrowWorld world) implements KeyDirectory {
    @Override
    public void publish(AccountId account, PublicKeys keys) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void succeed(AccountId account, KeySuccession next, Signed signed) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<KeySuccession.Epoch> history(AccountId account) {
      return find(account).stream()
          .map(found -> new KeySuccession.Epoch(1, found.keys(), Optional.empty()))
          .toList();
    }

    @Override
    public Optional<KeyDirectory.Published> find(AccountId account) {
      return account.equals(owner)
          ? Optional.of(
              new KeyDirectory.Published(
                  owner,
                  1,
                  new PublicKeys(
                      RecipientKeys.of(world.ownerIdentity.recipient()),
                      world.ownerKey.verificationKey()),
                  Instant.EPOCH))
          : Optional.empty();
    }

    @Override
    public Optional<KeyDirectory.Published> findByFingerprint(String fingerprint) {
      return Optional.empty();
    }
  }

  private static TaskRunner runner(String name, java.util.function.Consumer<Outgoing.Task> run) {
    return new TaskRunner() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public void run(Outgoing.Task task) {
        run.accept(task);
      }
    };
  }

  private static Map<String, Object> plan(Duration verifyWithin, int stages) {
    return Map.ofEntries(
        Map.entry("format", "vault/trigger-plan/v1"),
        Map.entry("type", "dead_man_switch"),
        Map.entry("interval", "PT1S"),
        Map.entry("grace", "PT1S"),
        Map.entry(
            "reminders", Map.of("before", List.of(), "every", "PT30S", "arriveWithin", "PT1S")),
        Map.entry("signalsNeeded", 3),
        Map.entry("verifyWithin", verifyWithin.toString()),
        Map.entry("challengeWindow", "PT1S"),
        Map.entry("stages", java.util.Collections.nCopies(stages, Map.of("window", "PT1S"))),
        Map.entry("uncertainty", "hold"),
        Map.entry("trustees", 3),
        Map.entry("confirmations", 2),
        Map.entry("shares", 2));
  }

  void upload(EscrowWorld.Stored document) {
    upload(document, Optional.empty());
  }

  void upload(EscrowWorld.Stored document, Optional<Signed> list) {
    EscrowWorld.done(offer(document, list));
    EscrowWorld.done(send(document, 0));
  }

  Outcome<Upload> offer(EscrowWorld.Stored document, Optional<Signed> list) {
    var small = document.small();
    var item = small.manifest().item();
    var vault = vault();
    return work.as(
        owner,
        () -> vault.offer(item, small.header().bytes(), small.metadata(), small.signed(), list));
  }

  /** Everything from there on. */
  Outcome<Upload> send(EscrowWorld.Stored document, int offset) {
    return send(document, offset, document.payload().length);
  }

  Outcome<Upload> send(EscrowWorld.Stored document, int from, int to) {
    var item = document.small().manifest().item();
    var vault = vault();
    return outside(
        () ->
            vault.append(
                item.document(),
                item.version(),
                from,
                new ByteArrayInputStream(document.payload(), from, to - from)));
  }

  /** The release list that counts now. */
  ReleaseList list() {
    var escrow =
        EscrowWorld.done(work.as(owner, () -> arming.escrow(world.epoch.vault(), trigger)));
    return EscrowWorld.done(
        ReleaseList.verify(escrow.releaseList().orElseThrow(), world.ownerKey.verificationKey()));
  }

  /** The list as it is now with this document in it. */
  Optional<Signed> next(EscrowWorld.Stored document) {
    return Optional.of(
        EscrowWorld.done(
            Arming.add(
                list(),
                document.small().signed(),
                Set.of(Portion.ONLY),
                world.ownerKey,
                Instant.EPOCH)));
  }

  void disarm() {
    EscrowWorld.done(
        work.as(
            owner,
            () ->
                triggers
                    .triggers()
                    .record(
                        trigger,
                        io.vaultplatform.core.triggers.TriggerEvent.Disarm::new,
                        Actor.user(owner))));
  }

  Vault vault() {
    return EscrowWorld.done(work.as(owner, () -> content.vaults().find(world.epoch.vault())));
  }

  private <T> T outside(java.util.function.Supplier<T> call) {
    return work.current().as(new Principal.Person(owner), call);
  }

  Arming.Wishes wishes(int epoch) {
    return wishes(trigger, epoch);
  }

  Arming.Wishes wishes(TriggerId trigger, int epoch) {
    return new Arming.Wishes(
        "witness-vault",
        ReleasePolicy.Uncertainty.HOLD,
        Suite.CLASSIC,
        owner,
        new Epoch(world.epoch.vault(), trigger.value(), epoch),
        Instant.now().truncatedTo(java.time.temporal.ChronoUnit.MILLIS),
        ArmCheck.windows(view().plan()),
        2,
        view().plan().stages().stream()
            .map(
                s ->
                    new Arming.Stage(
                        s.window(),
                        List.of(world.recipients.stream().map(EscrowWorld.Person::id).toList())))
            .toList(),
        List.of(
            ReleasePath.withPlatform(
                1, 2, world.trustees.stream().map(EscrowWorld.Person::id).toList())),
        world.trustees.stream()
            .map(
                t ->
                    new Arming.Trustee(t.id(), t.identity().recipient(), t.key().verificationKey()))
            .toList(),
        world.recipients.stream()
            .map(r -> Arming.Recipient.withKey(r.id(), r.identity().recipient()))
            .toList(),
        gate.keys(Suite.CLASSIC),
        log.origin());
  }

  /** What the owner's client makes of the documents as they are stored now. */
  Arming.Armed made(Arming.Wishes wishes) {
    return made(wishes, document -> wishes.portions());
  }

  /** The same, with documents that are not for everybody. */
  Arming.Armed made(Arming.Wishes wishes, Function<UUID, Set<Portion>> portions) {
    var left =
        work.as(owner, () -> vaultNow().documents(Optional.empty(), 50)).stream()
            .map(
                d ->
                    EscrowWorld.done(
                        Entrusted.read(
                            d.signed(),
                            owner,
                            world.ownerKey.verificationKey(),
                            world.epoch.vault(),
                            d.headers().document(),
                            d.metadata())))
            .map(d -> new Arming.Left(d, portions.apply(d.manifest().document().value())))
            .toList();
    return EscrowWorld.done(Arming.armLeft(wishes, left, world.ownerIdentity, world.ownerKey));
  }

  Vault vaultNow() {
    return EscrowWorld.done(content.vaults().find(world.epoch.vault()));
  }

  Outcome<io.vaultplatform.core.release.Arming.Armed> submit(
      io.vaultplatform.core.escrow.Submission submission) {
    return submit(trigger, submission);
  }

  Outcome<io.vaultplatform.core.release.Arming.Armed> submit(
      TriggerId trigger, io.vaultplatform.core.escrow.Submission submission) {
    return work.as(owner, () -> arming.arm(world.epoch.vault(), trigger, submission));
  }

  Arming.Armed arm(int epoch) {
    var armed = made(wishes(epoch));
    EscrowWorld.done(submit(armed.submission()));
    return armed;
  }

  TriggerView view() {
    return work.engine().call(() -> triggers.triggers().find(trigger)).orElseThrow();
  }

  /** One look of the server: due triggers, then the outbox. */
  void turn() {
    triggers.sweep();
    mails.addAll(notify.send(List.of(evidence), List.of(recheck, proofRecheck), runners));
  }

  /** Sends what waits, and looks at no trigger. */
  List<Channel.Message> post() {
    var sent = notify.send(List.of(evidence), List.of(recheck, proofRecheck), runners);
    mails.addAll(sent);
    return sent;
  }

  void until(TriggerState.Kind kind) {
    var end = Instant.now().plus(PATIENCE);
    while (view().state().kind() != kind) {
      if (Instant.now().isAfter(end)) {
        throw new AssertionError(
            "still "
                + view().state()
                + " after "
                + Duration.between(since, Instant.now())
                + ": "
                + entries().stream().map(e -> e.type() + " " + e.facts()).toList());
      }
      turn();
      pause(50);
    }
  }

  static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  List<Entry> entries() {
    return work.as(owner, () -> log.after(Chain.of(world.epoch.vault()), 0, 500));
  }

  List<Entry> entries(EventType type) {
    return entries().stream().filter(e -> e.type() == type).toList();
  }

  List<Channel.Message> mails(UUID person) {
    return mails.stream().filter(m -> m.address().startsWith(person.toString())).toList();
  }

  List<Channel.Message> mails() {
    return List.copyOf(mails);
  }

  /** The trustee's link from their letter. */
  String link(EscrowWorld.Person person) {
    for (int i = 0; letters(person).isEmpty() && i < 100; i++) {
      turn();
      pause(50);
    }
    var token = NotifyForTests.token(letters(person).getLast());
    people.holds(token, person.id());
    return token;
  }

  private List<Channel.Message> letters(EscrowWorld.Person person) {
    return mails(person.id()).stream().filter(m -> m.text().contains("/l/")).toList();
  }

  /** What the trustee's own device makes. */
  Signed statement(EscrowWorld.Person trustee, boolean yes) {
    var shown = EscrowWorld.done(cases.look(link(trustee)));
    return statement(trustee, shown, yes);
  }

  Signed statement(EscrowWorld.Person trustee, TrusteeCases.Case shown, boolean yes) {
    var seen =
        new Confirming.Case(shown.policy(), shown.shareSets(), shown.releaseKeys(), shown.shares());
    var key = world.ownerKey.verificationKey();
    var now = Instant.now().truncatedTo(java.time.temporal.ChronoUnit.MILLIS);
    return EscrowWorld.done(
        yes
            ? Confirming.confirm(seen, key, trustee.identity(), trustee.key(), now)
            : Confirming.refuse(seen, key, trustee.identity(), trustee.key(), now));
  }

  void confirm(int trustee) {
    var person = world.trustees.get(trustee);
    EscrowWorld.done(cases.answer(link(person), statement(person, true)));
  }

  /** The door of a recipient, with the link of their letter and their code. */
  Releases.Opened door(EscrowWorld.Person recipient) {
    for (int i = 0; mails(recipient.id()).isEmpty() && i < 100; i++) {
      turn();
    }
    var token = NotifyForTests.token(mails(recipient.id()).getLast());
    people.holds(token, recipient.id());
    var opened = EscrowWorld.done(releases.open(token, "code"));
    people.holds(opened.session().text(), recipient.id());
    return opened;
  }

  /** Opens it as its recipient does: with the link, the code and their own key. */
  Releases.Release open(EscrowWorld.Person recipient, EscrowWorld.Stored document) {
    var opened = door(recipient);
    var release = opened.releases().getFirst();
    assertThat(release.receipt().sequence()).isEqualTo(handedOver(recipient).sequence());
    assertThat(release.receipt().hash()).isEqualTo(handedOver(recipient).hash());
    var handed = handed(release);
    try (var received =
        EscrowWorld.done(
            Receiving.receive(handed, world.ownerKey.verificationKey(), recipient.identity()))) {
      assertThat(received.findings()).isEmpty();
      var id = document.small().manifest().document();
      var file = new ByteArrayOutputStream();
      var ciphertext = EscrowWorld.done(releases.content(opened.session().text(), id));
      ciphertext.writeTo(file, 0, ciphertext.size());
      var header = AgeHeader.read(file.toByteArray(), AgeLimits.DEFAULT).orThrow("file");
      var payload =
          new ByteArrayInputStream(
              file.toByteArray(), header.length(), file.size() - header.length());
      var plain = new ByteArrayOutputStream();
      EscrowWorld.done(received.open(id, payload, plain));
      assertThat(plain.toByteArray()).isEqualTo(EscrowWorld.SECRET_TEXT);
    }
    return release;
  }

  private Entry handedOver(EscrowWorld.Person recipient) {
    return entries(EventType.RELEASE_HANDED_OVER).stream()
        .filter(entry -> recipient.id().toString().equals(entry.facts().get("recipient")))
        .reduce((earlier, latest) -> latest)
        .orElseThrow();
  }

  /** How many packets this person's key opens; each one that is shown has to. */
  static int receives(Releases.Release release, EscrowWorld.Person recipient) {
    int opened = 0;
    for (var packet : release.packets()) {
      var header = AgeHeader.read(packet.file().bytes(), AgeLimits.DEFAULT).orThrow("packet");
      assertThat(header.opens(recipient.identity())).isTrue();
      opened++;
    }
    return opened;
  }

  private static Receiving.Handed handed(Releases.Release release) {
    return new Receiving.Handed(
        release.recipient(),
        release.policy(),
        release.releaseList(),
        release.packets().stream()
            .map(p -> new Receiving.HandedPacket(p.portion(), p.file()))
            .toList(),
        release.documents().stream()
            .map(
                d ->
                    new Receiving.HandedDocument(
                        d.signed(), Bytes.of(d.headers().document()), Bytes.of(d.metadata())))
            .toList());
  }

  void checkIn() {
    EscrowWorld.done(
        work.as(
            owner,
            () ->
                triggers
                    .triggers()
                    .checkIn(
                        trigger,
                        io.vaultplatform.core.triggers.CheckInWay.SESSION,
                        Actor.user(owner))));
  }

  int count(String query) {
    try (var connection = database.superuser().getConnection();
        var made = connection.createStatement();
        var found = made.executeQuery(query)) {
      found.next();
      return found.getInt(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  void superuser(String... statements) {
    try (var connection = database.superuser().getConnection();
        var made = connection.createStatement()) {
      connection.setAutoCommit(false);
      for (var statement : Arrays.asList(statements)) {
        made.execute(statement);
      }
      connection.commit();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The task that hands the first stage over. */
  Outgoing.Task handOverTask() {
    return new Outgoing.Task(
        new OutgoingId(UUID.randomUUID()),
        "witness-vault",
        new About(Tasks.scope(world.epoch.vault()), About.TRIGGER, trigger.value(), 1, "handover"),
        Instant.EPOCH,
        Tasks.HAND_OVER,
        Map.of("stage", "1"));
  }

  /**
   * What a turn does, until the trigger is held: what the hold puts into the outbox stays there.
   */
  void turnUnlessHeld() {
    if (view().state().kind() != TriggerState.Kind.HELD) {
      turn();
      pause(50);
    }
  }

  /** Leads to the brink: the challenge window is over, and the hand-over not done. */
  void executing() {
    until(TriggerState.Kind.VERIFYING);
    turn();
    confirm(0);
    confirm(1);
    turn();
    while (view().state().kind() != TriggerState.Kind.EXECUTING) {
      triggers.sweep();
      pause(50);
    }
  }
}
