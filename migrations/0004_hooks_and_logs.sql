-- What lists of audit records are filtered by. They are in the payload too, where they cannot be indexed on both databases.
ALTER TABLE audit_logs ADD COLUMN user_id TEXT;
ALTER TABLE audit_logs ADD COLUMN application_id TEXT;
ALTER TABLE audit_logs ADD COLUMN organization_id TEXT;
ALTER TABLE audit_logs ADD COLUMN hook_id TEXT;

-- None by application: every token has one, and each further index makes every token dearer. Such lists read from the newest on.
CREATE INDEX audit_logs_by_user ON audit_logs (tenant_id, user_id, id) WHERE user_id IS NOT NULL;
CREATE INDEX audit_logs_by_organization ON audit_logs (tenant_id, organization_id, id) WHERE organization_id IS NOT NULL;
CREATE INDEX audit_logs_by_hook ON audit_logs (tenant_id, hook_id, id) WHERE hook_id IS NOT NULL;

-- Webhooks. busy_until is a lease: the node that holds it delivers for this hook, one event after the other. last_position numbers its events.
CREATE TABLE hooks (
  tenant_id TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  event TEXT,
  events JSONB NOT NULL,
  config JSONB NOT NULL,
  sealed_signing_key BYTEA NOT NULL,
  is_enabled BOOLEAN NOT NULL,
  busy_until BIGINT,
  last_position BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, id)
);

CREATE INDEX hooks_by_creation ON hooks (tenant_id, created_at, id);

-- Events that wait for their delivery, in the order of their positions; the body is what is sent, byte for byte.
CREATE TABLE hook_deliveries (
  tenant_id TEXT NOT NULL,
  hook_id TEXT NOT NULL,
  position BIGINT NOT NULL,
  event TEXT NOT NULL,
  body TEXT NOT NULL,
  attempts BIGINT NOT NULL,
  due_at BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, hook_id, position),
  FOREIGN KEY (tenant_id, hook_id) REFERENCES hooks (tenant_id, id) ON DELETE CASCADE
);

CREATE INDEX hook_deliveries_by_due ON hook_deliveries (tenant_id, due_at);
