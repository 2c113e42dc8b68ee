-- Trained models that were activated, each with the decision layer that was fitted with its scores: the two serve together. The
-- files lie in the installation under the same name. Where none is active, the base serves as it was published.
CREATE TABLE trained_model (
    name               text PRIMARY KEY,
    sha256             text NOT NULL,
    base_sha256        text NOT NULL,
    decision_version   text NOT NULL REFERENCES decision_layer,
    encoder_version_id int NOT NULL REFERENCES encoder_version,
    active             boolean NOT NULL DEFAULT false,
    activated_at       timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX trained_model_active ON trained_model (active) WHERE active;
