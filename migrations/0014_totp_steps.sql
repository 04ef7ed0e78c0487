-- The last time step whose code an authenticator was taken by (RFC 6238 §5.2: no code is taken twice). A row is of no use once its step is out
-- of the window in which codes are taken.

CREATE TABLE totp_steps (
  tenant_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  factor_id TEXT NOT NULL,
  step BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, user_id, factor_id),
  FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id) ON DELETE CASCADE
);

CREATE INDEX totp_steps_by_end ON totp_steps (tenant_id, expires_at);
