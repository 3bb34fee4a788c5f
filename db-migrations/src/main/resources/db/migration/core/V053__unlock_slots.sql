-- Four unlock slots of one size and their four verifiers, one behind the other: how many are in use is not to be seen
-- here, and another number than four cannot be stored. What is behind each stands in the bundle, encrypted.
ALTER TABLE vault_core.accounts
  ADD COLUMN slots            bytea       NOT NULL CHECK (octet_length(slots) = 4 * 1737),      -- age files that hold the bundle's identity
  ADD COLUMN slot_verifiers   bytea       NOT NULL CHECK (octet_length(slot_verifiers) = 4 * 32),
  ADD COLUMN prf_salt         bytea       NOT NULL CHECK (octet_length(prf_salt) = 32),         -- there for everybody, with or without a passkey
  ADD COLUMN slots_changed_at timestamptz NOT NULL,
  ADD COLUMN drilled_at       timestamptz NULL;                                                 -- the last recovery drill

GRANT SELECT (slots, prf_salt, slots_changed_at, drilled_at) ON vault_core.accounts TO vault_app;
GRANT UPDATE (slots, slot_verifiers, slots_changed_at, drilled_at, kdf, salt, auth_salt, auth_hash) ON vault_core.accounts TO vault_app;
GRANT SELECT (slot_verifiers, prf_salt) ON vault_core.accounts TO vault_door;

-- A session that was opened with a slot's key and not with the passphrase: a recovery, or the drill of one.
ALTER TABLE vault_core.sessions ADD COLUMN by_slot boolean NOT NULL DEFAULT false;
