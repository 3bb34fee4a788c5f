-- Who acts, for every policy that follows. The servers set 'vault.principal' at the start of each transaction
-- (transaction-local). Outside of one it reads NULL, or '' once it was used on the connection: both mean nobody.
CREATE FUNCTION vault_core.principal() RETURNS uuid
  LANGUAGE sql STABLE PARALLEL SAFE
  RETURN nullif(current_setting('vault.principal', true), '')::uuid;

GRANT USAGE ON SCHEMA vault_core TO vault_app, vault_engine, vault_gate, vault_auditor, vault_eraser, vault_door;

-- Readiness compares it with the release; it says nothing about anybody.
GRANT SELECT ON vault_core.flyway_schema_history TO vault_app;
