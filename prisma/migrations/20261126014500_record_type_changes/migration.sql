-- A record type can be changed: its version tells two people apart who change it at once, and what caches its fields follows.
ALTER TABLE record_types ADD COLUMN version integer NOT NULL DEFAULT 1;
CREATE TRIGGER notify_change AFTER UPDATE ON record_types FOR EACH ROW EXECUTE FUNCTION annex_notify_change();
