-- What an operator orders, and how far it is. vault_operator writes a row, the servers carry it out in batches and keep its place
-- here (docs/operations/keys.md). Rows stay: together with their entries in the platform's chain they say who ordered what.
CREATE TABLE vault_core.operator_orders (
  id             uuid        NOT NULL PRIMARY KEY,
  kind           text        NOT NULL CHECK (kind IN ('inventory', 'rotate_key', 'retire_key', 'rotate_identities', 'rotate_tokens', 'retire_tokens', 'rotate_audit', 'shred_document', 'shred_subject', 'shred_vault')),
  subject        text        NOT NULL CHECK (subject ~ '^[a-z0-9/-]{1,80}$'),
  state          text        NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'running', 'done', 'refused')),
  cursor         text        NULL CHECK (length(cursor) <= 1024),   -- where the next batch begins
  done           bigint      NOT NULL DEFAULT 0 CHECK (done >= 0),
  total          bigint      NOT NULL DEFAULT 0 CHECK (total >= 0),
  answer         text        NOT NULL DEFAULT '' CHECK (length(answer) <= 65536),
  entered        boolean     NOT NULL DEFAULT false,                -- its beginning stands in the log
  claim          uuid        NULL,                                  -- whose server works on it
  claimed_until  timestamptz NULL,
  ordered_by     text        NOT NULL DEFAULT session_user,
  ordered_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
  started_at     timestamptz NULL,
  finished_at    timestamptz NULL,
  CHECK ((claim IS NULL) = (claimed_until IS NULL)),
  CHECK ((state IN ('done', 'refused')) = (finished_at IS NOT NULL))
);
CREATE INDEX operator_orders_open ON vault_core.operator_orders (ordered_at, id) WHERE state IN ('waiting', 'running');

ALTER TABLE vault_core.operator_orders ENABLE ROW LEVEL SECURITY;
ALTER TABLE vault_core.operator_orders FORCE ROW LEVEL SECURITY;
CREATE POLICY operator ON vault_core.operator_orders TO vault_operator USING (true) WITH CHECK (true);
CREATE POLICY keeper ON vault_core.operator_orders TO vault_keeper USING (true) WITH CHECK (true);
GRANT SELECT, INSERT (id, kind, subject) ON vault_core.operator_orders TO vault_operator;
GRANT SELECT, UPDATE (state, cursor, done, total, answer, entered, claim, claimed_until, started_at, finished_at) ON vault_core.operator_orders TO vault_keeper;
