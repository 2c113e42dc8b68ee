-- Tokens have roles of their own, each for one job. Those that were called an admin's were made for storing reports of evaluations.
ALTER TABLE api_client DROP CONSTRAINT api_client_role_check;
UPDATE api_client SET role = 'evaluator' WHERE role = 'admin';
ALTER TABLE api_client
    ADD CONSTRAINT api_client_role_check CHECK (role IN ('backend', 'reviewer', 'evaluator', 'curator'));
