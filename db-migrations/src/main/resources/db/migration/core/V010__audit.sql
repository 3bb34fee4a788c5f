-- The audit log: a hash chain per vault, per account and for the platform (docs/formats/audit-entry-v1.md).
--
-- Three walls, each enough by itself: no role has the privilege to change or remove an entry; a trigger refuses it for
-- everybody, the owner of the tables and superusers included; and every entry is hashed onto the one before and signed,
-- so that whoever gets around both is found by anybody who holds an export and a receipt.

-- Where each chain ends. Written by the trigger below and by nothing else.
CREATE TABLE vault_core.audit_heads (
  chain_id    uuid        NOT NULL,
  chain_kind  text        NOT NULL CHECK (chain_kind IN ('vault', 'account', 'platform')),
  sequence    bigint      NOT NULL CHECK (sequence >= 0),
  hash        text        NOT NULL CHECK (hash ~ '^[0-9a-f]{64}$'),
  at          timestamptz NOT NULL,
  PRIMARY KEY (chain_id, chain_kind)
);

-- Times in entries end with Z, so the reading of them depends on no setting, which is what IMMUTABLE promises.
CREATE FUNCTION vault_core.audit_time(control text) RETURNS timestamptz
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog
  RETURN (control::jsonb ->> 'time')::timestamptz;

-- SHA-256 over the length-prefixed name of the format and the length-prefixed bytes of the entry.
CREATE FUNCTION vault_core.audit_hash(control text) RETURNS text
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog
  RETURN encode(sha256(int4send(20) || convert_to('vault/audit-entry/v1', 'UTF8')
    || int4send(octet_length(convert_to(control, 'UTF8'))) || convert_to(control, 'UTF8')), 'hex');

-- The entries. What the log is searched by is computed from the hashed text, so the two can never differ.
CREATE TABLE vault_core.audit_log (
  chain_id       uuid        NOT NULL,
  chain_kind     text        NOT NULL CHECK (chain_kind IN ('vault', 'account', 'platform')),
  sequence       bigint      NOT NULL CHECK (sequence >= 1),
  control        text        NOT NULL,  -- canonical JSON, the bytes that are hashed
  hash           text        NOT NULL,
  signer         text        NOT NULL CHECK (signer ~ '^ed25519:[A-Za-z0-9_-]{43}$'),
  signature      text        NOT NULL CHECK (signature ~ '^[A-Za-z0-9_-]{86}$'),
  at             timestamptz NOT NULL GENERATED ALWAYS AS (vault_core.audit_time(control)) STORED,
  type           text        NOT NULL GENERATED ALWAYS AS (control::jsonb ->> 'type') STORED,
  actor_id       text        NOT NULL GENERATED ALWAYS AS (control::jsonb -> 'actor' ->> 'id') STORED,
  resource_type  text        NOT NULL GENERATED ALWAYS AS (control::jsonb -> 'resource' ->> 'type') STORED,
  resource_id    text        NOT NULL GENERATED ALWAYS AS (control::jsonb -> 'resource' ->> 'id') STORED,
  PRIMARY KEY (chain_id, chain_kind, sequence),
  CHECK (hash = vault_core.audit_hash(control)),
  CHECK (control::jsonb -> 'chain' ->> 'id' = chain_id::text AND control::jsonb -> 'chain' ->> 'kind' = chain_kind),
  CHECK ((control::jsonb ->> 'sequence')::bigint = sequence)
);
CREATE INDEX audit_log_type ON vault_core.audit_log (chain_id, type, sequence);
CREATE INDEX audit_log_actor ON vault_core.audit_log (chain_id, actor_id, sequence);
CREATE INDEX audit_log_resource ON vault_core.audit_log (chain_id, resource_id, sequence);

-- What concerns a person, under that person's key. Erasing deletes here; the entry stays and says that it was erased.
CREATE TABLE vault_core.audit_payloads (
  chain_id    uuid   NOT NULL,
  chain_kind  text   NOT NULL,
  sequence    bigint NOT NULL,
  subject_id  uuid   NOT NULL,
  sealed      bytea  NOT NULL,
  PRIMARY KEY (chain_id, chain_kind, sequence),
  FOREIGN KEY (chain_id, chain_kind, sequence) REFERENCES vault_core.audit_log (chain_id, chain_kind, sequence)
);

-- One key per chain and subject, sealed by the key service.
CREATE TABLE vault_core.audit_subject_keys (
  chain_id    uuid        NOT NULL,
  chain_kind  text        NOT NULL,
  subject_id  uuid        NOT NULL,
  sealed_key  bytea       NOT NULL,
  created_at  timestamptz NOT NULL,
  PRIMARY KEY (chain_id, chain_kind, subject_id)
);

-- The key that signs entries, sealed by the key service. One row: the unique column is always true.
CREATE TABLE vault_core.audit_signing_key (
  only_one     boolean     NOT NULL PRIMARY KEY DEFAULT true CHECK (only_one),
  public_key   text        NOT NULL CHECK (public_key ~ '^ed25519:[A-Za-z0-9_-]{43}$'),
  sealed_seed  bytea       NOT NULL,
  created_at   timestamptz NOT NULL
);

-- How many refusals of one kind were seen in the current window, and how many of them are not entered yet.
CREATE TABLE vault_core.audit_refusals (
  chain_id      uuid        NOT NULL,
  chain_kind    text        NOT NULL,
  type          text        NOT NULL,
  actor_id      text        NOT NULL,
  window_start  timestamptz NOT NULL,
  entered       integer     NOT NULL CHECK (entered >= 0),
  waiting       bigint      NOT NULL CHECK (waiting >= 0),
  latest        text        NULL,   -- the latest one not entered, as canonical JSON
  PRIMARY KEY (chain_id, chain_kind, type, actor_id),
  CHECK ((waiting > 0) = (latest IS NOT NULL))
);
CREATE INDEX audit_refusals_waiting ON vault_core.audit_refusals (window_start) WHERE waiting > 0;

-- Takes the lock of a chain's end and says where it is, and at what time an entry behind it is made. Runs as the owner of the tables, so that somebody who may add to
-- a chain without reading it (a recipient to the vault's) sees its head and nothing more.
CREATE FUNCTION vault_core.audit_lock(kind text, id uuid, genesis text)
  RETURNS TABLE (sequence bigint, hash text, at timestamptz)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  INSERT INTO vault_core.audit_heads (chain_id, chain_kind, sequence, hash, at)
  VALUES (id, kind, 0, genesis, '-infinity')
  ON CONFLICT DO NOTHING;
  RETURN QUERY
  SELECT h.sequence, h.hash, greatest(h.at, clock_timestamp())
    FROM vault_core.audit_heads h
   WHERE h.chain_id = id AND h.chain_kind = kind
     FOR UPDATE;
END $$;

-- Every insert moves the head by exactly one, onto the hash it names as its predecessor, and never back in time.
CREATE FUNCTION vault_core.audit_continue() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  -- Generated columns are not computed yet in a BEFORE trigger: the text is read here.
  UPDATE vault_core.audit_heads h
     SET sequence = NEW.sequence, hash = NEW.hash, at = vault_core.audit_time(NEW.control)
   WHERE h.chain_id = NEW.chain_id AND h.chain_kind = NEW.chain_kind
     AND h.sequence = NEW.sequence - 1
     AND h.hash = NEW.control::jsonb ->> 'previous'
     AND h.at <= vault_core.audit_time(NEW.control);
  IF NOT FOUND THEN
    RAISE EXCEPTION 'the entry does not continue its chain' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION vault_core.audit_is_append_only() RETURNS trigger
  LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;

REVOKE ALL ON FUNCTION vault_core.audit_lock(text, uuid, text), vault_core.audit_continue(), vault_core.audit_is_append_only() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION vault_core.audit_lock(text, uuid, text) TO vault_app, vault_engine, vault_gate, vault_door;

CREATE TRIGGER continues BEFORE INSERT ON vault_core.audit_log
  FOR EACH ROW EXECUTE FUNCTION vault_core.audit_continue();
-- Per statement, so that it also refuses where row-level security would have hidden every row; ALWAYS, so that it is not
-- switched off by replaying as a replica.
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON vault_core.audit_log
  FOR EACH STATEMENT EXECUTE FUNCTION vault_core.audit_is_append_only();
CREATE TRIGGER append_only BEFORE DELETE OR TRUNCATE ON vault_core.audit_heads
  FOR EACH STATEMENT EXECUTE FUNCTION vault_core.audit_is_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR TRUNCATE ON vault_core.audit_payloads
  FOR EACH STATEMENT EXECUTE FUNCTION vault_core.audit_is_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON vault_core.audit_signing_key
  FOR EACH STATEMENT EXECUTE FUNCTION vault_core.audit_is_append_only();
ALTER TABLE vault_core.audit_log ENABLE ALWAYS TRIGGER continues;
ALTER TABLE vault_core.audit_log ENABLE ALWAYS TRIGGER append_only;
ALTER TABLE vault_core.audit_heads ENABLE ALWAYS TRIGGER append_only;
ALTER TABLE vault_core.audit_payloads ENABLE ALWAYS TRIGGER append_only;
ALTER TABLE vault_core.audit_signing_key ENABLE ALWAYS TRIGGER append_only;

-- Whose a chain is. Runs with the caller's own rights.
CREATE FUNCTION vault_core.sees_chain(kind text, id uuid) RETURNS boolean
  LANGUAGE sql STABLE PARALLEL SAFE
  RETURN CASE kind WHEN 'vault' THEN vault_core.owns(id) WHEN 'account' THEN id = vault_core.principal() ELSE false END;

ALTER TABLE vault_core.audit_heads ENABLE ROW LEVEL SECURITY;
ALTER TABLE vault_core.audit_heads FORCE ROW LEVEL SECURITY;
ALTER TABLE vault_core.audit_log ENABLE ROW LEVEL SECURITY;
ALTER TABLE vault_core.audit_log FORCE ROW LEVEL SECURITY;
ALTER TABLE vault_core.audit_payloads ENABLE ROW LEVEL SECURITY;
ALTER TABLE vault_core.audit_payloads FORCE ROW LEVEL SECURITY;
ALTER TABLE vault_core.audit_subject_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE vault_core.audit_subject_keys FORCE ROW LEVEL SECURITY;
ALTER TABLE vault_core.audit_signing_key ENABLE ROW LEVEL SECURITY;
ALTER TABLE vault_core.audit_signing_key FORCE ROW LEVEL SECURITY;
ALTER TABLE vault_core.audit_refusals ENABLE ROW LEVEL SECURITY;
ALTER TABLE vault_core.audit_refusals FORCE ROW LEVEL SECURITY;

-- Heads: counts and hashes, touched by the two functions above, which run as the owner of the tables.
CREATE POLICY functions ON vault_core.audit_heads TO vault_owner USING (true) WITH CHECK (true);

-- Entries: anybody may add to a chain (adding is the safe direction, and the trigger sees to its place); only its owner,
-- the engine, the gate and auditors read it.
CREATE POLICY owner ON vault_core.audit_log FOR SELECT TO vault_app USING (vault_core.sees_chain(chain_kind, chain_id));
CREATE POLICY adding ON vault_core.audit_log FOR INSERT TO vault_app WITH CHECK (chain_kind <> 'platform');
CREATE POLICY engine ON vault_core.audit_log FOR SELECT TO vault_engine, vault_gate, vault_auditor USING (true);
CREATE POLICY engine_adding ON vault_core.audit_log FOR INSERT TO vault_engine, vault_gate, vault_door WITH CHECK (true);
GRANT SELECT, INSERT ON vault_core.audit_log TO vault_app, vault_engine, vault_gate;
GRANT INSERT ON vault_core.audit_log TO vault_door;
GRANT SELECT ON vault_core.audit_log TO vault_auditor;

CREATE POLICY owner ON vault_core.audit_payloads FOR SELECT TO vault_app USING (vault_core.sees_chain(chain_kind, chain_id));
CREATE POLICY adding ON vault_core.audit_payloads FOR INSERT TO vault_app, vault_engine, vault_gate, vault_door WITH CHECK (true);
CREATE POLICY engine ON vault_core.audit_payloads FOR SELECT TO vault_engine USING (true);
CREATE POLICY eraser ON vault_core.audit_payloads TO vault_eraser USING (true);
GRANT SELECT, INSERT ON vault_core.audit_payloads TO vault_app, vault_engine;
GRANT INSERT ON vault_core.audit_payloads TO vault_gate, vault_door;
GRANT SELECT, DELETE ON vault_core.audit_payloads TO vault_eraser;

CREATE POLICY engine ON vault_core.audit_subject_keys TO vault_engine USING (true) WITH CHECK (true);
CREATE POLICY eraser ON vault_core.audit_subject_keys TO vault_eraser USING (true);
GRANT SELECT, INSERT ON vault_core.audit_subject_keys TO vault_engine;
GRANT SELECT, DELETE ON vault_core.audit_subject_keys TO vault_eraser;

CREATE POLICY engine ON vault_core.audit_signing_key TO vault_engine USING (true) WITH CHECK (true);
GRANT SELECT, INSERT ON vault_core.audit_signing_key TO vault_engine;

CREATE POLICY engine ON vault_core.audit_refusals TO vault_engine USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE ON vault_core.audit_refusals TO vault_engine;
