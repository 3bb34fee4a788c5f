-- Escrow and release. One row of escrow_epochs is one arming of one trigger; everything below belongs to one of them.
--
-- Who sees what is the point of these tables: the server's own role writes shares and cannot read them back, the engine
-- carries a release and cannot read the platform's share, and only the gate reads both sides. Nobody but a recipient can
-- open what lies in hand_overs.

CREATE TABLE vault_core.escrow_epochs (
  vault_id      uuid        NOT NULL REFERENCES vault_core.vaults (id),
  trigger_id    uuid        NOT NULL,
  epoch         integer     NOT NULL CHECK (epoch >= 1),
  owner_id      uuid        NOT NULL,
  owner_key     text        NOT NULL CHECK (owner_key ~ '^ed25519:[A-Za-z0-9_-]{43}$'),
  policy        text        NOT NULL,   -- signed, as canonical JSON; so are the next two
  policy_hash   text        NOT NULL CHECK (policy_hash ~ '^[0-9a-f]{64}$'),
  share_set     text        NOT NULL,
  release_list  text        NOT NULL,
  list_version  integer     NOT NULL CHECK (list_version >= 1),
  packet        text        NOT NULL,   -- escrow-packet/v1, as canonical JSON
  -- The fingerprint of E. Unique over everything ever armed: an escrow identity serves one arming (INV-10).
  escrow        text        NOT NULL UNIQUE CHECK (escrow ~ '^[0-9a-f]{64}$'),
  armed_at      timestamptz NOT NULL,
  ended_at      timestamptz NULL,       -- released, disarmed, cancelled or armed anew: its shares are destroyed
  PRIMARY KEY (vault_id, trigger_id, epoch)
);
-- At most one arming of a trigger counts.
CREATE UNIQUE INDEX escrow_epochs_live ON vault_core.escrow_epochs (trigger_id) WHERE ended_at IS NULL;

ALTER TABLE vault_core.escrow_epochs ENABLE ROW LEVEL SECURITY;
ALTER TABLE vault_core.escrow_epochs FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON vault_core.escrow_epochs TO vault_app USING (vault_core.owns(vault_id)) WITH CHECK (vault_core.owns(vault_id));
CREATE POLICY engine ON vault_core.escrow_epochs TO vault_engine USING (true) WITH CHECK (true);
CREATE POLICY gate ON vault_core.escrow_epochs FOR SELECT TO vault_gate USING (true);
GRANT SELECT, INSERT, UPDATE (release_list, list_version, ended_at) ON vault_core.escrow_epochs TO vault_app;
GRANT SELECT, UPDATE (ended_at) ON vault_core.escrow_epochs TO vault_engine;
GRANT SELECT ON vault_core.escrow_epochs TO vault_gate;

-- The platform's half of a path, encrypted by the owner's device to the gate. Deleted for good when the arming ends.
CREATE TABLE vault_core.platform_shares (
  vault_id    uuid    NOT NULL,
  trigger_id  uuid    NOT NULL,
  epoch       integer NOT NULL,
  stage       integer NOT NULL CHECK (stage >= 1),
  share       text    NOT NULL CHECK (length(share) <= 16384),
  PRIMARY KEY (vault_id, trigger_id, epoch, stage),
  FOREIGN KEY (vault_id, trigger_id, epoch) REFERENCES vault_core.escrow_epochs
);
ALTER TABLE vault_core.platform_shares ENABLE ROW LEVEL SECURITY;
ALTER TABLE vault_core.platform_shares FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON vault_core.platform_shares TO vault_app USING (vault_core.owns(vault_id)) WITH CHECK (vault_core.owns(vault_id));
CREATE POLICY engine ON vault_core.platform_shares TO vault_engine USING (true);
CREATE POLICY gate ON vault_core.platform_shares FOR SELECT TO vault_gate USING (true);
GRANT INSERT, DELETE, SELECT (vault_id, trigger_id, epoch, stage) ON vault_core.platform_shares TO vault_app;
GRANT DELETE, SELECT (vault_id, trigger_id, epoch, stage) ON vault_core.platform_shares TO vault_engine;
GRANT SELECT ON vault_core.platform_shares TO vault_gate;

-- Each trustee's share, encrypted by the owner's device to that trustee.
CREATE TABLE vault_core.trustee_shares (
  vault_id    uuid    NOT NULL,
  trigger_id  uuid    NOT NULL,
  epoch       integer NOT NULL,
  stage       integer NOT NULL CHECK (stage >= 1),
  trustee_id  uuid    NOT NULL,
  share       text    NOT NULL CHECK (length(share) <= 16384),
  PRIMARY KEY (vault_id, trigger_id, epoch, stage, trustee_id),
  FOREIGN KEY (vault_id, trigger_id, epoch) REFERENCES vault_core.escrow_epochs
);
ALTER TABLE vault_core.trustee_shares ENABLE ROW LEVEL SECURITY;
ALTER TABLE vault_core.trustee_shares FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON vault_core.trustee_shares TO vault_app USING (vault_core.owns(vault_id)) WITH CHECK (vault_core.owns(vault_id));
CREATE POLICY engine ON vault_core.trustee_shares TO vault_engine USING (true);
GRANT INSERT, DELETE, SELECT (vault_id, trigger_id, epoch, stage, trustee_id) ON vault_core.trustee_shares TO vault_app;
GRANT SELECT, DELETE ON vault_core.trustee_shares TO vault_engine;

-- The release keys as the gate signed them, for trustees to see. Their private halves are in gate_release_keys.
CREATE TABLE vault_core.release_keys (
  vault_id    uuid        NOT NULL,
  trigger_id  uuid        NOT NULL,
  epoch       integer     NOT NULL,
  keys_hash   text        NOT NULL CHECK (keys_hash ~ '^[0-9a-f]{64}$'),
  signed      text        NOT NULL,
  made_at     timestamptz NOT NULL,
  PRIMARY KEY (vault_id, trigger_id, epoch),
  FOREIGN KEY (vault_id, trigger_id, epoch) REFERENCES vault_core.escrow_epochs
);
ALTER TABLE vault_core.release_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE vault_core.release_keys FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON vault_core.release_keys TO vault_app USING (vault_core.owns(vault_id));
CREATE POLICY engine ON vault_core.release_keys TO vault_engine USING (true) WITH CHECK (true);
GRANT SELECT, DELETE ON vault_core.release_keys TO vault_app;
GRANT SELECT, INSERT, DELETE ON vault_core.release_keys TO vault_engine;

-- The private halves, sealed by the key service for the gate. A check-in deletes them: what was confirmed is then lost.
CREATE TABLE vault_core.gate_release_keys (
  vault_id    uuid        NOT NULL,
  trigger_id  uuid        NOT NULL,
  epoch       integer     NOT NULL,
  keys_hash   text        NOT NULL CHECK (keys_hash ~ '^[0-9a-f]{64}$'),
  signed      text        NOT NULL,
  recipient   text        NOT NULL,
  sealed      bytea       NOT NULL CHECK (octet_length(sealed) BETWEEN 32 AND 8192),
  made_at     timestamptz NOT NULL,
  PRIMARY KEY (vault_id, trigger_id, epoch),
  FOREIGN KEY (vault_id, trigger_id, epoch) REFERENCES vault_core.escrow_epochs
);
ALTER TABLE vault_core.gate_release_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE vault_core.gate_release_keys FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON vault_core.gate_release_keys TO vault_app USING (vault_core.owns(vault_id));
CREATE POLICY engine ON vault_core.gate_release_keys TO vault_engine USING (true);
CREATE POLICY gate ON vault_core.gate_release_keys TO vault_gate USING (true) WITH CHECK (true);
GRANT DELETE, SELECT (vault_id, trigger_id, epoch) ON vault_core.gate_release_keys TO vault_app, vault_engine;
GRANT SELECT, INSERT ON vault_core.gate_release_keys TO vault_gate;

-- Trustees' signed answers, for one set of release keys.
CREATE TABLE vault_core.confirmations (
  vault_id     uuid        NOT NULL,
  trigger_id   uuid        NOT NULL,
  epoch        integer     NOT NULL,
  keys_hash    text        NOT NULL CHECK (keys_hash ~ '^[0-9a-f]{64}$'),
  trustee_id   uuid        NOT NULL,
  decision     text        NOT NULL CHECK (decision IN ('confirm', 'refuse')),
  statement    text        NOT NULL,
  entry        bigint      NOT NULL,   -- its number in the vault's log, for the receipt
  recorded_at  timestamptz NOT NULL,
  PRIMARY KEY (vault_id, trigger_id, epoch, keys_hash, trustee_id),
  FOREIGN KEY (vault_id, trigger_id, epoch) REFERENCES vault_core.escrow_epochs
);
ALTER TABLE vault_core.confirmations ENABLE ROW LEVEL SECURITY;
ALTER TABLE vault_core.confirmations FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON vault_core.confirmations FOR SELECT TO vault_app USING (vault_core.owns(vault_id));
CREATE POLICY engine ON vault_core.confirmations TO vault_engine USING (true) WITH CHECK (true);
CREATE POLICY gate ON vault_core.confirmations FOR SELECT TO vault_gate USING (true);
GRANT SELECT (vault_id, trigger_id, epoch, trustee_id, decision, recorded_at) ON vault_core.confirmations TO vault_app;
GRANT SELECT, INSERT ON vault_core.confirmations TO vault_engine;
GRANT SELECT ON vault_core.confirmations TO vault_gate;

-- What a recipient was given: the age file that only their key opens. The primary key hands over once.
CREATE TABLE vault_core.hand_overs (
  vault_id      uuid        NOT NULL,
  trigger_id    uuid        NOT NULL,
  epoch         integer     NOT NULL,
  stage         integer     NOT NULL CHECK (stage >= 1),
  recipient_id  uuid        NOT NULL,
  inner_file    text        NOT NULL CHECK (length(inner_file) <= 16384),
  entry         bigint      NOT NULL,   -- its number in the vault's log, for the receipt
  handed_at     timestamptz NOT NULL,
  frozen_at     timestamptz NULL,
  PRIMARY KEY (vault_id, trigger_id, epoch, stage, recipient_id),
  FOREIGN KEY (vault_id, trigger_id, epoch) REFERENCES vault_core.escrow_epochs
);
CREATE INDEX hand_overs_recipient ON vault_core.hand_overs (recipient_id);
ALTER TABLE vault_core.hand_overs ENABLE ROW LEVEL SECURITY;
ALTER TABLE vault_core.hand_overs FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON vault_core.hand_overs TO vault_app USING (vault_core.owns(vault_id)) WITH CHECK (vault_core.owns(vault_id));
CREATE POLICY engine ON vault_core.hand_overs TO vault_engine USING (true) WITH CHECK (true);
GRANT SELECT (vault_id, trigger_id, epoch, stage, recipient_id, handed_at, frozen_at), UPDATE (frozen_at) ON vault_core.hand_overs TO vault_app;
GRANT SELECT, INSERT, UPDATE (frozen_at) ON vault_core.hand_overs TO vault_engine;

-- The gate's own memory. No other role may touch it: a backup of the rest does not take it back.
CREATE TABLE vault_core.gate_state (
  vault_id  uuid        NOT NULL PRIMARY KEY REFERENCES vault_core.vaults (id),
  sequence  bigint      NOT NULL CHECK (sequence >= 0),
  hash      text        NOT NULL CHECK (hash ~ '^[0-9a-f]{64}$'),
  seen_at   timestamptz NOT NULL
);
ALTER TABLE vault_core.gate_state ENABLE ROW LEVEL SECURITY;
ALTER TABLE vault_core.gate_state FORCE ROW LEVEL SECURITY;
CREATE POLICY gate ON vault_core.gate_state TO vault_gate USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE ON vault_core.gate_state TO vault_gate;

CREATE TABLE vault_core.gate_epochs (
  vault_id    uuid    NOT NULL REFERENCES vault_core.vaults (id),
  trigger_id  uuid    NOT NULL,
  epoch       integer NOT NULL CHECK (epoch >= 1),
  PRIMARY KEY (vault_id, trigger_id)
);
ALTER TABLE vault_core.gate_epochs ENABLE ROW LEVEL SECURITY;
ALTER TABLE vault_core.gate_epochs FORCE ROW LEVEL SECURITY;
CREATE POLICY gate ON vault_core.gate_epochs TO vault_gate USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE ON vault_core.gate_epochs TO vault_gate;

-- The gate's two keys, sealed by the key service. One row: the unique column is always true.
CREATE TABLE vault_core.gate_keys (
  only_one         boolean     NOT NULL PRIMARY KEY DEFAULT true CHECK (only_one),
  recipient        text        NOT NULL,
  sealed_identity  bytea       NOT NULL,
  signing          text        NOT NULL CHECK (signing ~ '^ed25519:[A-Za-z0-9_-]{43}$'),
  sealed_signing   bytea       NOT NULL,
  created_at       timestamptz NOT NULL
);
ALTER TABLE vault_core.gate_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE vault_core.gate_keys FORCE ROW LEVEL SECURITY;
CREATE POLICY gate ON vault_core.gate_keys TO vault_gate USING (true) WITH CHECK (true);
GRANT SELECT, INSERT ON vault_core.gate_keys TO vault_gate;
