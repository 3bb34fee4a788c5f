-- The data key of each vault, sealed by the key service: it seals single columns (names, addresses, notes).
-- Deleting the row is how a vault's columns are erased; nothing else needs to be found and overwritten.
CREATE TABLE vault_core.vault_keys (
  vault_id    uuid        NOT NULL PRIMARY KEY REFERENCES vault_core.vaults (id),
  sealed_key  bytea       NOT NULL CHECK (octet_length(sealed_key) BETWEEN 32 AND 8192),
  created_at  timestamptz NOT NULL
);
ALTER TABLE vault_core.vault_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE vault_core.vault_keys FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON vault_core.vault_keys TO vault_app USING (vault_core.owns(vault_id)) WITH CHECK (vault_core.owns(vault_id));
CREATE POLICY engine ON vault_core.vault_keys TO vault_engine USING (true) WITH CHECK (true);
CREATE POLICY eraser ON vault_core.vault_keys TO vault_eraser USING (true);

GRANT SELECT, INSERT ON vault_core.vault_keys TO vault_app, vault_engine;
GRANT SELECT (vault_id), DELETE ON vault_core.vault_keys TO vault_eraser;
