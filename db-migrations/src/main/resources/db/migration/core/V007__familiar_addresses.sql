-- Since when a name was last signed in to from an address: such a pair does not wait for what strangers did elsewhere.
ALTER TABLE vault_core.sign_in_tries ADD COLUMN known_at timestamptz NULL;
