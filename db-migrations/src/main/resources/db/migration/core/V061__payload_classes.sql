-- Under which class each payload was first stored here, and kept when the document is gone: the same ciphertext under
-- another class would be a change of class by nothing but new headers (INV-02).
CREATE TABLE vault_core.payload_classes (
  vault_id        uuid  NOT NULL REFERENCES vault_core.vaults (id),
  payload_sha256  text  NOT NULL CHECK (payload_sha256 ~ '^[0-9a-f]{64}$'),   -- of a document's payload or of its metadata file's
  class           text  NOT NULL CHECK (class IN ('A', 'B', 'C')),
  PRIMARY KEY (vault_id, payload_sha256)
);
-- Payloads that are here already. Row-level security is forced, so it is put aside for this statement's owner.
ALTER TABLE vault_core.document_versions NO FORCE ROW LEVEL SECURITY;
INSERT INTO vault_core.payload_classes (vault_id, payload_sha256, class)
  SELECT v.vault_id, m.body ->> hash.name, max(v.class COLLATE "C")
    FROM vault_core.document_versions v
   CROSS JOIN LATERAL (SELECT convert_from(v.manifest, 'UTF8')::jsonb -> 'body' AS body) m
   CROSS JOIN (VALUES ('payloadSha256'), ('metadataPayloadSha256')) AS hash (name)
   GROUP BY 1, 2;
ALTER TABLE vault_core.document_versions FORCE ROW LEVEL SECURITY;

ALTER TABLE vault_core.payload_classes ENABLE ROW LEVEL SECURITY;
ALTER TABLE vault_core.payload_classes FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON vault_core.payload_classes TO vault_app USING (vault_core.owns(vault_id)) WITH CHECK (vault_core.owns(vault_id));
GRANT SELECT, INSERT ON vault_core.payload_classes TO vault_app;
