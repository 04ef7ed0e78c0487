-- Browsers in which a user is not asked for the second factor again. What the browser has is known by its hash.
CREATE TABLE trusted_devices (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  token_hash BYTEA NOT NULL,
  agent JSONB NOT NULL,
  created_at BIGINT NOT NULL,
  last_used_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id) ON DELETE CASCADE
);

CREATE UNIQUE INDEX trusted_devices_token_hash_key ON trusted_devices (tenant_id, token_hash);
CREATE INDEX trusted_devices_by_user ON trusted_devices (tenant_id, user_id);
CREATE INDEX trusted_devices_by_end ON trusted_devices (tenant_id, expires_at);

-- Networks from which a user has signed in with everything that was asked, for second factors that are asked for by risk.
CREATE TABLE sign_in_places (
  tenant_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  network TEXT NOT NULL,
  country TEXT,
  expires_at BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, user_id, network),
  FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id) ON DELETE CASCADE
);

CREATE INDEX sign_in_places_by_end ON sign_in_places (tenant_id, expires_at);
