package io.vaultplatform.core.release.internal;

import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.escrow.Epoch;
import io.vaultplatform.core.escrow.ReleasePolicy;
import io.vaultplatform.core.escrow.SealedFile;
import io.vaultplatform.core.release.GroupProofs;
import io.vaultplatform.core.release.ProofTerm;
import io.vaultplatform.core.store.Row;
import io.vaultplatform.core.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Terms, challenges and proofs of trustees, and the shortages an owner was told of. */
@ApplicationScoped
class ProofRows {
  // A key that had a term keeps it: arming anew is no proof and no excuse. It is looked at soon.
  private static final String BEGIN =
      """
      INSERT INTO vault_core.trustee_terms
             (vault_id, trustee_id, fingerprint, product, held_since, next_look)
      VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT (vault_id, trustee_id, fingerprint) DO UPDATE SET next_look = EXCLUDED.next_look
      """;

  private static final String DUE =
      """
      SELECT vault_id, trustee_id, fingerprint FROM vault_core.trustee_terms
       WHERE product = ? AND next_look <= ? ORDER BY next_look LIMIT ?
      """;

  private static final String TERMS =
      """
      SELECT vault_id, trustee_id, fingerprint, product, held_since, proved_at, letters, asked_at,
             next_look
        FROM vault_core.trustee_terms
      """;

  private static final String LOCK =
      TERMS + " WHERE vault_id = ? AND trustee_id = ? AND fingerprint = ? FOR UPDATE";

  private static final String OF_VAULT = TERMS + " WHERE vault_id = ?";

  private static final String SAVE =
      """
      UPDATE vault_core.trustee_terms
         SET proved_at = ?, letters = ?, asked_at = ?, next_look = ?
       WHERE vault_id = ? AND trustee_id = ? AND fingerprint = ?
      """;

  private static final String LOOK_AT =
      """
      UPDATE vault_core.trustee_terms SET next_look = ?
       WHERE vault_id = ? AND trustee_id = ? AND fingerprint = ?
      """;

  private static final String PROOF =
      """
      SELECT challenge, challenge_file, challenged_at, proved_at FROM vault_core.trustee_proofs
       WHERE vault_id = ? AND trigger_id = ? AND epoch = ? AND trustee_id = ?
      """;

  private static final String CHALLENGE =
      """
      INSERT INTO vault_core.trustee_proofs
             (vault_id, trigger_id, epoch, trustee_id, fingerprint, challenge, challenge_file,
              challenged_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (vault_id, trigger_id, epoch, trustee_id) DO UPDATE
         SET challenge = EXCLUDED.challenge, challenge_file = EXCLUDED.challenge_file,
             challenged_at = EXCLUDED.challenged_at
      """;

  // The challenge goes with its answer: nothing answers it twice.
  private static final String PROVED =
      """
      UPDATE vault_core.trustee_proofs
         SET challenge = NULL, challenge_file = NULL, challenged_at = NULL, statement = ?, entry = ?,
             proved_at = ?
       WHERE vault_id = ? AND trigger_id = ? AND epoch = ? AND trustee_id = ? AND challenge = ?
      """;

  private static final String STATEMENTS =
      """
      SELECT DISTINCT ON (trustee_id, fingerprint) trustee_id, fingerprint, statement
        FROM vault_core.trustee_proofs
       WHERE vault_id = ? AND statement IS NOT NULL
       ORDER BY trustee_id, fingerprint, proved_at DESC
      """;

  private static final String KNOWN =
      """
      SELECT path, group_number, standing FROM vault_core.short_proofs
       WHERE vault_id = ? AND trigger_id = ? AND epoch = ?
      """;

  private static final String FORGET =
      "DELETE FROM vault_core.short_proofs WHERE vault_id = ? AND trigger_id = ? AND epoch = ?";

  private static final String KNOW =
      """
      INSERT INTO vault_core.short_proofs
             (vault_id, trigger_id, epoch, path, group_number, standing, needed, seen_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private final Sql sql;

  @Inject
  ProofRows(Sql sql) {
    this.sql = sql;
  }

  /** For the proxy. */
  @SuppressWarnings("NullAway")
  ProofRows() {
    sql = null;
  }

  /** Whose term, and of which of their keys. */
  record Key(VaultId vault, UUID trustee, String fingerprint) {
    static Key of(VaultId vault, ReleasePolicy.Trustee trustee) {
      return new Key(vault, trustee.id(), trustee.fingerprint());
    }

    private static Key of(Row row) {
      return new Key(
          new VaultId(row.uuid("vault_id")), row.uuid("trustee_id"), row.text("fingerprint"));
    }
  }

  /** A term as it is stored. */
  record Term(Key key, String product, ProofTerm term, Optional<Instant> nextLook) {
    private static Term of(Row row) {
      return new Term(
          Key.of(row),
          row.text("product"),
          new ProofTerm(
              row.instant("held_since"),
              row.findInstant("proved_at"),
              row.number("letters"),
              row.findInstant("asked_at")),
          row.findInstant("next_look"));
    }
  }

  /** Begins the terms of a policy's trustees, or wakes those that are there. */
  public void begin(ReleasePolicy policy, Instant now) {
    sql.batch(
        BEGIN,
        policy.trustees().stream()
            .sorted(Comparator.comparing(ReleasePolicy.Trustee::id))
            .map(
                t ->
                    new Object[] {
                      policy.epoch().vault().value(),
                      t.id(),
                      t.fingerprint(),
                      policy.product(),
                      now,
                      now
                    })
            .toList());
  }

  public List<Key> due(String product, Instant now, int most) {
    return sql.list(DUE, Key::of, product, now, most);
  }

  public Optional<Term> lock(Key key) {
    return sql.find(LOCK, Term::of, key.vault().value(), key.trustee(), key.fingerprint());
  }

  public void save(Key key, ProofTerm term, Instant next) {
    sql.updateOne(
        SAVE,
        term.provedAt(),
        term.letters(),
        term.askedAt(),
        next,
        key.vault().value(),
        key.trustee(),
        key.fingerprint());
  }

  /** Looks again then; never, when it is empty. */
  public void lookAt(Key key, Optional<Instant> next) {
    sql.updateOne(LOOK_AT, next, key.vault().value(), key.trustee(), key.fingerprint());
  }

  /** The terms of the keys that a policy names, by trustee. */
  public Map<UUID, ProofTerm> terms(ReleasePolicy policy) {
    var all = new HashMap<UUID, ProofTerm>();
    var vault = policy.epoch().vault();
    for (var row : sql.list(OF_VAULT, Term::of, vault.value())) {
      policy
          .trustee(row.key().trustee())
          .filter(named -> Key.of(vault, named).equals(row.key()))
          .ifPresent(named -> all.put(named.id(), row.term()));
    }
    return all;
  }

  /** A challenge that waits for its answer. */
  record Challenge(String hash, SealedFile file, Instant at) {}

  /** What is known of one trustee's proof of one arming. */
  record Proof(Optional<Challenge> challenge, Optional<Instant> provedAt) {
    private static Proof of(Row row) {
      return new Proof(
          row.findText("challenge")
              .map(
                  hash ->
                      new Challenge(
                          hash,
                          new SealedFile(row.text("challenge_file")),
                          row.instant("challenged_at"))),
          row.findInstant("proved_at"));
    }
  }

  public Optional<Proof> proof(Epoch epoch, UUID trustee) {
    return sql.find(
        PROOF, Proof::of, epoch.vault().value(), epoch.trigger(), epoch.number(), trustee);
  }

  public void challenge(Epoch epoch, Key key, Challenge challenge) {
    sql.update(
        CHALLENGE,
        epoch.vault().value(),
        epoch.trigger(),
        epoch.number(),
        key.trustee(),
        key.fingerprint(),
        challenge.hash(),
        challenge.file().text(),
        challenge.at());
  }

  public void proved(
      Epoch epoch, UUID trustee, String challenge, Signed statement, long entry, Instant at) {
    sql.updateOne(
        PROVED,
        EpochRow.text(statement),
        entry,
        at,
        epoch.vault().value(),
        epoch.trigger(),
        epoch.number(),
        trustee,
        challenge);
  }

  /** The last statement about each key that a policy names, by trustee. */
  public Map<UUID, Signed> statements(ReleasePolicy policy) {
    record Stated(Key key, Signed statement) {}
    var vault = policy.epoch().vault();
    var all = new HashMap<UUID, Signed>();
    var stated =
        sql.list(
            STATEMENTS,
            row ->
                new Stated(
                    new Key(vault, row.uuid("trustee_id"), row.text("fingerprint")),
                    EpochRow.signed(row.text("statement"))),
            vault.value());
    for (var one : stated) {
      policy
          .trustee(one.key().trustee())
          .filter(named -> Key.of(vault, named).equals(one.key()))
          .ifPresent(named -> all.put(named.id(), one.statement()));
    }
    return all;
  }

  /** The shortages that the owner was told of, or that became less since. */
  public List<GroupProofs.Known> known(Epoch epoch) {
    return sql.list(
        KNOWN,
        row ->
            new GroupProofs.Known(
                row.integer("path"), row.integer("group_number"), row.integer("standing")),
        epoch.vault().value(),
        epoch.trigger(),
        epoch.number());
  }

  public void know(Epoch epoch, List<GroupProofs> shortages, Instant now) {
    sql.update(FORGET, epoch.vault().value(), epoch.trigger(), epoch.number());
    sql.batch(
        KNOW,
        shortages.stream()
            .map(
                g ->
                    new Object[] {
                      epoch.vault().value(),
                      epoch.trigger(),
                      epoch.number(),
                      g.path(),
                      g.group(),
                      g.standing(),
                      g.needed(),
                      now
                    })
            .toList());
  }
}
