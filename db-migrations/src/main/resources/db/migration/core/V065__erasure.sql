-- What vault_eraser removes once the keys are destroyed (docs/adr/0097): the rows of a document or a vault, and what is personal of
-- a subject. It reads ids, no content.
CREATE POLICY eraser ON vault_core.documents TO vault_eraser USING (true);
CREATE POLICY eraser ON vault_core.document_versions TO vault_eraser USING (true);
CREATE POLICY eraser ON vault_core.uploads TO vault_eraser USING (true);
CREATE POLICY eraser ON vault_core.blob_pieces TO vault_eraser USING (true);
CREATE POLICY eraser ON vault_core.platform_identities TO vault_eraser USING (true);
GRANT SELECT (vault_id, id), DELETE ON vault_core.documents TO vault_eraser;
GRANT SELECT (vault_id, document_id, version, blob_id), DELETE ON vault_core.document_versions TO vault_eraser;
GRANT SELECT (vault_id, document_id, blob_id), DELETE ON vault_core.uploads TO vault_eraser;
GRANT SELECT (vault_id, blob_id, number), DELETE ON vault_core.blob_pieces TO vault_eraser;
GRANT SELECT (vault_id, number, recipient), DELETE ON vault_core.platform_identities TO vault_eraser;

-- An old key of access tokens counts until the longest token life after this time.
ALTER TABLE vault_core.door_secrets ADD COLUMN superseded_at timestamptz NULL;
GRANT UPDATE (superseded_at), DELETE ON vault_core.door_secrets TO vault_door;
