-- Keys of suite hybrid are longer; a person's row holds the texts of both, and a signing key may be a pair.
ALTER TABLE vault_core.platform_identities DROP CONSTRAINT platform_identities_recipient_check;
ALTER TABLE vault_core.platform_identities ADD CONSTRAINT platform_identities_recipient_check
  CHECK (recipient ~ '^age1[a-z0-9]{58}$' OR (recipient ~ '^age1pq1[a-z0-9]+$' AND octet_length(recipient) = 1959));

CREATE FUNCTION vault_core.is_signing_key(key text) RETURNS boolean
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN key ~ '^ed25519:[A-Za-z0-9_-]{43}$'
      OR (key ~ '^ed25519:[A-Za-z0-9_-]{43}\+ml-dsa-44:[A-Za-z0-9_-]+$' AND octet_length(key) = 1812);

ALTER TABLE vault_core.gate_keys DROP CONSTRAINT gate_keys_signing_check;
ALTER TABLE vault_core.gate_keys ADD CONSTRAINT gate_keys_signing_check CHECK (vault_core.is_signing_key(signing));

ALTER TABLE vault_core.escrow_epochs DROP CONSTRAINT escrow_epochs_owner_key_check;
ALTER TABLE vault_core.escrow_epochs ADD CONSTRAINT escrow_epochs_owner_key_check CHECK (vault_core.is_signing_key(owner_key));

ALTER TABLE vault_core.trustees ADD CHECK (octet_length(recipient) <= 4096), ADD CHECK (vault_core.is_signing_key(signing));
ALTER TABLE vault_core.recipients ADD CHECK (octet_length(recipient) <= 4096), ADD CHECK (vault_core.is_signing_key(signing));
