-- Who operates the server signs in to its console as a user of a tenant of their own. Nothing of one tenant counts in another.
INSERT INTO tenants (id, created_at) VALUES ('admin', 0);

INSERT INTO configuration_versions (tenant_id, version) VALUES ('admin', 1);

CREATE TABLE console_administrators (
  tenant_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  role TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, user_id),
  FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id) ON DELETE CASCADE
);

-- Links by which somebody becomes an administrator, or gets in again (user_id). Each is redeemed by being deleted.
CREATE TABLE console_links (
  tenant_id TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  token_hash BYTEA NOT NULL,
  purpose TEXT NOT NULL,
  role TEXT NOT NULL,
  user_id TEXT,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, token_hash),
  FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id) ON DELETE CASCADE
);

CREATE INDEX console_links_by_end ON console_links (tenant_id, expires_at);
CREATE INDEX console_links_by_user ON console_links (tenant_id, user_id);
