-- Links in letters. The token itself is in the letter only; here is its SHA-256 (see docs/formats/link-v1.md).
CREATE TABLE vault_core.links (
  token_hash    text        NOT NULL PRIMARY KEY CHECK (token_hash ~ '^[0-9a-f]{64}$'),
  id            uuid        NOT NULL UNIQUE,        -- may be logged, unlike the token
  purpose       text        NOT NULL CHECK (purpose IN ('check-in', 'address', 'trustee', 'recipient', 'recipient-session')),
  vault_id      uuid        NULL REFERENCES vault_core.vaults (id),
  account_id    uuid        NULL,
  subject_id    uuid        NOT NULL,
  expires_at    timestamptz NOT NULL,
  used_at       timestamptz NULL,
  withdrawn_at  timestamptz NULL,
  created_at    timestamptz NOT NULL,
  CHECK (num_nonnulls(vault_id, account_id) = 1)
);
CREATE INDEX links_subject ON vault_core.links (subject_id, purpose) WHERE used_at IS NULL AND withdrawn_at IS NULL;

ALTER TABLE vault_core.links ENABLE ROW LEVEL SECURITY;
ALTER TABLE vault_core.links FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON vault_core.links TO vault_app
  USING (vault_core.owns(vault_id) OR account_id = vault_core.principal())
  WITH CHECK (vault_core.owns(vault_id) OR account_id = vault_core.principal());
CREATE POLICY engine ON vault_core.links TO vault_engine USING (true) WITH CHECK (true);

-- A person makes and withdraws links into what they own; only the engine looks one up by its hash or uses it.
GRANT INSERT ON vault_core.links TO vault_app;
GRANT SELECT (id, purpose, vault_id, account_id, subject_id, withdrawn_at, used_at) ON vault_core.links TO vault_app;
GRANT UPDATE (withdrawn_at) ON vault_core.links TO vault_app;
GRANT SELECT, INSERT, UPDATE (used_at, withdrawn_at) ON vault_core.links TO vault_engine;
