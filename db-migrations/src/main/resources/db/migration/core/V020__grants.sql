-- Who may do what in a vault that is not theirs. The owner stands in each row, so that these policies need no other
-- table, and the policies of other tables can ask this one without asking in circles.
CREATE TABLE vault_core.grants (
  vault_id       uuid        NOT NULL REFERENCES vault_core.vaults (id),
  id             uuid        NOT NULL,
  owner_id       uuid        NOT NULL,
  grantee_id     uuid        NOT NULL CHECK (grantee_id <> owner_id),
  target         text        NOT NULL CHECK (target IN ('vault', 'document', 'share')),
  target_id      uuid        NOT NULL,                      -- the vault's own id when the target is the vault
  granted_right  text        NOT NULL CHECK (granted_right IN ('see', 'open', 'confirm', 'manage')),
  valid_from     timestamptz NOT NULL,
  valid_until    timestamptz CHECK (valid_until > valid_from),
  after_trigger  uuid,                                      -- holds only after the release of this trigger
  released_at    timestamptz CHECK (released_at IS NULL OR after_trigger IS NOT NULL),
  created_at     timestamptz NOT NULL,
  revoked_at     timestamptz,
  PRIMARY KEY (vault_id, id),
  CHECK (target <> 'vault' OR target_id = vault_id)
);
CREATE INDEX grants_grantee ON vault_core.grants (grantee_id, vault_id) WHERE revoked_at IS NULL;

ALTER TABLE vault_core.grants ENABLE ROW LEVEL SECURITY;
ALTER TABLE vault_core.grants FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON vault_core.grants TO vault_app
  USING (owner_id = vault_core.principal())
  WITH CHECK (owner_id = vault_core.principal() AND vault_core.owns(vault_id));
CREATE POLICY grantee ON vault_core.grants FOR SELECT TO vault_app USING (grantee_id = vault_core.principal());
CREATE POLICY engine ON vault_core.grants TO vault_engine USING (true);

-- A grant is never rewritten: it is taken back, and its condition comes true. Nothing else changes, and nothing goes.
GRANT SELECT, INSERT, UPDATE (revoked_at) ON vault_core.grants TO vault_app;
GRANT SELECT, UPDATE (released_at) ON vault_core.grants TO vault_engine;

-- Whether a grant lets the principal do one of these to this thing now. With the caller's own rights: it sees their grants.
CREATE FUNCTION vault_core.granted(vault uuid, thing uuid, VARIADIC rights text[]) RETURNS boolean
  LANGUAGE sql STABLE PARALLEL SAFE
  RETURN EXISTS (SELECT FROM vault_core.grants g
                  WHERE g.vault_id = vault AND g.grantee_id = vault_core.principal()
                    AND (g.target_id = thing OR g.target = 'vault')
                    AND g.granted_right = ANY (rights)
                    AND g.revoked_at IS NULL AND g.valid_from <= now()
                    AND (g.valid_until IS NULL OR now() < g.valid_until)
                    AND (g.after_trigger IS NULL OR g.released_at IS NOT NULL));

-- Whoever was granted anything in a vault knows that the vault exists; its label is an age file to the owner.
CREATE FUNCTION vault_core.granted_anything(vault uuid) RETURNS boolean
  LANGUAGE sql STABLE PARALLEL SAFE
  RETURN EXISTS (SELECT FROM vault_core.grants g
                  WHERE g.vault_id = vault AND g.grantee_id = vault_core.principal()
                    AND g.revoked_at IS NULL AND g.valid_from <= now()
                    AND (g.valid_until IS NULL OR now() < g.valid_until)
                    AND (g.after_trigger IS NULL OR g.released_at IS NOT NULL));

CREATE POLICY granted ON vault_core.vaults FOR SELECT TO vault_app USING (vault_core.granted_anything(id));
