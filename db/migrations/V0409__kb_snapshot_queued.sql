-- Who asks while one waits gets that one, also where two ask at once.
DELETE FROM kb_snapshot s USING kb_snapshot earlier
WHERE s.status = 'queued' AND earlier.status = 'queued' AND s.rules = earlier.rules AND s.number > earlier.number;
CREATE UNIQUE INDEX kb_snapshot_queued ON kb_snapshot (rules) WHERE status = 'queued';
