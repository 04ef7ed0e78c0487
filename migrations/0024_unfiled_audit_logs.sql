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
