-- Tasks are claimed before letters.
CREATE INDEX outbox_due_tasks ON vault_core.outbox (product, due) WHERE status = 'waiting' AND kind = 'task';

-- What waits can be sent.
ALTER TABLE vault_core.outbox ADD CONSTRAINT outbox_waiting_is_sealed CHECK (status <> 'waiting' OR payload IS NOT NULL);

-- The engine moves a row on, and never to another vault, person or occasion.
REVOKE UPDATE ON vault_core.outbox FROM vault_engine;
GRANT UPDATE (status, payload, answer, ended_at, claim, due, destination, failures) ON vault_core.outbox TO vault_engine;

-- As before, but the first hash of a chain is computed here: whoever may take a lock must not choose what a chain begins with.
DROP FUNCTION vault_core.audit_lock(text, uuid, text);

CREATE FUNCTION vault_core.audit_genesis(kind text, id uuid) RETURNS text
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog
  RETURN encode(sha256(int4send(22) || convert_to('vault/audit-genesis/v1', 'UTF8')
    || int4send(octet_length('{"id":"' || id || '","kind":"' || kind || '"}'))
    || convert_to('{"id":"' || id || '","kind":"' || kind || '"}', 'UTF8')), 'hex');

CREATE FUNCTION vault_core.audit_lock(kind text, id uuid)
  RETURNS TABLE (sequence bigint, hash text, at timestamptz)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  INSERT INTO vault_core.audit_heads (chain_id, chain_kind, sequence, hash, at)
  VALUES (id, kind, 0, vault_core.audit_genesis(kind, id), '-infinity')
  ON CONFLICT DO NOTHING;
  RETURN QUERY
  SELECT h.sequence, h.hash, greatest(h.at, clock_timestamp())
    FROM vault_core.audit_heads h
   WHERE h.chain_id = id AND h.chain_kind = kind
     FOR UPDATE;
END $$;

REVOKE ALL ON FUNCTION vault_core.audit_genesis(text, uuid), vault_core.audit_lock(text, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION vault_core.audit_lock(text, uuid) TO vault_app, vault_engine, vault_gate, vault_door;
