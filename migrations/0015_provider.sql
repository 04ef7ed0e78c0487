-- Where a session was used last, for lists of one's own sessions; and for which device an interaction signs in.
ALTER TABLE sessions ADD COLUMN agent JSONB;
ALTER TABLE sessions ADD COLUMN last_active_at BIGINT;
ALTER TABLE interactions ADD COLUMN device_code_hash BYTEA;

-- Devices that wait for their user (RFC 8628). What the user allows is in the columns from grant_id on.
CREATE TABLE device_codes (
  tenant_id TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  code_hash BYTEA NOT NULL,
  user_code_hash BYTEA NOT NULL,
  application_id TEXT NOT NULL,
  parameters JSONB NOT NULL,
  state TEXT NOT NULL,
  session_id TEXT,
  grant_id TEXT,
  payload JSONB,
  poll_interval BIGINT NOT NULL,
  polled_at BIGINT,
  expires_at BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, code_hash),
  FOREIGN KEY (tenant_id, grant_id) REFERENCES grants (tenant_id, id) ON DELETE CASCADE
);

CREATE UNIQUE INDEX device_codes_user_code_hash_key ON device_codes (tenant_id, user_code_hash);
CREATE INDEX device_codes_by_grant ON device_codes (tenant_id, grant_id);
CREATE INDEX device_codes_by_expiry ON device_codes (tenant_id, expires_at);

-- Applications that are still to hear that a session has ended (OpenID Connect Back-Channel Logout 1.0). A session ends once, so its id and
-- the application name the message.
CREATE TABLE logout_deliveries (
  tenant_id TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  session_id TEXT NOT NULL,
  application_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  sid TEXT NOT NULL,
  attempts BIGINT NOT NULL,
  due_at BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, session_id, application_id),
  FOREIGN KEY (tenant_id, application_id) REFERENCES applications (tenant_id, id) ON DELETE CASCADE
);

CREATE INDEX logout_deliveries_by_due ON logout_deliveries (tenant_id, due_at);
CREATE INDEX logout_deliveries_by_application ON logout_deliveries (tenant_id, application_id);
