-- What limited administrators may do: a role ("read-only" or "editor") for each tag of the Management API's operations.
ALTER TABLE console_administrators ADD COLUMN parts JSONB;
ALTER TABLE console_links ADD COLUMN parts JSONB;

-- Which administrator speaks for the user, in which application and why; NULL for what machines made.
ALTER TABLE subject_tokens ADD COLUMN impersonation JSONB;
