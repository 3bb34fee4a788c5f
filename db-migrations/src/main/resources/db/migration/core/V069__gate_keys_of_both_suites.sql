-- The gate has keys of each suite, for a vault's escrow never mixes them.
ALTER TABLE vault_core.gate_keys
  ADD COLUMN suite text NOT NULL DEFAULT 'classic' CHECK (suite IN ('classic', 'hybrid')),
  DROP CONSTRAINT gate_keys_pkey,
  DROP COLUMN only_one,
  ADD PRIMARY KEY (suite);
ALTER TABLE vault_core.gate_keys ALTER COLUMN suite DROP DEFAULT;
