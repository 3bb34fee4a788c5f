-- Witness Vault's own tables live here; what every product shares is in vault_core.
COMMENT ON SCHEMA witness_vault IS 'Witness Vault: evidence with conditional release';
GRANT USAGE ON SCHEMA witness_vault TO vault_app, vault_engine;
