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

-- What a change of class refers to keeps its document's id and class, for what was ever class C is known for good; and the eraser
-- takes versions of a document that nothing succeeded.
CREATE POLICY eraser ON vault_core.class_changes TO vault_eraser USING (true);
GRANT SELECT (vault_id, document_id) ON vault_core.class_changes TO vault_eraser;

CREATE OR REPLACE FUNCTION vault_core.check_succeeded() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND current_user = 'vault_eraser' THEN
    RETURN OLD;
  END IF;
  DECLARE
    succeeded boolean := EXISTS (SELECT FROM vault_core.class_changes c
                                  WHERE c.vault_id = coalesce(NEW.vault_id, OLD.vault_id) AND c.document_id = coalesce(NEW.document_id, OLD.document_id)
                                    AND c.made_at IS NOT NULL);
  BEGIN
    IF TG_OP = 'INSERT' AND succeeded THEN
      RAISE EXCEPTION 'a document that was succeeded takes no version' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF TG_OP = 'DELETE' AND NOT succeeded THEN
      RAISE EXCEPTION 'a stored version is not deleted' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
  END;
  RETURN coalesce(NEW, OLD);
END
$$;
