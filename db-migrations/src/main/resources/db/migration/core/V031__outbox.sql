-- What must go out. A row is inserted by the transaction that decided so; a worker of the row's product sends it after
-- the commit. The payload (addresses, words, link token) is sealed by the key service, and emptied when it is over.
CREATE TABLE vault_core.outbox (
  id            uuid        NOT NULL PRIMARY KEY,   -- also the Message-ID
  product       text        NOT NULL CHECK (product IN ('witness-vault', 'final-file', 'ghost-protocol', 'exit-map', 'last-mile', 'parent-trap')),
  kind          text        NOT NULL CHECK (kind IN ('letter', 'task')),
  name          text        NOT NULL CHECK (name ~ '^[a-z][a-z0-9_-]{0,39}$'),  -- of the template or the task
  vault_id      uuid        NULL REFERENCES vault_core.vaults (id),
  account_id    uuid        NULL,
  about_kind    text        NOT NULL CHECK (about_kind ~ '^[a-z][a-z0-9_]{0,39}$'),
  subject_id    uuid        NOT NULL,
  epoch         bigint      NOT NULL CHECK (epoch >= 0),
  occasion      text        NOT NULL CHECK (occasion ~ '^[a-z][a-z0-9_]{0,39}$'),
  evidence      text        NOT NULL CHECK (evidence IN ('reminder', 'notice', 'letter', 'task')),
  payload       bytea       NULL CHECK (octet_length(payload) <= 65536),
  destinations  integer     NOT NULL CHECK (destinations BETWEEN 0 AND 5),
  destination   integer     NOT NULL DEFAULT 0 CHECK (destination >= 0),  -- the one tried now
  failures      integer     NOT NULL DEFAULT 0 CHECK (failures >= 0),     -- of that one
  due           timestamptz NOT NULL,               -- the next try; while claimed, the end of the claim
  claim         uuid        NULL,                   -- whoever holds it may record the outcome
  status        text        NOT NULL DEFAULT 'waiting' CHECK (status IN ('waiting', 'done', 'dropped', 'dead')),
  answer        text        NOT NULL DEFAULT '' CHECK (length(answer) <= 200),
  created_at    timestamptz NOT NULL,
  ended_at      timestamptz NULL,
  CHECK (num_nonnulls(vault_id, account_id) = 1),
  CHECK ((status = 'waiting') = (ended_at IS NULL)),
  CHECK (status NOT IN ('done', 'dropped') OR payload IS NULL)
);
CREATE INDEX outbox_due ON vault_core.outbox (product, due) WHERE status = 'waiting';
CREATE INDEX outbox_about ON vault_core.outbox (subject_id, occasion) WHERE status = 'waiting';
CREATE INDEX outbox_dead ON vault_core.outbox (product, ended_at) WHERE status = 'dead';

ALTER TABLE vault_core.outbox ENABLE ROW LEVEL SECURITY;
ALTER TABLE vault_core.outbox FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON vault_core.outbox TO vault_app
  USING (vault_core.owns(vault_id) OR account_id = vault_core.principal())
  WITH CHECK (vault_core.owns(vault_id) OR account_id = vault_core.principal());
CREATE POLICY engine ON vault_core.outbox TO vault_engine USING (true) WITH CHECK (true);

-- A person adds letters and withdraws them. Nobody but the engine reads a payload.
GRANT INSERT ON vault_core.outbox TO vault_app;
GRANT SELECT (id, vault_id, account_id, about_kind, subject_id, epoch, occasion, status) ON vault_core.outbox TO vault_app;
GRANT UPDATE (status, payload, answer, ended_at) ON vault_core.outbox TO vault_app;
GRANT SELECT, INSERT, UPDATE ON vault_core.outbox TO vault_engine;

-- Every try, with what the channel answered. Addresses are taken out of answers before they come here.
CREATE TABLE vault_core.deliveries (
  outbox_id  uuid        NOT NULL REFERENCES vault_core.outbox (id),
  try        integer     NOT NULL CHECK (try >= 1),
  channel    text        NOT NULL CHECK (channel ~ '^[a-z][a-z0-9-]{0,31}$'),
  outcome    text        NOT NULL CHECK (outcome IN ('accepted', 'refused', 'not_now')),
  answer     text        NOT NULL CHECK (length(answer) <= 200),
  at         timestamptz NOT NULL,
  PRIMARY KEY (outbox_id, try)
);
ALTER TABLE vault_core.deliveries ENABLE ROW LEVEL SECURITY;
ALTER TABLE vault_core.deliveries FORCE ROW LEVEL SECURITY;
CREATE POLICY engine ON vault_core.deliveries TO vault_engine USING (true) WITH CHECK (true);
CREATE POLICY owner ON vault_core.deliveries FOR SELECT TO vault_app
  USING (EXISTS (SELECT FROM vault_core.outbox o WHERE o.id = outbox_id));
GRANT SELECT, INSERT ON vault_core.deliveries TO vault_engine;
GRANT SELECT ON vault_core.deliveries TO vault_app;
