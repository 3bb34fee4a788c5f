-- Answers to creating requests that carried an Idempotency-Key: a client that lost the answer asks again and gets the
-- same one. Kept for a day. Requests of nobody (registration) stand under the id of all zeros and belong to vault_door.
CREATE TABLE vault_core.repeated_requests (
  account_id    uuid        NOT NULL,
  key           text        NOT NULL CHECK (key ~ '^[A-Za-z0-9_-]{8,64}$'),
  request_hash  text        NOT NULL CHECK (request_hash ~ '^[0-9a-f]{64}$'),
  started_at    timestamptz NOT NULL,
  answered      boolean     NOT NULL DEFAULT false,
  status        integer     NULL CHECK (status BETWEEN 200 AND 299),
  headers       text        NULL,  -- canonical JSON
  body          bytea       NULL CHECK (octet_length(body) <= 262144),
  PRIMARY KEY (account_id, key),
  CHECK (answered = (status IS NOT NULL AND headers IS NOT NULL AND body IS NOT NULL))
);
ALTER TABLE vault_core.repeated_requests ENABLE ROW LEVEL SECURITY;
ALTER TABLE vault_core.repeated_requests FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON vault_core.repeated_requests TO vault_app USING (account_id = vault_core.principal()) WITH CHECK (account_id = vault_core.principal());
CREATE POLICY door ON vault_core.repeated_requests TO vault_door
  USING (account_id = '00000000-0000-0000-0000-000000000000') WITH CHECK (account_id = '00000000-0000-0000-0000-000000000000');
GRANT SELECT, INSERT, UPDATE (answered, status, headers, body), DELETE ON vault_core.repeated_requests TO vault_app, vault_door;
