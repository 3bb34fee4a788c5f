-- A vault: the unit of ownership. Almost every policy asks this table whose a row is.
CREATE TABLE vault_core.vaults (
  id          uuid        NOT NULL PRIMARY KEY,
  product     text        NOT NULL CHECK (product IN ('witness-vault', 'final-file', 'ghost-protocol', 'exit-map', 'last-mile', 'parent-trap')),
  owner_id    uuid        NOT NULL,
  label       bytea       NOT NULL CHECK (octet_length(label) BETWEEN 1 AND 65536),  -- an age file to the owner: a vault's name is content
  suite       text        NOT NULL CHECK (suite IN ('classic', 'hybrid')),
  status      text        NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'frozen', 'closed')),
  created_at  timestamptz NOT NULL
);
CREATE INDEX vaults_owner ON vault_core.vaults (owner_id, created_at);

ALTER TABLE vault_core.vaults ENABLE ROW LEVEL SECURITY;
ALTER TABLE vault_core.vaults FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON vault_core.vaults TO vault_app USING (owner_id = vault_core.principal()) WITH CHECK (owner_id = vault_core.principal());
CREATE POLICY engine ON vault_core.vaults TO vault_engine USING (true) WITH CHECK (true);
CREATE POLICY gate ON vault_core.vaults FOR SELECT TO vault_gate USING (true);
CREATE POLICY auditor ON vault_core.vaults FOR SELECT TO vault_auditor USING (true);

-- Whose a vault is, of which product and suite, never changes: no role may update those columns.
GRANT SELECT, INSERT, UPDATE (label, status) ON vault_core.vaults TO vault_app;
GRANT SELECT, UPDATE (status) ON vault_core.vaults TO vault_engine;
GRANT SELECT ON vault_core.vaults TO vault_gate, vault_auditor;

-- For the policies of tables that belong to a vault: USING (vault_core.owns(vault_id)). It runs with the caller's own
-- rights, so it sees only what the policy above lets them see.
CREATE FUNCTION vault_core.owns(vault uuid) RETURNS boolean
  LANGUAGE sql STABLE PARALLEL SAFE
  RETURN EXISTS (SELECT FROM vault_core.vaults v WHERE v.id = vault AND v.owner_id = vault_core.principal());
