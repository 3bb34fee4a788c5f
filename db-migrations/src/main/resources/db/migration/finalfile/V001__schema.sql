-- Final File's own tables live here; what every product shares is in vault_core.
COMMENT ON SCHEMA final_file IS 'Final File: digital estate vault and executor management';
GRANT USAGE ON SCHEMA final_file TO vault_app, vault_engine;
