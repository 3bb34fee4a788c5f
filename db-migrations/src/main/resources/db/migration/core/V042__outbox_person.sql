-- To whom of a vault's people a letter goes, so that what becomes of it shows with them. Empty for letters to the owner.
ALTER TABLE vault_core.outbox ADD COLUMN person_id uuid NULL;
