-- A recipient for whom the platform opens has no key when something is handed over to them. Until they bring one, what
-- was handed over lies here, encrypted by the owner's device to the gate; then the gate encrypts it to their key, the row
-- is deleted, and hand_overs holds what only they open.
ALTER TABLE vault_core.hand_overs ALTER COLUMN inner_file DROP NOT NULL;
GRANT UPDATE (inner_file) ON vault_core.hand_overs TO vault_engine;
GRANT SELECT (set_number) ON vault_core.hand_overs TO vault_app;

-- Whoever carries a release stores this and cannot read it; the gate reads it and cannot store anything.
CREATE TABLE vault_core.executor_packets (
  vault_id      uuid    NOT NULL,
  trigger_id    uuid    NOT NULL,
  epoch         integer NOT NULL,
  stage         integer NOT NULL,
  set_number    integer NOT NULL,
  recipient_id  uuid    NOT NULL,
  file          text    NOT NULL CHECK (length(file) <= 16384),
  PRIMARY KEY (vault_id, trigger_id, epoch, stage, set_number, recipient_id),
  FOREIGN KEY (vault_id, trigger_id, epoch, stage, set_number, recipient_id) REFERENCES vault_core.hand_overs
);
ALTER TABLE vault_core.executor_packets ENABLE ROW LEVEL SECURITY;
ALTER TABLE vault_core.executor_packets FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON vault_core.executor_packets TO vault_app USING (vault_core.owns(vault_id));
CREATE POLICY engine ON vault_core.executor_packets TO vault_engine USING (true) WITH CHECK (true);
CREATE POLICY gate ON vault_core.executor_packets FOR SELECT TO vault_gate USING (true);
GRANT DELETE, SELECT (vault_id, trigger_id, epoch, stage, set_number, recipient_id) ON vault_core.executor_packets TO vault_app;
GRANT INSERT, DELETE, SELECT (vault_id, trigger_id, epoch, stage, set_number, recipient_id) ON vault_core.executor_packets TO vault_engine;
GRANT SELECT ON vault_core.executor_packets TO vault_gate;

-- The key that a recipient brought. The primary key is the rule: one for each arming, and nobody may change it.
CREATE TABLE vault_core.brought_keys (
  vault_id      uuid        NOT NULL,
  trigger_id    uuid        NOT NULL,
  epoch         integer     NOT NULL,
  recipient_id  uuid        NOT NULL,
  fingerprint   text        NOT NULL CHECK (fingerprint ~ '^[0-9a-f]{64}$'),
  entry         bigint      NOT NULL,   -- of the first opening for it in the vault's log, for the receipt
  brought_at    timestamptz NOT NULL,
  PRIMARY KEY (vault_id, trigger_id, epoch, recipient_id),
  FOREIGN KEY (vault_id, trigger_id, epoch) REFERENCES vault_core.escrow_epochs
);
ALTER TABLE vault_core.brought_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE vault_core.brought_keys FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON vault_core.brought_keys FOR SELECT TO vault_app USING (vault_core.owns(vault_id));
CREATE POLICY engine ON vault_core.brought_keys TO vault_engine USING (true) WITH CHECK (true);
GRANT SELECT ON vault_core.brought_keys TO vault_app;
GRANT SELECT, INSERT ON vault_core.brought_keys TO vault_engine;
