-- Documents of a vault: small parts here, payloads in the blob store, whose embedded default are the last two tables.

-- The identity that opens class A, sealed by the key service. A vault has one at a time; older ones stay, because class C
-- is refused when any of them opens it.
CREATE TABLE vault_core.platform_identities (
  vault_id         uuid        NOT NULL REFERENCES vault_core.vaults (id),
  number           integer     NOT NULL CHECK (number >= 1),
  recipient        text        NOT NULL CHECK (recipient ~ '^age1[a-z0-9]{58}$'),
  sealed_identity  bytea       NOT NULL CHECK (octet_length(sealed_identity) BETWEEN 48 AND 8192),
  created_at       timestamptz NOT NULL,
  PRIMARY KEY (vault_id, number)
);

-- A document exists once its first version is complete. Its class is set then and never changes (INV-01).
CREATE TABLE vault_core.documents (
  vault_id        uuid        NOT NULL REFERENCES vault_core.vaults (id),
  id              uuid        NOT NULL,
  class           text        NOT NULL CHECK (class IN ('A', 'B', 'C')),
  latest_version  integer     NOT NULL CHECK (latest_version >= 1),
  created_at      timestamptz NOT NULL,
  PRIMARY KEY (vault_id, id),
  UNIQUE (vault_id, id, class)
);

CREATE TABLE vault_core.document_versions (
  vault_id          uuid        NOT NULL,
  document_id       uuid        NOT NULL,
  version           integer     NOT NULL CHECK (version >= 1),
  class             text        NOT NULL CHECK (class IN ('A', 'B', 'C')),
  manifest          bytea       NOT NULL CHECK (octet_length(manifest) <= 65536),   -- canonical JSON, signed by the owner
  header            bytea       NOT NULL CHECK (octet_length(header) <= 65536),
  metadata_header   bytea       NOT NULL CHECK (octet_length(metadata_header) <= 65536),
  metadata_payload  bytea       NOT NULL CHECK (octet_length(metadata_payload) <= 262144),
  epoch             integer     NOT NULL CHECK (epoch >= 0),
  blob_id           uuid        NOT NULL,
  payload_size      bigint      NOT NULL CHECK (payload_size > 0),
  log_sequence      bigint      NOT NULL CHECK (log_sequence >= 1),   -- the entry that says it was stored: its receipt can be had again
  stored_at         timestamptz NOT NULL,
  PRIMARY KEY (vault_id, document_id, version),
  -- The class is part of the key, so a version of another class than its document's cannot be.
  FOREIGN KEY (vault_id, document_id, class) REFERENCES vault_core.documents (vault_id, id, class),
  CHECK (class = 'B' OR epoch = 0)
);

-- An upload under way: announced and accepted, its payload not complete. Not a document yet.
CREATE TABLE vault_core.uploads (
  vault_id          uuid        NOT NULL REFERENCES vault_core.vaults (id),
  document_id       uuid        NOT NULL,
  version           integer     NOT NULL CHECK (version >= 1),
  class             text        NOT NULL CHECK (class IN ('A', 'B', 'C')),
  manifest          bytea       NOT NULL CHECK (octet_length(manifest) <= 65536),
  header            bytea       NOT NULL CHECK (octet_length(header) <= 65536),
  metadata_header   bytea       NOT NULL CHECK (octet_length(metadata_header) <= 65536),
  metadata_payload  bytea       NOT NULL CHECK (octet_length(metadata_payload) <= 262144),
  blob_id           uuid        NOT NULL,
  payload_size      bigint      NOT NULL CHECK (payload_size > 0),
  received          bigint      NOT NULL DEFAULT 0 CHECK (received BETWEEN 0 AND payload_size),
  touched_at        timestamptz NOT NULL,
  PRIMARY KEY (vault_id, document_id)
);
CREATE INDEX uploads_touched ON vault_core.uploads (touched_at);

-- Payload bytes, in pieces of 4 MiB. EXTERNAL: ciphertext does not compress, and a part of a row can be read alone.
CREATE TABLE vault_core.blob_pieces (
  vault_id  uuid     NOT NULL REFERENCES vault_core.vaults (id),
  blob_id   uuid     NOT NULL,
  number    integer  NOT NULL CHECK (number >= 0),
  bytes     bytea    NOT NULL CHECK (octet_length(bytes) BETWEEN 1 AND 4194304),
  PRIMARY KEY (vault_id, blob_id, number)
);
ALTER TABLE vault_core.blob_pieces ALTER COLUMN bytes SET STORAGE EXTERNAL;

-- What a mistake in a statement, or a hand at the console, must not do either.
CREATE FUNCTION vault_core.refuse_class_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.vault_id, NEW.class) IS DISTINCT FROM (OLD.vault_id, OLD.class) THEN
    RAISE EXCEPTION 'the class of a document never changes' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER class_is_for_ever BEFORE UPDATE ON vault_core.documents FOR EACH ROW EXECUTE FUNCTION vault_core.refuse_class_change();
CREATE TRIGGER class_is_for_ever BEFORE UPDATE ON vault_core.document_versions FOR EACH ROW EXECUTE FUNCTION vault_core.refuse_class_change();
CREATE TRIGGER class_is_for_ever BEFORE UPDATE ON vault_core.uploads FOR EACH ROW EXECUTE FUNCTION vault_core.refuse_class_change();

ALTER TABLE vault_core.platform_identities ENABLE ROW LEVEL SECURITY;
ALTER TABLE vault_core.platform_identities FORCE ROW LEVEL SECURITY;
ALTER TABLE vault_core.documents ENABLE ROW LEVEL SECURITY;
ALTER TABLE vault_core.documents FORCE ROW LEVEL SECURITY;
ALTER TABLE vault_core.document_versions ENABLE ROW LEVEL SECURITY;
ALTER TABLE vault_core.document_versions FORCE ROW LEVEL SECURITY;
ALTER TABLE vault_core.uploads ENABLE ROW LEVEL SECURITY;
ALTER TABLE vault_core.uploads FORCE ROW LEVEL SECURITY;
ALTER TABLE vault_core.blob_pieces ENABLE ROW LEVEL SECURITY;
ALTER TABLE vault_core.blob_pieces FORCE ROW LEVEL SECURITY;

CREATE POLICY owner ON vault_core.platform_identities TO vault_app USING (vault_core.owns(vault_id)) WITH CHECK (vault_core.owns(vault_id));
CREATE POLICY owner ON vault_core.documents TO vault_app USING (vault_core.owns(vault_id)) WITH CHECK (vault_core.owns(vault_id));
CREATE POLICY owner ON vault_core.document_versions TO vault_app USING (vault_core.owns(vault_id)) WITH CHECK (vault_core.owns(vault_id));
CREATE POLICY owner ON vault_core.uploads TO vault_app USING (vault_core.owns(vault_id)) WITH CHECK (vault_core.owns(vault_id));
CREATE POLICY owner ON vault_core.blob_pieces TO vault_app USING (vault_core.owns(vault_id)) WITH CHECK (vault_core.owns(vault_id));

-- Grants: who may see lists, who may open also gets payloads. The platform identity (sealed) is needed to open class A.
CREATE POLICY granted ON vault_core.platform_identities FOR SELECT TO vault_app USING (vault_core.granted_anything(vault_id));
CREATE POLICY granted ON vault_core.documents FOR SELECT TO vault_app USING (vault_core.granted(vault_id, id, 'see', 'open', 'manage'));
CREATE POLICY granted ON vault_core.document_versions FOR SELECT TO vault_app USING (vault_core.granted(vault_id, document_id, 'see', 'open', 'manage'));
CREATE POLICY granted ON vault_core.blob_pieces FOR SELECT TO vault_app
  USING (EXISTS (SELECT FROM vault_core.document_versions v
                  WHERE v.vault_id = blob_pieces.vault_id AND v.blob_id = blob_pieces.blob_id
                    AND vault_core.granted(v.vault_id, v.document_id, 'open')));
CREATE INDEX document_versions_blob ON vault_core.document_versions (vault_id, blob_id);

-- The engine hands releases out and clears abandoned uploads; it writes no document.
CREATE POLICY engine ON vault_core.documents FOR SELECT TO vault_engine USING (true);
CREATE POLICY engine ON vault_core.document_versions FOR SELECT TO vault_engine USING (true);
CREATE POLICY engine ON vault_core.uploads TO vault_engine USING (true);
CREATE POLICY engine ON vault_core.blob_pieces TO vault_engine USING (true);

GRANT SELECT, INSERT ON vault_core.platform_identities TO vault_app;
GRANT SELECT, INSERT, UPDATE (latest_version) ON vault_core.documents TO vault_app;
GRANT SELECT, INSERT, UPDATE (manifest, header, metadata_header, epoch) ON vault_core.document_versions TO vault_app;
GRANT SELECT, INSERT, DELETE, UPDATE (received, touched_at) ON vault_core.uploads TO vault_app;
GRANT SELECT, INSERT, DELETE ON vault_core.blob_pieces TO vault_app;
GRANT SELECT ON vault_core.documents, vault_core.document_versions TO vault_engine;
GRANT SELECT, DELETE, UPDATE (touched_at) ON vault_core.uploads TO vault_engine;  -- UPDATE, because it locks them first
GRANT SELECT, DELETE ON vault_core.blob_pieces TO vault_engine;

-- Stored payloads do not go: only those of an upload that never became a document.
CREATE FUNCTION vault_core.refuse_losing_payloads() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM vault_core.document_versions v WHERE v.vault_id = OLD.vault_id AND v.blob_id = OLD.blob_id) THEN
    RAISE EXCEPTION 'the payload of a stored document is not deleted' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN OLD;
END
$$;
CREATE TRIGGER stored_payloads_stay BEFORE DELETE ON vault_core.blob_pieces FOR EACH ROW EXECUTE FUNCTION vault_core.refuse_losing_payloads();
