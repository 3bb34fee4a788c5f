-- How many letters an account caused lately, without reading every link there is.
CREATE INDEX links_account ON vault_core.links (account_id, id) WHERE account_id IS NOT NULL;
