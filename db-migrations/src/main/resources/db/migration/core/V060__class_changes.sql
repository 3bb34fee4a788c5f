-- Changes of class. A document's own class never changes; a change is a successor, which the owner ordered and signed beforehand.
-- One row is one order. Rows are never deleted and go on in one direction only, so that what was ever class C is known for good.

-- The entry that says a document came to be: its versions go when it is succeeded, this stays.
ALTER TABLE vault_core.documents ADD COLUMN created_entry bigint NULL CHECK (created_entry >= 1);

CREATE TABLE vault_core.class_changes (
  vault_id         uuid        NOT NULL,
  document_id      uuid        NOT NULL,
  from_class       text        NOT NULL CHECK (from_class IN ('A', 'B', 'C')),
  to_class         text        NOT NULL CHECK (to_class IN ('A', 'B', 'C')),
  successor_id     uuid        NOT NULL,
  signed_order     bytea       NOT NULL CHECK (octet_length(signed_order) <= 8192),  -- class-order/v1, signed by the owner
  asked_at         timestamptz NOT NULL,
  asked_entry      bigint      NOT NULL CHECK (asked_entry >= 1),
  waiting_seconds  bigint      NOT NULL CHECK (waiting_seconds BETWEEN 0 AND 31536000),
  told_at          timestamptz NULL,       -- when a mail server took the owner's letter; the waiting begins then
  due_at           timestamptz NULL,       -- the successor is taken from then on
  cancelled_at     timestamptz NULL,
  cancelled_entry  bigint      NULL CHECK (cancelled_entry >= 1),
  made_at          timestamptz NULL,
  made_entry       bigint      NULL CHECK (made_entry >= 1),
  PRIMARY KEY (vault_id, successor_id),
  FOREIGN KEY (vault_id, document_id, from_class) REFERENCES vault_core.documents (vault_id, id, class),
  CHECK (successor_id <> document_id),
  CHECK (from_class <> to_class),
  CHECK (NOT (from_class = 'C' AND to_class = 'A')),
  CHECK ((to_class COLLATE "C" < from_class COLLATE "C") = (waiting_seconds > 0)),
  CHECK (num_nonnulls(cancelled_at, cancelled_entry) IN (0, 2)),
  CHECK (num_nonnulls(made_at, made_entry) IN (0, 2)),
  CHECK (num_nonnulls(cancelled_at, made_at) <= 1),
  CHECK (waiting_seconds = 0 OR num_nonnulls(told_at, due_at) IN (0, 2))
);
-- Content has one way on: a second order for the same document has to wait until the first was cancelled, and for ever once it was carried out.
CREATE UNIQUE INDEX class_changes_one ON vault_core.class_changes (vault_id, document_id) WHERE cancelled_at IS NULL;

ALTER TABLE vault_core.class_changes ENABLE ROW LEVEL SECURITY;
ALTER TABLE vault_core.class_changes FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON vault_core.class_changes TO vault_app USING (vault_core.owns(vault_id)) WITH CHECK (vault_core.owns(vault_id));
CREATE POLICY engine ON vault_core.class_changes TO vault_engine USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE (cancelled_at, cancelled_entry, made_at, made_entry) ON vault_core.class_changes TO vault_app;
GRANT SELECT, UPDATE (told_at, due_at) ON vault_core.class_changes TO vault_engine;

-- What a mistake in a statement, or a hand at the console, must not do either (INV-02).
CREATE FUNCTION vault_core.check_class_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM vault_core.documents d WHERE d.vault_id = NEW.vault_id AND d.id = NEW.successor_id) THEN
    RAISE EXCEPTION 'a successor is a new document' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF NEW.to_class = 'A' AND EXISTS (
      WITH RECURSIVE before AS (
        SELECT c.document_id, c.from_class FROM vault_core.class_changes c
         WHERE c.vault_id = NEW.vault_id AND c.successor_id = NEW.document_id
        UNION
        SELECT c.document_id, c.from_class FROM vault_core.class_changes c JOIN before b ON c.successor_id = b.document_id
         WHERE c.vault_id = NEW.vault_id)
      SELECT FROM before WHERE from_class = 'C') THEN
    RAISE EXCEPTION 'what was ever class C never becomes class A' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF num_nonnulls(NEW.told_at, NEW.cancelled_at, NEW.made_at) > 0
     OR NEW.due_at IS DISTINCT FROM (CASE WHEN NEW.waiting_seconds = 0 THEN NEW.asked_at END) THEN
    RAISE EXCEPTION 'an order begins open' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER class_change_begins BEFORE INSERT ON vault_core.class_changes FOR EACH ROW EXECUTE FUNCTION vault_core.check_class_change();

CREATE FUNCTION vault_core.check_class_change_goes_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE'
     OR (NEW.vault_id, NEW.document_id, NEW.from_class, NEW.to_class, NEW.successor_id, NEW.signed_order, NEW.asked_at, NEW.asked_entry, NEW.waiting_seconds)
        IS DISTINCT FROM
        (OLD.vault_id, OLD.document_id, OLD.from_class, OLD.to_class, OLD.successor_id, OLD.signed_order, OLD.asked_at, OLD.asked_entry, OLD.waiting_seconds)
     OR (OLD.told_at IS NOT NULL AND NEW.told_at IS DISTINCT FROM OLD.told_at)
     OR (OLD.due_at IS NOT NULL AND NEW.due_at IS DISTINCT FROM OLD.due_at)
     OR (OLD.cancelled_at IS NOT NULL AND NEW.cancelled_at IS DISTINCT FROM OLD.cancelled_at)
     OR (OLD.made_at IS NOT NULL AND NEW.made_at IS DISTINCT FROM OLD.made_at) THEN
    RAISE EXCEPTION 'the history of classes is never rewritten' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF NEW.due_at IS NOT NULL AND NEW.waiting_seconds > 0 AND NEW.due_at < NEW.told_at + make_interval(secs => NEW.waiting_seconds) THEN
    RAISE EXCEPTION 'a weakening waits' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF NEW.made_at IS NOT NULL AND OLD.made_at IS NULL
     AND NOT EXISTS (SELECT FROM vault_core.documents d
                      WHERE d.vault_id = NEW.vault_id AND d.id = NEW.successor_id AND d.class = NEW.to_class) THEN
    RAISE EXCEPTION 'a change without its successor' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER class_change_goes_on BEFORE UPDATE OR DELETE ON vault_core.class_changes
  FOR EACH ROW EXECUTE FUNCTION vault_core.check_class_change_goes_on();

-- A successor comes as it was ordered: of that class, after the waiting, and not when the order was cancelled.
CREATE FUNCTION vault_core.check_successor() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM vault_core.class_changes c
              WHERE c.vault_id = NEW.vault_id AND c.successor_id = NEW.id
                AND (c.to_class <> NEW.class OR c.cancelled_at IS NOT NULL OR c.due_at IS NULL OR c.due_at > clock_timestamp())) THEN
    RAISE EXCEPTION 'a successor comes as it was ordered' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER successor_as_ordered BEFORE INSERT ON vault_core.documents FOR EACH ROW EXECUTE FUNCTION vault_core.check_successor();

-- What was succeeded takes no version, and nothing else loses one.
CREATE FUNCTION vault_core.check_succeeded() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  succeeded boolean := EXISTS (SELECT FROM vault_core.class_changes c
                                WHERE c.vault_id = coalesce(NEW.vault_id, OLD.vault_id) AND c.document_id = coalesce(NEW.document_id, OLD.document_id)
                                  AND c.made_at IS NOT NULL);
BEGIN
  IF TG_OP = 'INSERT' AND succeeded THEN
    RAISE EXCEPTION 'a document that was succeeded takes no version' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF TG_OP = 'DELETE' AND NOT succeeded THEN
    RAISE EXCEPTION 'a stored version is not deleted' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN coalesce(NEW, OLD);
END
$$;
CREATE TRIGGER versions_of_the_succeeded BEFORE INSERT OR DELETE ON vault_core.document_versions
  FOR EACH ROW EXECUTE FUNCTION vault_core.check_succeeded();
GRANT DELETE ON vault_core.document_versions TO vault_app;
