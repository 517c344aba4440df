-- The audit trail's chain: each event is sealed with a hash of itself and of the seal before it. Seals are made in
-- the order in which events are certain to be there, so that no transaction waits for another's.
ALTER TABLE audit_events ADD COLUMN recorded_xid xid8 NOT NULL DEFAULT pg_current_xact_id();
CREATE INDEX audit_events_recorded_xid_idx ON audit_events (recorded_xid);

CREATE TABLE audit_seals (
  position bigint PRIMARY KEY,
  event_id bigint NOT NULL UNIQUE,
  hash bytea NOT NULL
);
-- Append-only, as the events are: nobody but the owner changes or removes a seal.
GRANT SELECT, INSERT ON audit_seals TO annex_operator;

CREATE FUNCTION annex_audit_hash(before bytea, event audit_events) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
  SELECT sha256(coalesce(before, ''::bytea) || convert_to(jsonb_build_array(
    event.id, event.tenant_id, event.actor, event.action, event.target, event.detail,
    extract(epoch FROM event.at))::text, 'UTF8'))
$$;

-- Seals what is certain and not sealed yet; two at once: the second waits and finds nothing left. Returns how many.
CREATE FUNCTION annex_seal_audit() RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  event audit_events;
  last audit_seals;
  made integer := 0;
BEGIN
  PERFORM pg_advisory_xact_lock(72707371);
  SELECT * INTO last FROM audit_seals ORDER BY position DESC LIMIT 1;
  FOR event IN
    SELECT e.* FROM audit_events e
    WHERE e.recorded_xid < pg_snapshot_xmin(pg_current_snapshot())
      AND e.recorded_xid >= coalesce((SELECT p.recorded_xid FROM audit_events p WHERE p.id = last.event_id), '0'::xid8)
      AND NOT EXISTS (SELECT FROM audit_seals s WHERE s.event_id = e.id)
    ORDER BY e.recorded_xid, e.id
  LOOP
    last.position := coalesce(last.position, 0) + 1;
    last.event_id := event.id;
    last.hash := annex_audit_hash(last.hash, event);
    INSERT INTO audit_seals VALUES (last.position, last.event_id, last.hash);
    made := made + 1;
  END LOOP;
  RETURN made;
END $$;
REVOKE EXECUTE ON FUNCTION annex_seal_audit() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION annex_seal_audit() TO annex_operator;

-- The first seal that does not hold: `missing` its event is gone, `changed` its hash is another, `out_of_place` a
-- position is skipped; or an event that is older than the last seal's and has none.
CREATE FUNCTION annex_verify_audit(OUT event_id bigint, OUT why text) RETURNS SETOF record LANGUAGE sql STABLE AS $$
  SELECT event_id, why FROM (
    SELECT s.position, s.event_id, CASE
      WHEN e.id IS NULL THEN 'missing'
      WHEN s.position <> row_number() OVER (ORDER BY s.position) THEN 'out_of_place'
      WHEN s.hash <> annex_audit_hash(lag(s.hash) OVER (ORDER BY s.position), e) THEN 'changed'
    END AS why
    FROM audit_seals s LEFT JOIN audit_events e ON e.id = s.event_id
    UNION ALL
    SELECT 9223372036854775807, e.id, 'unsealed' FROM audit_events e
    WHERE NOT EXISTS (SELECT FROM audit_seals s WHERE s.event_id = e.id)
      AND e.recorded_xid < (SELECT p.recorded_xid FROM audit_seals s JOIN audit_events p ON p.id = s.event_id ORDER BY s.position DESC LIMIT 1)
  ) AS checked WHERE why IS NOT NULL ORDER BY position LIMIT 1
$$;
