-- only on SQLite
-- Most tokens outlive the session they come from and name none: those are in no index of sessions, which saves a page of each that is written.
DROP INDEX access_tokens_by_session;
CREATE INDEX access_tokens_by_session ON access_tokens (tenant_id, session_id) WHERE session_id IS NOT NULL;
DROP INDEX refresh_tokens_by_session;
CREATE INDEX refresh_tokens_by_session ON refresh_tokens (tenant_id, session_id) WHERE session_id IS NOT NULL;
