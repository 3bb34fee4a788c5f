-- One random value per key of the key service, sealed under it before anything else is. It tells the right keys from others
-- that would also open a key store and also seal: the wrong ones do not open it. Nobody changes or removes one.
CREATE TABLE vault_core.key_checks (
  key         text        NOT NULL PRIMARY KEY CHECK (key ~ '^[a-z]{1,32}$'),
  sealed      bytea       NOT NULL CHECK (octet_length(sealed) BETWEEN 32 AND 8192),
  created_at  timestamptz NOT NULL
);
ALTER TABLE vault_core.key_checks ENABLE ROW LEVEL SECURITY;
ALTER TABLE vault_core.key_checks FORCE ROW LEVEL SECURITY;
CREATE POLICY engine ON vault_core.key_checks TO vault_engine USING (true) WITH CHECK (true);
GRANT SELECT, INSERT ON vault_core.key_checks TO vault_engine;
