-- The people an owner names. Aliases and addresses are sealed column by column, bound to table, column and row; keys are
-- public and stand in the audit log as well.
CREATE TABLE vault_core.trustees (
  vault_id    uuid        NOT NULL REFERENCES vault_core.vaults (id),
  id          uuid        NOT NULL,
  alias       bytea       NOT NULL,
  address     bytea       NOT NULL,
  state       text        NOT NULL CHECK (state IN ('invited', 'unreached', 'accepted', 'confirmed')),
  recipient   text        NULL,
  signing     text        NULL,
  since       timestamptz NOT NULL,
  created_at  timestamptz NOT NULL,
  PRIMARY KEY (vault_id, id),
  CHECK ((state IN ('accepted', 'confirmed')) = (recipient IS NOT NULL AND signing IS NOT NULL))
);
-- One key, one trustee: the quorum counts people. The service refuses it with a sentence; this holds in a race as well.
CREATE UNIQUE INDEX trustees_recipient ON vault_core.trustees (vault_id, recipient) WHERE recipient IS NOT NULL;
CREATE UNIQUE INDEX trustees_signing ON vault_core.trustees (vault_id, signing) WHERE signing IS NOT NULL;
CREATE UNIQUE INDEX trustees_id ON vault_core.trustees (id);

ALTER TABLE vault_core.trustees ENABLE ROW LEVEL SECURITY;
ALTER TABLE vault_core.trustees FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON vault_core.trustees TO vault_app USING (vault_core.owns(vault_id)) WITH CHECK (vault_core.owns(vault_id));
CREATE POLICY engine ON vault_core.trustees TO vault_engine USING (true) WITH CHECK (true);
-- The owner invites, and cannot accept in a trustee's place: keys and states are written by the engine alone.
GRANT SELECT, INSERT (vault_id, id, alias, address, state, since, created_at) ON vault_core.trustees TO vault_app;
GRANT SELECT, UPDATE (state, recipient, signing, since) ON vault_core.trustees TO vault_engine;

CREATE TABLE vault_core.recipients (
  vault_id     uuid        NOT NULL REFERENCES vault_core.vaults (id),
  id           uuid        NOT NULL,
  alias        bytea       NOT NULL,
  address      bytea       NOT NULL,
  recipient    text        NOT NULL,
  signing      text        NULL,
  code_hash    text        NOT NULL CHECK (code_hash ~ '^rc1\.[A-Za-z0-9_-]{22}\.[0-9a-f]{64}$'),
  wrong_codes  integer     NOT NULL DEFAULT 0 CHECK (wrong_codes >= 0),
  wrong_since  timestamptz NOT NULL,
  state        text        NOT NULL CHECK (state IN ('added', 'told', 'unreached')),
  since        timestamptz NOT NULL,
  created_at   timestamptz NOT NULL,
  PRIMARY KEY (vault_id, id)
);
CREATE UNIQUE INDEX recipients_key ON vault_core.recipients (vault_id, recipient);
CREATE UNIQUE INDEX recipients_id ON vault_core.recipients (id);

ALTER TABLE vault_core.recipients ENABLE ROW LEVEL SECURITY;
ALTER TABLE vault_core.recipients FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON vault_core.recipients TO vault_app USING (vault_core.owns(vault_id)) WITH CHECK (vault_core.owns(vault_id));
CREATE POLICY engine ON vault_core.recipients TO vault_engine USING (true) WITH CHECK (true);
GRANT SELECT, INSERT ON vault_core.recipients TO vault_app;
GRANT SELECT, UPDATE (state, since, wrong_codes, wrong_since) ON vault_core.recipients TO vault_engine;

-- Where an owner is reminded: the address in use, and another one that waits for its confirmation.
CREATE TABLE vault_core.owner_addresses (
  account_id       uuid        NOT NULL PRIMARY KEY,
  product          text        NOT NULL CHECK (product IN ('witness-vault', 'final-file', 'ghost-protocol', 'exit-map', 'last-mile', 'parent-trap')),
  alias            bytea       NULL,
  address          bytea       NULL,
  confirmed_at     timestamptz NULL,
  reached          text        NOT NULL DEFAULT 'not_written_yet' CHECK (reached IN ('not_written_yet', 'taken', 'unreached')),
  pending_id       uuid        NULL UNIQUE,
  pending_address  bytea       NULL,
  pending_since    timestamptz NULL,
  CHECK (num_nonnulls(address, confirmed_at) IN (0, 2)),
  CHECK (num_nonnulls(pending_id, pending_address, pending_since) IN (0, 3))
);
ALTER TABLE vault_core.owner_addresses ENABLE ROW LEVEL SECURITY;
ALTER TABLE vault_core.owner_addresses FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON vault_core.owner_addresses TO vault_app
  USING (account_id = vault_core.principal()) WITH CHECK (account_id = vault_core.principal());
CREATE POLICY engine ON vault_core.owner_addresses TO vault_engine USING (true) WITH CHECK (true);
-- The owner sets the alias and a pending address; only the engine, with the link from the letter, puts one into use.
GRANT SELECT, INSERT (account_id, product, alias, pending_id, pending_address, pending_since) ON vault_core.owner_addresses TO vault_app;
GRANT UPDATE (alias, pending_id, pending_address, pending_since) ON vault_core.owner_addresses TO vault_app;
GRANT SELECT, UPDATE (address, confirmed_at, reached, pending_id, pending_address, pending_since) ON vault_core.owner_addresses TO vault_engine;
