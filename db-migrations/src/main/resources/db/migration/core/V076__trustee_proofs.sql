-- Once a year each trustee shows that their key still works. A term is kept for each key for which a share was armed, for it
-- is keys that get lost; the statements are kept for each arming, whose shares they opened.

CREATE TABLE vault_core.trustee_terms (
  vault_id     uuid        NOT NULL REFERENCES vault_core.vaults (id),
  trustee_id   uuid        NOT NULL,
  fingerprint  text        NOT NULL CHECK (fingerprint ~ '^[0-9a-f]{64}$'),   -- of the age recipient, as policies name it
  product      text        NOT NULL CHECK (product IN ('witness-vault', 'final-file', 'ghost-protocol', 'exit-map', 'last-mile', 'parent-trap')),
  held_since   timestamptz NOT NULL,
  proved_at    timestamptz NULL,
  letters      bigint      NOT NULL DEFAULT 0 CHECK (letters >= 0),
  asked_at     timestamptz NULL,
  next_look    timestamptz NULL,          -- empty while no arming names this key
  PRIMARY KEY (vault_id, trustee_id, fingerprint)
);
CREATE INDEX trustee_terms_due ON vault_core.trustee_terms (product, next_look) WHERE next_look IS NOT NULL;

ALTER TABLE vault_core.trustee_terms ENABLE ROW LEVEL SECURITY;
ALTER TABLE vault_core.trustee_terms FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON vault_core.trustee_terms TO vault_app USING (vault_core.owns(vault_id)) WITH CHECK (vault_core.owns(vault_id));
CREATE POLICY engine ON vault_core.trustee_terms TO vault_engine USING (true) WITH CHECK (true);
-- The server's own role begins a term and wakes it; what was shown is the engine's to write.
GRANT SELECT, INSERT, UPDATE (next_look) ON vault_core.trustee_terms TO vault_app;
GRANT SELECT, UPDATE (proved_at, letters, asked_at, next_look) ON vault_core.trustee_terms TO vault_engine;

CREATE TABLE vault_core.trustee_proofs (
  vault_id        uuid        NOT NULL,
  trigger_id      uuid        NOT NULL,
  epoch           integer     NOT NULL,
  trustee_id      uuid        NOT NULL,
  fingerprint     text        NOT NULL CHECK (fingerprint ~ '^[0-9a-f]{64}$'),
  challenge       text        NULL CHECK (challenge ~ '^[0-9a-f]{64}$'),      -- the hash of what was asked; gone once answered
  challenge_file  text        NULL CHECK (length(challenge_file) <= 8192),    -- to the trustee's key
  challenged_at   timestamptz NULL,
  statement       text        NULL CHECK (length(statement) <= 65536),        -- trustee-proof/v1, signed, as canonical JSON
  entry           bigint      NULL CHECK (entry >= 1),                        -- its number in the vault's log, for the receipt
  proved_at       timestamptz NULL,
  PRIMARY KEY (vault_id, trigger_id, epoch, trustee_id),
  FOREIGN KEY (vault_id, trigger_id, epoch) REFERENCES vault_core.escrow_epochs,
  CHECK (num_nonnulls(challenge, challenge_file, challenged_at) IN (0, 3)),
  CHECK (num_nonnulls(statement, entry, proved_at) IN (0, 3))
);
CREATE INDEX trustee_proofs_of_key ON vault_core.trustee_proofs (vault_id, trustee_id, fingerprint);

ALTER TABLE vault_core.trustee_proofs ENABLE ROW LEVEL SECURITY;
ALTER TABLE vault_core.trustee_proofs FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON vault_core.trustee_proofs FOR SELECT TO vault_app USING (vault_core.owns(vault_id));
CREATE POLICY engine ON vault_core.trustee_proofs TO vault_engine USING (true) WITH CHECK (true);
GRANT SELECT (vault_id, trigger_id, epoch, trustee_id, fingerprint, statement, entry, proved_at) ON vault_core.trustee_proofs TO vault_app;
GRANT SELECT, INSERT, UPDATE (challenge, challenge_file, challenged_at, statement, entry, proved_at) ON vault_core.trustee_proofs TO vault_engine;
