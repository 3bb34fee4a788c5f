-- Where every trigger stands. "state" is the state itself (trigger-state/v1); status and next_due are copies of it that
-- a query can find. Written by the transaction that also enters the step in the audit log and its effects in the outbox.
CREATE TABLE vault_core.triggers (
  vault_id    uuid        NOT NULL REFERENCES vault_core.vaults (id),
  id          uuid        NOT NULL,
  product     text        NOT NULL CHECK (product IN ('witness-vault', 'final-file', 'ghost-protocol', 'exit-map', 'last-mile', 'parent-trap')),
  type        text        NOT NULL CHECK (type IN ('dead_man_switch', 'scheduled', 'death_verification', 'event', 'conditional')),
  plan        text        NOT NULL CHECK (length(plan) <= 16384),
  state       text        NOT NULL CHECK (length(state) <= 65536),
  status      text        NOT NULL CHECK (status IN ('draft', 'armed', 'warned', 'verifying', 'triggered', 'executing', 'executed', 'paused', 'held', 'cancelled', 'rescinded')),
  epoch       bigint      NOT NULL DEFAULT 0 CHECK (epoch >= 0),
  version     bigint      NOT NULL DEFAULT 1 CHECK (version >= 1),
  next_due    timestamptz NULL,                       -- when a tick has to look at it; after a failure, the next try
  due_since   timestamptz NULL,                       -- after a failure, since when it has really been due
  failures    integer     NOT NULL DEFAULT 0 CHECK (failures >= 0),
  created_at  timestamptz NOT NULL,
  PRIMARY KEY (vault_id, id),
  CHECK (failures = 0 OR (next_due IS NOT NULL AND due_since IS NOT NULL)),
  CHECK (status NOT IN ('draft', 'held', 'executed', 'cancelled', 'rescinded') OR next_due IS NULL),
  CHECK (status NOT IN ('armed', 'warned', 'verifying', 'triggered', 'paused') OR next_due IS NOT NULL)
);
CREATE UNIQUE INDEX triggers_id ON vault_core.triggers (id);
CREATE INDEX triggers_due ON vault_core.triggers (product, next_due) WHERE next_due IS NOT NULL;
CREATE INDEX triggers_held ON vault_core.triggers (product) WHERE status = 'held';
CREATE INDEX triggers_failing ON vault_core.triggers (product) WHERE failures > 0;
-- Each step leaves a dead index entry where the tick looks; the default threshold of a fifth would let them pile up.
ALTER TABLE vault_core.triggers SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000, fillfactor = 80);

ALTER TABLE vault_core.triggers ENABLE ROW LEVEL SECURITY;
ALTER TABLE vault_core.triggers FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON vault_core.triggers TO vault_app USING (vault_core.owns(vault_id)) WITH CHECK (vault_core.owns(vault_id));
CREATE POLICY engine ON vault_core.triggers TO vault_engine USING (true) WITH CHECK (true);
-- Whose a trigger is, and of which product and type, never changes. Nothing is ever deleted.
GRANT SELECT, INSERT, UPDATE (plan, state, status, epoch, version, next_due, due_since, failures) ON vault_core.triggers TO vault_app;
GRANT SELECT, UPDATE (state, status, epoch, version, next_due, due_since, failures) ON vault_core.triggers TO vault_engine;

-- Every step, for showing; the audit log is the evidence, and "sequence" says where in it.
CREATE TABLE vault_core.trigger_history (
  vault_id    uuid        NOT NULL,
  trigger_id  uuid        NOT NULL,
  version     bigint      NOT NULL CHECK (version >= 1),
  epoch       bigint      NOT NULL CHECK (epoch >= 0),
  at          timestamptz NOT NULL,
  event       text        NOT NULL CHECK (event ~ '^[a-z][a-z_]{0,39}$'),
  from_status text        NOT NULL,
  to_status   text        NOT NULL,
  sequence    bigint      NOT NULL CHECK (sequence >= 1),
  PRIMARY KEY (vault_id, trigger_id, version),
  FOREIGN KEY (vault_id, trigger_id) REFERENCES vault_core.triggers (vault_id, id)
);
ALTER TABLE vault_core.trigger_history ENABLE ROW LEVEL SECURITY;
ALTER TABLE vault_core.trigger_history FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON vault_core.trigger_history TO vault_app USING (vault_core.owns(vault_id)) WITH CHECK (vault_core.owns(vault_id));
CREATE POLICY engine ON vault_core.trigger_history TO vault_engine USING (true) WITH CHECK (true);
GRANT SELECT, INSERT ON vault_core.trigger_history TO vault_app, vault_engine;

CREATE TABLE vault_core.check_ins (
  vault_id    uuid        NOT NULL,
  trigger_id  uuid        NOT NULL,
  sequence    bigint      NOT NULL CHECK (sequence >= 1),  -- its entry in the vault's log
  epoch       bigint      NOT NULL CHECK (epoch >= 0),
  way         text        NOT NULL CHECK (way IN ('session', 'link')),
  at          timestamptz NOT NULL,
  PRIMARY KEY (vault_id, trigger_id, sequence),
  FOREIGN KEY (vault_id, trigger_id) REFERENCES vault_core.triggers (vault_id, id)
);
ALTER TABLE vault_core.check_ins ENABLE ROW LEVEL SECURITY;
ALTER TABLE vault_core.check_ins FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON vault_core.check_ins TO vault_app USING (vault_core.owns(vault_id)) WITH CHECK (vault_core.owns(vault_id));
CREATE POLICY engine ON vault_core.check_ins TO vault_engine USING (true) WITH CHECK (true);
GRANT SELECT, INSERT ON vault_core.check_ins TO vault_app, vault_engine;
