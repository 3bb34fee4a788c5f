-- The owner's release list that becomes current together with the version. Empty while the vault is not armed, and for class A.
ALTER TABLE vault_core.uploads ADD COLUMN release_list bytea NULL CHECK (octet_length(release_list) <= 8388608);
GRANT UPDATE (release_list) ON vault_core.uploads TO vault_app;
