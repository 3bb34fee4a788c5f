-- Accounts without e-mail or name. The passphrase never comes here: auth_hash is a salted hash of one half of what the
-- client derives from it, and only vault_door reads it, for one comparison.
CREATE TABLE vault_core.accounts (
  account_id      uuid        NOT NULL PRIMARY KEY,
  name            text        NOT NULL UNIQUE CHECK (name ~ '^[a-z0-9][a-z0-9._-]{2,63}$'),
  kdf             text        NOT NULL CHECK (octet_length(kdf) <= 128),
  salt            bytea       NOT NULL CHECK (octet_length(salt) BETWEEN 16 AND 64),
  auth_salt       bytea       NOT NULL CHECK (octet_length(auth_salt) = 32),
  auth_hash       bytea       NOT NULL CHECK (octet_length(auth_hash) = 32),
  bundle          bytea       NOT NULL CHECK (octet_length(bundle) BETWEEN 1 AND 131072),  -- an age file to the owner's unlock identity
  bundle_version  bigint      NOT NULL DEFAULT 1 CHECK (bundle_version > 0),
  created_at      timestamptz NOT NULL
);
ALTER TABLE vault_core.accounts ENABLE ROW LEVEL SECURITY;
ALTER TABLE vault_core.accounts FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON vault_core.accounts TO vault_app USING (account_id = vault_core.principal()) WITH CHECK (account_id = vault_core.principal());
CREATE POLICY door ON vault_core.accounts FOR SELECT TO vault_door USING (true);
GRANT SELECT (account_id, name, kdf, salt, bundle, bundle_version, created_at), INSERT, UPDATE (bundle, bundle_version) ON vault_core.accounts TO vault_app;
GRANT SELECT (account_id, name, kdf, salt, auth_salt, auth_hash) ON vault_core.accounts TO vault_door;

-- The key directory: what people publish. Each row has its entry in the account's log; whoever is signed in may look up
-- a key by the account's id, and nobody can list names here.
CREATE TABLE vault_core.user_keys (
  account_id    uuid        NOT NULL REFERENCES vault_core.accounts (account_id),
  epoch         integer     NOT NULL CHECK (epoch > 0),
  recipient     text        NOT NULL CHECK (octet_length(recipient) BETWEEN 40 AND 4096),
  signing_key   text        NOT NULL CHECK (octet_length(signing_key) BETWEEN 40 AND 4096),
  fingerprint   text        NOT NULL CHECK (fingerprint ~ '^[0-9a-f]{64}$'),
  published_at  timestamptz NOT NULL,
  PRIMARY KEY (account_id, epoch)
);
CREATE INDEX user_keys_fingerprint ON vault_core.user_keys (fingerprint);
ALTER TABLE vault_core.user_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE vault_core.user_keys FORCE ROW LEVEL SECURITY;
CREATE POLICY directory ON vault_core.user_keys FOR SELECT TO vault_app USING (vault_core.principal() IS NOT NULL);
CREATE POLICY publish ON vault_core.user_keys FOR INSERT TO vault_app WITH CHECK (account_id = vault_core.principal());
CREATE POLICY engine ON vault_core.user_keys FOR SELECT TO vault_engine USING (true);
CREATE POLICY gate ON vault_core.user_keys FOR SELECT TO vault_gate USING (true);
GRANT SELECT, INSERT ON vault_core.user_keys TO vault_app;
GRANT SELECT ON vault_core.user_keys TO vault_engine, vault_gate;

-- A sign-in and everything renewed from it. Its access tokens are listed by jti: one that is not here, or is revoked,
-- counts for nothing, however well it is signed.
CREATE TABLE vault_core.sessions (
  account_id  uuid        NOT NULL REFERENCES vault_core.accounts (account_id),
  session_id  uuid        NOT NULL,
  created_at  timestamptz NOT NULL,
  expires_at  timestamptz NOT NULL CHECK (expires_at > created_at),
  revoked_at  timestamptz NULL,
  PRIMARY KEY (account_id, session_id)
);
CREATE TABLE vault_core.access_tokens (
  account_id  uuid        NOT NULL,
  session_id  uuid        NOT NULL,
  jti         uuid        NOT NULL,
  expires_at  timestamptz NOT NULL,
  revoked_at  timestamptz NULL,
  PRIMARY KEY (account_id, jti),
  FOREIGN KEY (account_id, session_id) REFERENCES vault_core.sessions (account_id, session_id) ON DELETE CASCADE
);
CREATE TABLE vault_core.refresh_tokens (
  account_id  uuid        NOT NULL,
  session_id  uuid        NOT NULL,
  token_hash  bytea       NOT NULL UNIQUE CHECK (octet_length(token_hash) = 32),
  issued_at   timestamptz NOT NULL,
  used_at     timestamptz NULL,
  PRIMARY KEY (account_id, token_hash),
  FOREIGN KEY (account_id, session_id) REFERENCES vault_core.sessions (account_id, session_id) ON DELETE CASCADE
);
ALTER TABLE vault_core.sessions ENABLE ROW LEVEL SECURITY;
ALTER TABLE vault_core.sessions FORCE ROW LEVEL SECURITY;
ALTER TABLE vault_core.access_tokens ENABLE ROW LEVEL SECURITY;
ALTER TABLE vault_core.access_tokens FORCE ROW LEVEL SECURITY;
ALTER TABLE vault_core.refresh_tokens ENABLE ROW LEVEL SECURITY;
ALTER TABLE vault_core.refresh_tokens FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON vault_core.sessions TO vault_app USING (account_id = vault_core.principal()) WITH CHECK (account_id = vault_core.principal());
CREATE POLICY owner ON vault_core.access_tokens TO vault_app USING (account_id = vault_core.principal()) WITH CHECK (account_id = vault_core.principal());
CREATE POLICY owner ON vault_core.refresh_tokens TO vault_app USING (account_id = vault_core.principal()) WITH CHECK (account_id = vault_core.principal());
CREATE POLICY door ON vault_core.refresh_tokens FOR SELECT TO vault_door USING (true);
GRANT SELECT, INSERT, UPDATE (revoked_at), DELETE ON vault_core.sessions TO vault_app;
GRANT SELECT, INSERT, UPDATE (revoked_at), DELETE ON vault_core.access_tokens TO vault_app;
GRANT SELECT, INSERT, UPDATE (used_at) ON vault_core.refresh_tokens TO vault_app;
GRANT SELECT (account_id, token_hash) ON vault_core.refresh_tokens TO vault_door;

-- How often a name or an address failed. Both stand here only as keyed hashes: a copy of this table names nobody.
CREATE TABLE vault_core.sign_in_tries (
  subject     bytea       NOT NULL PRIMARY KEY CHECK (octet_length(subject) = 32),
  failures    integer     NOT NULL CHECK (failures >= 0),
  last_at     timestamptz NOT NULL,
  wait_until  timestamptz NOT NULL
);
CREATE INDEX sign_in_tries_age ON vault_core.sign_in_tries (last_at);
ALTER TABLE vault_core.sign_in_tries ENABLE ROW LEVEL SECURITY;
ALTER TABLE vault_core.sign_in_tries FORCE ROW LEVEL SECURITY;
CREATE POLICY door ON vault_core.sign_in_tries TO vault_door USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON vault_core.sign_in_tries TO vault_door;

-- The platform's own secrets at the door, sealed by the key service; the public half of a token key is public.
CREATE TABLE vault_core.door_secrets (
  name        text        NOT NULL PRIMARY KEY CHECK (name ~ '^[a-z0-9-]{1,64}$'),
  sealed      bytea       NOT NULL CHECK (octet_length(sealed) BETWEEN 32 AND 8192),
  public_part text        NULL,
  created_at  timestamptz NOT NULL
);
ALTER TABLE vault_core.door_secrets ENABLE ROW LEVEL SECURITY;
ALTER TABLE vault_core.door_secrets FORCE ROW LEVEL SECURITY;
CREATE POLICY door ON vault_core.door_secrets TO vault_door USING (true) WITH CHECK (true);
GRANT SELECT, INSERT ON vault_core.door_secrets TO vault_door;
