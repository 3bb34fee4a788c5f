-- Keys of suite hybrid are longer; a person's row holds the texts of both, and a signing key may be a pair.
ALTER TABLE vault_core.platform_identities DROP CONSTRAINT platform_identities_recipient_check;
ALTER TABLE vault_core.platform_identities ADD CONSTRAINT platform_identities_recipient_check
  CHECK (recipient ~ '^age1[a-z0-9]{58}$' OR recipient ~ '^age1pq1[a-z0-9]{1952}$');

ALTER TABLE vault_core.gate_keys DROP CONSTRAINT gate_keys_signing_check;
ALTER TABLE vault_core.gate_keys ADD CONSTRAINT gate_keys_signing_check
  CHECK (signing ~ '^ed25519:[A-Za-z0-9_-]{43}(\+ml-dsa-44:[A-Za-z0-9_-]{1750})?$');

ALTER TABLE vault_core.trustees ADD CHECK (octet_length(recipient) <= 4096), ADD CHECK (octet_length(signing) <= 4096);
ALTER TABLE vault_core.recipients ADD CHECK (octet_length(recipient) <= 4096), ADD CHECK (octet_length(signing) <= 4096);
