-- A release may have several stages, several sets of recipients in each, and several paths; each of them has an escrow
-- identity, packets and shares of its own. What was armed before had one of each.

ALTER TABLE vault_core.escrow_epochs RENAME COLUMN share_set TO share_sets;   -- {"items":[…]}, signed, as canonical JSON
ALTER TABLE vault_core.escrow_epochs RENAME COLUMN packet TO packets;         -- {"items":[…]}, escrow-packet/v1

-- Every escrow identity ever armed, by its fingerprint. The primary key is the rule: an escrow identity serves one
-- arming, one stage and one set of recipients (INV-10).
CREATE TABLE vault_core.escrow_identities (
  fingerprint  text    NOT NULL PRIMARY KEY CHECK (fingerprint ~ '^[0-9a-f]{64}$'),
  vault_id     uuid    NOT NULL,
  trigger_id   uuid    NOT NULL,
  epoch        integer NOT NULL,
  stage        integer NOT NULL CHECK (stage >= 1),
  set_number   integer NOT NULL CHECK (set_number >= 1),
  UNIQUE (vault_id, trigger_id, epoch, stage, set_number),
  FOREIGN KEY (vault_id, trigger_id, epoch) REFERENCES vault_core.escrow_epochs
);
INSERT INTO vault_core.escrow_identities (fingerprint, vault_id, trigger_id, epoch, stage, set_number)
     SELECT escrow, vault_id, trigger_id, epoch, 1, 1 FROM vault_core.escrow_epochs;
ALTER TABLE vault_core.escrow_epochs DROP COLUMN escrow;

ALTER TABLE vault_core.escrow_identities ENABLE ROW LEVEL SECURITY;
ALTER TABLE vault_core.escrow_identities FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON vault_core.escrow_identities TO vault_app USING (vault_core.owns(vault_id)) WITH CHECK (vault_core.owns(vault_id));
GRANT SELECT, INSERT ON vault_core.escrow_identities TO vault_app;

ALTER TABLE vault_core.platform_shares
  ADD COLUMN set_number integer NOT NULL DEFAULT 1 CHECK (set_number >= 1),
  ADD COLUMN path integer NOT NULL DEFAULT 1 CHECK (path >= 1),
  DROP CONSTRAINT platform_shares_pkey,
  ADD PRIMARY KEY (vault_id, trigger_id, epoch, stage, set_number, path);

ALTER TABLE vault_core.trustee_shares
  ADD COLUMN set_number integer NOT NULL DEFAULT 1 CHECK (set_number >= 1),
  ADD COLUMN path integer NOT NULL DEFAULT 1 CHECK (path >= 1),
  DROP CONSTRAINT trustee_shares_pkey,
  ADD PRIMARY KEY (vault_id, trigger_id, epoch, stage, set_number, path, trustee_id);

ALTER TABLE vault_core.hand_overs
  ADD COLUMN set_number integer NOT NULL DEFAULT 1 CHECK (set_number >= 1),
  DROP CONSTRAINT hand_overs_pkey,
  ADD PRIMARY KEY (vault_id, trigger_id, epoch, stage, set_number, recipient_id);

-- One private half for each stage by each path, so that one can be destroyed without the others.
ALTER TABLE vault_core.gate_release_keys
  ADD COLUMN stage integer NOT NULL DEFAULT 1 CHECK (stage >= 1),
  ADD COLUMN path integer NOT NULL DEFAULT 1 CHECK (path >= 1),
  DROP CONSTRAINT gate_release_keys_pkey,
  ADD PRIMARY KEY (vault_id, trigger_id, epoch, stage, path);
