package io.vaultplatform.core.escrow.internal;

import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.Refusal;
import io.vaultplatform.core.base.VaultException;
import io.vaultplatform.core.crypto.AgeIdentity;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.crypto.Suite;
import io.vaultplatform.core.escrow.ClaimAnswer;
import io.vaultplatform.core.escrow.ClaimDecision;
import io.vaultplatform.core.escrow.ClaimWarrant;
import io.vaultplatform.core.escrow.Confirmation;
import io.vaultplatform.core.escrow.Epoch;
import io.vaultplatform.core.escrow.EscrowPacket;
import io.vaultplatform.core.escrow.Gate;
import io.vaultplatform.core.escrow.GateAnswer;
import io.vaultplatform.core.escrow.GateDecision;
import io.vaultplatform.core.escrow.GateKeys;
import io.vaultplatform.core.escrow.GateMemory;
import io.vaultplatform.core.escrow.Place;
import io.vaultplatform.core.escrow.Readdressing;
import io.vaultplatform.core.escrow.ReleasePolicy;
import io.vaultplatform.core.escrow.ReleaseStage;
import io.vaultplatform.core.escrow.ReleaseWarrant;
import io.vaultplatform.core.escrow.ShareFault;
import io.vaultplatform.core.escrow.Unsealing;
import io.vaultplatform.core.kms.KeyServiceException;
import io.vaultplatform.core.store.GateWork;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The gate in this server. Each call takes the gate's database role for one transaction; the
 * private keys are unsealed for one call and destroyed with it.
 */
@ApplicationScoped
class LocalGate implements Gate {
  private static final Logger LOG = System.getLogger(LocalGate.class.getName());

  private final GateWork work;
  private final GateRows rows;
  private final GateKeyRows keys;
  private final ReleaseKeyRows releaseKeys;
  private final GateLog log;

  // Made once for the installation. Whoever asks holds a connection and often a lock already;
  // asking
  // the database each time would take a second one of a pool that its like may have emptied.
  private final Map<Suite, GateKeys> publicKeys = new ConcurrentHashMap<>();

  @Inject
  LocalGate(
      GateWork work, GateRows rows, GateKeyRows keys, ReleaseKeyRows releaseKeys, GateLog log) {
    this.work = work;
    this.rows = rows;
    this.keys = keys;
    this.releaseKeys = releaseKeys;
    this.log = log;
  }

  /** For the proxy. */
  @SuppressWarnings("NullAway")
  LocalGate() {
    work = null;
    rows = null;
    keys = null;
    releaseKeys = null;
    log = null;
  }

  @Override
  public GateKeys keys(Suite suite) {
    var known = publicKeys.get(suite);
    if (known == null) {
      known = work.call(() -> keys.get(suite));
      publicKeys.put(suite, known);
    }
    return known;
  }

  /** A transaction of the gate's; a key service that is away is an answer, for it comes back. */
  private <T> Outcome<T> asked(Supplier<Outcome<T>> question) {
    try {
      return work.call(question);
    } catch (KeyServiceException e) {
      LOG.log(Level.WARNING, "the gate cannot use its keys; what needs them waits", e);
      return Outcome.refused(
          Refusal.Reason.CONFLICT,
          KEY_SERVICE,
          "The key service does not answer now; nothing was recorded. Try again later.");
    }
  }

  @Override
  public Outcome<GateKeys> ready(Epoch epoch) {
    return asked(() -> rows.armed(epoch).then(armed -> ready(armed.policy())));
  }

  private Outcome<GateKeys> ready(ReleasePolicy policy) {
    try (var own = keys.identity(policy.suite());
        var signing = keys.signing(policy.suite())) {
      releaseKeys.tryOut(policy.epoch(), policy.suite());
      return Outcome.done(new GateKeys(own.recipient(), signing.verificationKey()));
    }
  }

  @Override
  public Outcome<GateMemory> look(Epoch epoch) {
    return asked(() -> rows.armed(epoch).then(armed -> looked(armed)));
  }

  // The story is only as far as it is; what matters here is that the log is whole and grew, and
  // that no later
  // epoch was seen.
  private Outcome<GateMemory> looked(GateRows.Armed armed) {
    var epoch = armed.policy().epoch();
    return switch (decided(armed, 1)) {
      case Decision(GateAnswer.Open open, var head) -> remembered(epoch, head);
      case Decision(GateAnswer.Shut(var why, var detail), var head) ->
          switch (why) {
            case LOG_BROKEN,
                LOG_ROLLED_BACK,
                LOG_FORKED,
                LOG_ORIGIN,
                NOT_ARMED,
                OLDER_EPOCH,
                OTHER_POLICY ->
                shut(why, detail);
            case ENDED,
                IMPOSSIBLE_STEP,
                INTERVAL,
                NOT_REACHED,
                GRACE,
                NO_KEYS,
                QUORUM,
                NOT_NOTIFIED,
                CHALLENGE_WINDOW,
                NOT_EXECUTING,
                STAGE_WINDOW,
                ALREADY_OPENED,
                NOT_OPENED,
                ON_HOLD,
                OTHER_KEY ->
                remembered(epoch, head);
          };
    };
  }

  @Override
  public Outcome<Signed> releaseKeys(Epoch epoch) {
    return asked(
        () ->
            rows.armed(epoch)
                .then(
                    armed ->
                        looked(armed)
                            .then(
                                memory ->
                                    Outcome.done(
                                        releaseKeys
                                            .find(epoch)
                                            .map(ReleaseKeyRows.Stored::signed)
                                            .orElseGet(() -> made(armed))))));
  }

  private Signed made(GateRows.Armed armed) {
    try (var signing = keys.signing(armed.policy().suite())) {
      return releaseKeys.make(armed.policy(), signing);
    }
  }

  @Override
  public Outcome<Confirmation> check(Confirmation confirmation) {
    return asked(
        () ->
            rows.armed(confirmation.epoch())
                .then(
                    armed ->
                        stored(confirmation.epoch(), confirmation.releaseKeysHash())
                            .then(stored -> checked(armed, confirmation, stored))));
  }

  private Outcome<Confirmation> checked(
      GateRows.Armed armed, Confirmation confirmation, ReleaseKeyRows.Stored stored) {
    for (var place : armed.policy().platformPlaces()) {
      var set = armed.shareSet(place);
      var key =
          releaseKeys.open(confirmation.epoch(), stored, place.portion().stage(), place.path());
      if (set.isEmpty() || key.isEmpty()) {
        return shut(GateAnswer.Why.NO_KEYS, "share set or release key of " + place + " is missing");
      }
      try (var opening = key.get()) {
        var fault = Unsealing.faultOf(confirmation, set.get(), opening);
        if (fault.isPresent()) {
          return Outcome.refused(
              Refusal.Reason.UNACCEPTABLE, "confirmation.shares", fault.get().detail());
        }
      }
    }
    return Outcome.done(confirmation);
  }

  @Override
  public Outcome<Given> open(ReleaseWarrant warrant) {
    return asked(
        () ->
            rows.armed(warrant.epoch())
                .then(
                    armed ->
                        switch (decided(armed, warrant.stage())) {
                          case Decision(GateAnswer.Shut(var why, var detail), var head) ->
                              shut(why, detail);
                          case Decision(GateAnswer.Open evidence, var head) ->
                              given(warrant, armed, evidence);
                        }));
  }

  private Outcome<Given> given(
      ReleaseWarrant warrant, GateRows.Armed armed, GateAnswer.Open evidence) {
    var epoch = armed.policy().epoch();
    if (!warrant.policyHash().equals(armed.policy().hash())) {
      return shut(GateAnswer.Why.OTHER_POLICY, "the warrant names another policy");
    }
    return stored(epoch, evidence.keysHash())
        .then(
            stored -> {
              var confirmations =
                  rows.confirmations(armed, evidence.keysHash()).stream()
                      .filter(c -> evidence.confirmed().contains(c.trustee()))
                      .toList();
              try (var own = keys.identity(armed.policy().suite())) {
                return unsealed(armed, warrant.stage(), stored, confirmations, own);
              }
            })
        .then(
            unsealed ->
                remembered(epoch, evidence.head())
                    .then(memory -> Outcome.done(new Given(evidence, unsealed))));
  }

  // Every set of the stage, or nothing of it: half a stage would be handed over to half the people.
  private Outcome<Unsealing.Unsealed> unsealed(
      GateRows.Armed armed,
      int stage,
      ReleaseKeyRows.Stored stored,
      List<Confirmation> confirmations,
      AgeIdentity own) {
    var packets = new ArrayList<EscrowPacket.Inner>();
    var faults = new ArrayList<ShareFault>();
    var portions = armed.policy().stage(stage).map(ReleaseStage::portions).orElse(List.of());
    for (var portion : portions) {
      var ways = new ArrayList<Unsealing.Ready>();
      try {
        for (var path : armed.policy().platformPaths()) {
          ready(armed, new Place(portion, path.number()), stored).ifPresent(ways::add);
        }
        if (ways.isEmpty()) {
          return shut(GateAnswer.Why.ENDED, "the platform's share was destroyed");
        }
        switch (Unsealing.unseal(ways, armed.policy().suite(), confirmations, own)) {
          case Outcome.Done<Unsealing.Unsealed>(var opened) -> {
            packets.addAll(opened.packets());
            faults.addAll(opened.faults());
          }
          case Outcome.Refused<Unsealing.Unsealed>(var refusal) -> {
            return Outcome.refused(refusal);
          }
        }
      } finally {
        ways.forEach(Unsealing.Ready::close);
      }
    }
    return Outcome.done(new Unsealing.Unsealed(packets, faults));
  }

  private Optional<Unsealing.Ready> ready(
      GateRows.Armed armed, Place place, ReleaseKeyRows.Stored stored) {
    var epoch = armed.policy().epoch();
    var set = armed.shareSet(place);
    var packet = armed.packet(place);
    var platform = rows.platformShare(epoch, place);
    if (set.isEmpty() || packet.isEmpty() || platform.isEmpty()) {
      return Optional.empty();
    }
    return releaseKeys
        .open(epoch, stored, place.portion().stage(), place.path())
        .map(key -> new Unsealing.Ready(set.get(), packet.get(), platform.get(), key));
  }

  private Outcome<ReleaseKeyRows.Stored> stored(Epoch epoch, String keysHash) {
    return releaseKeys
        .find(epoch)
        .filter(stored -> stored.signed().bodyHash().equals(keysHash))
        .map(Outcome::done)
        .orElseGet(
            () ->
                shut(GateAnswer.Why.NO_KEYS, "these release keys do not exist or were destroyed"));
  }

  @Override
  public Outcome<Readdressed> readdress(ClaimWarrant warrant) {
    return asked(
        () ->
            rows.policy(warrant.epoch())
                .then(
                    policy ->
                        switch (decided(policy, warrant)) {
                          case ClaimAnswer.Shut(GateAnswer.Shut(var why, var detail)) ->
                              shut(why, detail);
                          case ClaimAnswer.Open open -> readdressed(policy, warrant, open);
                        }));
  }

  private ClaimAnswer decided(ReleasePolicy policy, ClaimWarrant warrant) {
    var epoch = policy.epoch();
    var memory = rows.memory(epoch);
    var end = log.end(epoch.vault());
    try {
      return ClaimDecision.decide(
          policy, warrant, memory, log.origin(), log.about(epoch.vault(), epoch.trigger()), end);
    } catch (GateLog.ForgedEntry e) {
      return new ClaimAnswer.Shut(
          new GateAnswer.Shut(GateAnswer.Why.LOG_BROKEN, String.valueOf(e.getMessage())));
    }
  }

  private Outcome<Readdressed> readdressed(
      ReleasePolicy policy, ClaimWarrant warrant, ClaimAnswer.Open open) {
    var anew = new ArrayList<EscrowPacket.Inner>();
    try (var own = keys.identity(policy.suite())) {
      for (var packet : rows.executorPackets(warrant.epoch(), warrant.recipient())) {
        if (!open.stages().contains(packet.portion().stage())) {
          return shut(GateAnswer.Why.NOT_OPENED, packet.portion() + " was not opened");
        }
        switch (Readdressing.of(policy, packet, own, warrant.key())) {
          case Outcome.Done<EscrowPacket.Inner>(var made) -> anew.add(made);
          case Outcome.Refused<EscrowPacket.Inner>(var refusal) -> {
            return Outcome.refused(refusal);
          }
        }
      }
    }
    return anew.isEmpty()
        ? shut(GateAnswer.Why.NOT_OPENED, "nothing waits for a key")
        : remembered(policy.epoch(), open.head())
            .then(memory -> Outcome.done(new Readdressed(open.head().sequence(), anew)));
  }

  private record Decision(GateAnswer answer, io.vaultplatform.core.audit.Head head) {}

  private Decision decided(GateRows.Armed armed, int stage) {
    var epoch = armed.policy().epoch();
    var memory = rows.memory(epoch);
    var end = log.end(epoch.vault());
    try {
      return new Decision(
          GateDecision.decide(
              armed.policy(),
              stage,
              memory,
              log.origin(),
              log.about(epoch.vault(), epoch.trigger()),
              end),
          end);
    } catch (GateLog.ForgedEntry e) {
      return new Decision(
          new GateAnswer.Shut(GateAnswer.Why.LOG_BROKEN, String.valueOf(e.getMessage())), end);
    }
  }

  private Outcome<GateMemory> remembered(Epoch epoch, io.vaultplatform.core.audit.Head head) {
    var before = rows.memory(epoch);
    if (head.sequence() < before.head().sequence()) {
      throw new VaultException("the gate was about to forget: vault " + epoch.vault());
    }
    rows.remember(epoch.vault(), head);
    rows.rememberEpoch(epoch);
    return Outcome.done(rows.memory(epoch));
  }

  private static <T> Outcome<T> shut(GateAnswer.Why why, String detail) {
    return Outcome.refused(Refusal.Reason.CONFLICT, "gate", why + ": " + detail + ".");
  }
}
