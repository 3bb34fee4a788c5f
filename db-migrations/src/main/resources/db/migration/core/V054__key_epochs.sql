-- How an account's keys of a later epoch came: the statement signed by the keys before and by the new ones. Nobody can
-- put another key beside or in the place of one that is there: rows are inserted, never changed.
ALTER TABLE vault_core.user_keys
  ADD COLUMN succession bytea NULL CHECK (octet_length(succession) BETWEEN 1 AND 65536),
  ADD CHECK ((epoch = 1) = (succession IS NULL));
