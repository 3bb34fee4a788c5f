-- The groups of an arming in which fewer trustees count than are needed, as the owner was told of them: what is no worse than
-- this is no reason for another letter. A group that is no longer short has no row.

CREATE TABLE vault_core.short_proofs (
  vault_id      uuid        NOT NULL,
  trigger_id    uuid        NOT NULL,
  epoch         integer     NOT NULL,
  path          integer     NOT NULL CHECK (path >= 1),
  group_number  integer     NOT NULL CHECK (group_number >= 1),
  standing      integer     NOT NULL CHECK (standing >= 0),
  needed        integer     NOT NULL,
  seen_at       timestamptz NOT NULL,
  PRIMARY KEY (vault_id, trigger_id, epoch, path, group_number),
  FOREIGN KEY (vault_id, trigger_id, epoch) REFERENCES vault_core.escrow_epochs,
  CHECK (standing < needed)
);

ALTER TABLE vault_core.short_proofs ENABLE ROW LEVEL SECURITY;
ALTER TABLE vault_core.short_proofs FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON vault_core.short_proofs FOR SELECT TO vault_app USING (vault_core.owns(vault_id));
CREATE POLICY engine ON vault_core.short_proofs TO vault_engine USING (true) WITH CHECK (true);
GRANT SELECT ON vault_core.short_proofs TO vault_app;
GRANT SELECT, INSERT, DELETE ON vault_core.short_proofs TO vault_engine;
