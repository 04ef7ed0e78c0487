-- What applications did is looked for as often as what users did. The key is there so that records can be counted without reading them.
CREATE INDEX IF NOT EXISTS audit_logs_by_application ON audit_logs (tenant_id, application_id, id, key) WHERE application_id IS NOT NULL;

-- only on SQLite
-- Audit records as they come, in the order in which they come: a page of one table, where `audit_logs` has five trees in which a record's place is anywhere.
-- They are filed there a moment later, many at a time, and lists show both.
CREATE TABLE unfiled_audit_logs (
  tenant_id TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  key TEXT NOT NULL,
  payload JSONB NOT NULL,
  created_at BIGINT NOT NULL,
  user_id TEXT,
  application_id TEXT,
  organization_id TEXT,
  hook_id TEXT
);
