-- A vault may become stronger, once: from classic to hybrid, by its owner. Never back, whoever asks.
CREATE FUNCTION vault_core.suite_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.suite = NEW.suite OR (OLD.suite = 'classic' AND NEW.suite = 'hybrid') THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'the suite of a vault only grows stronger';
END $$;
CREATE TRIGGER suite_only_grows BEFORE UPDATE OF suite ON vault_core.vaults
  FOR EACH ROW EXECUTE FUNCTION vault_core.suite_only_grows();
ALTER TABLE vault_core.vaults ENABLE ALWAYS TRIGGER suite_only_grows;
GRANT UPDATE (suite) ON vault_core.vaults TO vault_app;
