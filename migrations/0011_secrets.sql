-- What is kept for users, sealed: the tokens that a connector's provider gave for an identity. They go with the identity, the user and the
-- connector. The version moves with every change, and who renews the tokens holds a lease meanwhile: a refresh token may be good once only.
CREATE TABLE secrets (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  connector_id TEXT NOT NULL,
  target TEXT NOT NULL,
  identity_id TEXT NOT NULL,
  sealed_value BYTEA NOT NULL,
  metadata JSONB NOT NULL,
  version BIGINT NOT NULL,
  leased_until BIGINT,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, connector_id) REFERENCES connectors (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, target, identity_id) REFERENCES user_identities (tenant_id, target, identity_id) ON DELETE CASCADE
);

CREATE UNIQUE INDEX secrets_target_key ON secrets (tenant_id, user_id, target);
CREATE INDEX secrets_by_connector ON secrets (tenant_id, connector_id);
CREATE INDEX secrets_by_identity ON secrets (tenant_id, target, identity_id);
