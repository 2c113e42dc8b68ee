-- How many entries a snapshot has, and findings among them, which a list of snapshots says of each.
ALTER TABLE kb_snapshot
    ADD COLUMN entries bigint NOT NULL DEFAULT 0,
    ADD COLUMN findings bigint NOT NULL DEFAULT 0;
UPDATE kb_snapshot s SET entries = e.entries, findings = e.findings
FROM (SELECT snapshot_id, count(*) AS entries, count(*) FILTER (WHERE finding) AS findings FROM kb_entry GROUP BY snapshot_id) AS e
WHERE e.snapshot_id = s.id;
