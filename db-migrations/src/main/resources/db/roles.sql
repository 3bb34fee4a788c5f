-- The roles of the platform. They belong to the cluster, not to a schema, so they are made before the first migration.
--
--   vault_owner    owns every table and runs migrations; row-level security is FORCEd, so it reads no row either
--   vault_app      what the servers log in as; owns nothing, has no DDL, inherits nothing from the roles below
--   vault_engine   ticks, outbox and links: work that belongs to no signed-in person
--   vault_gate     the release gate: the only one that reads sealed escrow shares
--   vault_auditor  reads the log, writes nothing
--   vault_eraser   removes what was erased
--   vault_keeper   re-seals sealed columns when a key is rotated, and sees no others
--   vault_door     looks a name up at sign-in: the only one that reads a stored sign-in hash
--   vault_operator writes orders (rotate, retire, shred) and reads how far they are; the servers cannot become it
--
-- vault_app becomes one of them by SET LOCAL ROLE for one transaction. INHERIT FALSE matters: a policy written TO
-- vault_engine would otherwise also hold for vault_app, which would then see everybody's rows all the time.
DO $roles$
DECLARE
  wanted text;
BEGIN
  PERFORM pg_advisory_xact_lock(7226140151);  -- two starts at once make the roles once
  FOREACH wanted IN ARRAY ARRAY['vault_owner', 'vault_app', 'vault_engine', 'vault_gate', 'vault_auditor', 'vault_eraser', 'vault_door', 'vault_keeper', 'vault_operator'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) THEN
      EXECUTE format('CREATE ROLE %I NOINHERIT %s', wanted,
                     CASE WHEN wanted IN ('vault_owner', 'vault_app') THEN 'LOGIN' ELSE 'NOLOGIN' END);
    END IF;
  END LOOP;
  FOREACH wanted IN ARRAY ARRAY['vault_engine', 'vault_gate', 'vault_auditor', 'vault_eraser', 'vault_door', 'vault_keeper'] LOOP
    IF NOT EXISTS (SELECT FROM pg_auth_members m
                    WHERE m.roleid = wanted::regrole AND m.member = 'vault_app'::regrole AND m.set_option AND NOT m.inherit_option) THEN
      EXECUTE format('GRANT %I TO vault_app WITH INHERIT FALSE, SET TRUE, ADMIN FALSE', wanted);
    END IF;
  END LOOP;
  IF NOT pg_has_role('vault_owner', 'vault_operator', 'SET') THEN
    GRANT vault_operator TO vault_owner WITH INHERIT FALSE, SET TRUE;
  END IF;
  IF NOT pg_has_role(current_user, 'vault_owner', 'SET') THEN
    EXECUTE format('GRANT vault_owner TO %I WITH INHERIT FALSE, SET TRUE', current_user);
  END IF;
  IF NOT has_database_privilege('vault_owner', current_database(), 'CREATE') THEN
    EXECUTE format('GRANT CREATE ON DATABASE %I TO vault_owner', current_database());
  END IF;
  IF EXISTS (SELECT FROM pg_database d
              WHERE d.datname = current_database() AND pg_has_role(current_user, d.datdba, 'USAGE')) THEN
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO vault_owner, vault_app', current_database());
    IF EXISTS (SELECT FROM pg_namespace WHERE nspname = 'public' AND pg_has_role(current_user, nspowner, 'USAGE')) THEN
      REVOKE ALL ON SCHEMA public FROM PUBLIC;
    END IF;
  END IF;
END
$roles$;
