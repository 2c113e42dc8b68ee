-- How many of a snapshot's entries and findings rest on people's demographics, which are told of none where these are switched off.
ALTER TABLE kb_snapshot
    ADD COLUMN sensitive_entries bigint NOT NULL DEFAULT 0,
    ADD COLUMN sensitive_findings bigint NOT NULL DEFAULT 0;
UPDATE kb_snapshot s SET sensitive_entries = e.entries, sensitive_findings = e.findings
FROM (SELECT snapshot_id, count(*) AS entries, count(*) FILTER (WHERE finding) AS findings FROM kb_entry WHERE sensitive
      GROUP BY snapshot_id) AS e
WHERE e.snapshot_id = s.id;
