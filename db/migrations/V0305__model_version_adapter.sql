-- The adapter is part of what answers; empty for the base alone.
ALTER TABLE model_version ADD COLUMN adapter_sha256 text NOT NULL DEFAULT '';
ALTER TABLE model_version
    DROP CONSTRAINT model_version_base_sha256_format_version_decision_version_e_key;
ALTER TABLE model_version
    ADD CONSTRAINT model_version_parts
    UNIQUE (base_sha256, adapter_sha256, format_version, decision_version, encoder_version_id);
