-- Keys of the key service have versions. Every value that it sealed begins with the number of the version, in four bytes; what is
-- there was sealed under the first one. vault_keeper re-seals: it reads and writes those columns, and of their rows only what
-- names them.
CREATE FUNCTION vault_core.under_first_version(sealed bytea) RETURNS bytea
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog
  RETURN '\x00000001'::bytea || sealed;

DROP TRIGGER append_only ON vault_core.audit_signing_key;

-- The log's signing keys, one after the other. A succession is what the key before signed about this one (docs/formats/audit-key-succession-v1.md).
ALTER TABLE vault_core.audit_signing_key DROP CONSTRAINT audit_signing_key_pkey;
ALTER TABLE vault_core.audit_signing_key DROP COLUMN only_one;
ALTER TABLE vault_core.audit_signing_key ADD COLUMN number integer NOT NULL DEFAULT 1 CHECK (number >= 1);
ALTER TABLE vault_core.audit_signing_key ALTER COLUMN number DROP DEFAULT;
ALTER TABLE vault_core.audit_signing_key ADD PRIMARY KEY (number);
ALTER TABLE vault_core.audit_signing_key ADD COLUMN succession text NULL;
ALTER TABLE vault_core.audit_signing_key ADD CHECK ((number = 1) = (succession IS NULL));

ALTER TABLE vault_core.vault_keys NO FORCE ROW LEVEL SECURITY;
UPDATE vault_core.vault_keys SET sealed_key = vault_core.under_first_version(sealed_key);
ALTER TABLE vault_core.vault_keys FORCE ROW LEVEL SECURITY;
CREATE POLICY keeper ON vault_core.vault_keys TO vault_keeper USING (true) WITH CHECK (true);
GRANT SELECT (vault_id, sealed_key), UPDATE (sealed_key) ON vault_core.vault_keys TO vault_keeper;

ALTER TABLE vault_core.outbox NO FORCE ROW LEVEL SECURITY;
UPDATE vault_core.outbox SET payload = vault_core.under_first_version(payload);
ALTER TABLE vault_core.outbox FORCE ROW LEVEL SECURITY;
CREATE POLICY keeper ON vault_core.outbox TO vault_keeper USING (true) WITH CHECK (true);
GRANT SELECT (id, vault_id, account_id, payload), UPDATE (payload) ON vault_core.outbox TO vault_keeper;

ALTER TABLE vault_core.door_secrets NO FORCE ROW LEVEL SECURITY;
UPDATE vault_core.door_secrets SET sealed = vault_core.under_first_version(sealed);
ALTER TABLE vault_core.door_secrets FORCE ROW LEVEL SECURITY;
CREATE POLICY keeper ON vault_core.door_secrets TO vault_keeper USING (true) WITH CHECK (true);
GRANT SELECT (name, sealed), UPDATE (sealed) ON vault_core.door_secrets TO vault_keeper;

ALTER TABLE vault_core.owner_addresses NO FORCE ROW LEVEL SECURITY;
UPDATE vault_core.owner_addresses SET alias = vault_core.under_first_version(alias), address = vault_core.under_first_version(address), pending_address = vault_core.under_first_version(pending_address);
ALTER TABLE vault_core.owner_addresses FORCE ROW LEVEL SECURITY;
CREATE POLICY keeper ON vault_core.owner_addresses TO vault_keeper USING (true) WITH CHECK (true);
GRANT SELECT (account_id, alias, address, pending_address), UPDATE (alias, address, pending_address) ON vault_core.owner_addresses TO vault_keeper;

ALTER TABLE vault_core.platform_identities NO FORCE ROW LEVEL SECURITY;
UPDATE vault_core.platform_identities SET sealed_identity = vault_core.under_first_version(sealed_identity);
ALTER TABLE vault_core.platform_identities FORCE ROW LEVEL SECURITY;
CREATE POLICY keeper ON vault_core.platform_identities TO vault_keeper USING (true) WITH CHECK (true);
GRANT SELECT (vault_id, number, recipient, sealed_identity), UPDATE (sealed_identity) ON vault_core.platform_identities TO vault_keeper;

ALTER TABLE vault_core.audit_signing_key NO FORCE ROW LEVEL SECURITY;
UPDATE vault_core.audit_signing_key SET sealed_seed = vault_core.under_first_version(sealed_seed);
ALTER TABLE vault_core.audit_signing_key FORCE ROW LEVEL SECURITY;
CREATE POLICY keeper ON vault_core.audit_signing_key TO vault_keeper USING (true) WITH CHECK (true);
GRANT SELECT (number, public_key, sealed_seed), UPDATE (sealed_seed) ON vault_core.audit_signing_key TO vault_keeper;

ALTER TABLE vault_core.audit_subject_keys NO FORCE ROW LEVEL SECURITY;
UPDATE vault_core.audit_subject_keys SET sealed_key = vault_core.under_first_version(sealed_key);
ALTER TABLE vault_core.audit_subject_keys FORCE ROW LEVEL SECURITY;
CREATE POLICY keeper ON vault_core.audit_subject_keys TO vault_keeper USING (true) WITH CHECK (true);
GRANT SELECT (chain_id, chain_kind, subject_id, sealed_key), UPDATE (sealed_key) ON vault_core.audit_subject_keys TO vault_keeper;

ALTER TABLE vault_core.gate_keys NO FORCE ROW LEVEL SECURITY;
UPDATE vault_core.gate_keys SET sealed_identity = vault_core.under_first_version(sealed_identity), sealed_signing = vault_core.under_first_version(sealed_signing);
ALTER TABLE vault_core.gate_keys FORCE ROW LEVEL SECURITY;
CREATE POLICY keeper ON vault_core.gate_keys TO vault_keeper USING (true) WITH CHECK (true);
GRANT SELECT (suite, recipient, signing, sealed_identity, sealed_signing), UPDATE (sealed_identity, sealed_signing) ON vault_core.gate_keys TO vault_keeper;

ALTER TABLE vault_core.gate_release_keys NO FORCE ROW LEVEL SECURITY;
UPDATE vault_core.gate_release_keys SET sealed = vault_core.under_first_version(sealed);
ALTER TABLE vault_core.gate_release_keys FORCE ROW LEVEL SECURITY;
CREATE POLICY keeper ON vault_core.gate_release_keys TO vault_keeper USING (true) WITH CHECK (true);
GRANT SELECT (vault_id, trigger_id, epoch, stage, path, recipient, sealed), UPDATE (sealed) ON vault_core.gate_release_keys TO vault_keeper;

ALTER TABLE vault_core.key_checks NO FORCE ROW LEVEL SECURITY;
UPDATE vault_core.key_checks SET sealed = vault_core.under_first_version(sealed);
ALTER TABLE vault_core.key_checks FORCE ROW LEVEL SECURITY;
ALTER TABLE vault_core.key_checks ADD COLUMN version integer NOT NULL DEFAULT 1 CHECK (version >= 1);
ALTER TABLE vault_core.key_checks ALTER COLUMN version DROP DEFAULT;
ALTER TABLE vault_core.key_checks DROP CONSTRAINT key_checks_pkey;
ALTER TABLE vault_core.key_checks ADD PRIMARY KEY (key, version);
-- A version that is destroyed on purpose takes its check along; nobody else removes one, and nobody changes one.
CREATE POLICY keeper ON vault_core.key_checks TO vault_keeper USING (true);
GRANT SELECT (key, version, created_at), DELETE ON vault_core.key_checks TO vault_keeper;

DROP FUNCTION vault_core.under_first_version(bytea);

-- Of a signing key nothing changes but the seal around its seed.
CREATE FUNCTION vault_core.audit_key_stays() RETURNS trigger
  LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF (NEW.number, NEW.public_key, NEW.succession, NEW.created_at) IS DISTINCT FROM (OLD.number, OLD.public_key, OLD.succession, OLD.created_at) THEN
    RAISE EXCEPTION 'a signing key of the log never changes' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION vault_core.audit_key_stays() FROM PUBLIC;
CREATE TRIGGER stays BEFORE UPDATE ON vault_core.audit_signing_key FOR EACH ROW EXECUTE FUNCTION vault_core.audit_key_stays();
CREATE TRIGGER append_only BEFORE DELETE OR TRUNCATE ON vault_core.audit_signing_key
  FOR EACH STATEMENT EXECUTE FUNCTION vault_core.audit_is_append_only();
ALTER TABLE vault_core.audit_signing_key ENABLE ALWAYS TRIGGER stays;
ALTER TABLE vault_core.audit_signing_key ENABLE ALWAYS TRIGGER append_only;

-- As before, and it says which key signs now: a server that holds an older one fetches that first.
DROP FUNCTION vault_core.audit_lock(text, uuid);
CREATE FUNCTION vault_core.audit_lock(kind text, id uuid)
  RETURNS TABLE (sequence bigint, hash text, at timestamptz, signer text)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  INSERT INTO vault_core.audit_heads (chain_id, chain_kind, sequence, hash, at)
  VALUES (id, kind, 0, vault_core.audit_genesis(kind, id), '-infinity')
  ON CONFLICT DO NOTHING;
  PERFORM FROM vault_core.audit_heads h WHERE h.chain_id = id AND h.chain_kind = kind FOR UPDATE;
  RETURN QUERY
  SELECT h.sequence, h.hash, greatest(h.at, clock_timestamp()),
         (SELECT k.public_key FROM vault_core.audit_signing_key k ORDER BY k.number DESC LIMIT 1)
    FROM vault_core.audit_heads h
   WHERE h.chain_id = id AND h.chain_kind = kind;
END $$;
REVOKE ALL ON FUNCTION vault_core.audit_lock(text, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION vault_core.audit_lock(text, uuid) TO vault_app, vault_engine, vault_gate, vault_door, vault_keeper, vault_eraser;
CREATE POLICY functions ON vault_core.audit_signing_key FOR SELECT TO vault_owner USING (true);

-- Whoever carries an order out enters it.
CREATE POLICY orders_adding ON vault_core.audit_log FOR INSERT TO vault_keeper, vault_eraser WITH CHECK (true);
GRANT INSERT ON vault_core.audit_log TO vault_keeper, vault_eraser;
GRANT USAGE ON SCHEMA vault_core TO vault_keeper, vault_operator;
