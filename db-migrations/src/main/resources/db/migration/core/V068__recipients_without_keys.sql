-- A recipient may have no key yet: their device makes one from a code that the owner hands over, or the platform opens
-- for them when they come with one. Which of the two is decided when arming, and signed.
ALTER TABLE vault_core.recipients ALTER COLUMN recipient DROP NOT NULL;
ALTER TABLE vault_core.recipients ADD CHECK (recipient IS NOT NULL OR signing IS NULL);
