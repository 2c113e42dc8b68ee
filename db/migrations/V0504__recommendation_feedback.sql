-- Which events answered a recommendation. It names a person by the event, and goes with it.
CREATE TABLE recommendation_feedback (
    interaction_id    uuid PRIMARY KEY REFERENCES interaction ON DELETE CASCADE,
    recommendation_id uuid NOT NULL,
    created_at        timestamptz NOT NULL,
    FOREIGN KEY (recommendation_id, created_at) REFERENCES recommendation (id, created_at) ON DELETE CASCADE
);
CREATE INDEX recommendation_feedback_recommendation ON recommendation_feedback (recommendation_id);
