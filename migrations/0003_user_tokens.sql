-- The application through which the user of a session signed in last.
ALTER TABLE sessions ADD COLUMN application_id TEXT;

-- Tokens that stand for a user until they are deleted or expire. The hash finds one; the sealed value is what the API shows.
CREATE TABLE personal_access_tokens (
  tenant_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  name TEXT NOT NULL,
  token_hash BYTEA NOT NULL,
  sealed_value BYTEA NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT,
  PRIMARY KEY (tenant_id, user_id, name),
  FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id) ON DELETE CASCADE
);

CREATE UNIQUE INDEX personal_access_tokens_token_hash_key ON personal_access_tokens (tenant_id, token_hash);

-- Tokens with which an application may once speak for a user.
CREATE TABLE subject_tokens (
  tenant_id TEXT NOT NULL,
  token_hash BYTEA NOT NULL,
  user_id TEXT NOT NULL,
  context JSONB NOT NULL,
  created_at BIGINT NOT NULL,
  consumed_at BIGINT,
  expires_at BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, token_hash),
  FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id) ON DELETE CASCADE
);

CREATE INDEX subject_tokens_by_user ON subject_tokens (tenant_id, user_id);
CREATE INDEX subject_tokens_by_expiry ON subject_tokens (tenant_id, expires_at);

-- Tokens that are sent to an e-mail address and used once.
CREATE TABLE one_time_tokens (
  tenant_id TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  token_hash BYTEA NOT NULL,
  sealed_value BYTEA NOT NULL,
  email TEXT NOT NULL,
  context JSONB NOT NULL,
  status TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, id)
);

CREATE UNIQUE INDEX one_time_tokens_token_hash_key ON one_time_tokens (tenant_id, token_hash);
CREATE INDEX one_time_tokens_by_creation ON one_time_tokens (tenant_id, created_at, id);
CREATE INDEX one_time_tokens_by_email ON one_time_tokens (tenant_id, email, created_at);

-- Whose a social identity is. What is shown of it is in users.identities.
CREATE TABLE user_identities (
  tenant_id TEXT NOT NULL,
  target TEXT NOT NULL,
  identity_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  PRIMARY KEY (tenant_id, target, identity_id),
  FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id) ON DELETE CASCADE
);

CREATE UNIQUE INDEX user_identities_target_key ON user_identities (tenant_id, user_id, target);

-- What a user has chosen about signing in.
CREATE TABLE user_preferences (
  tenant_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  value JSONB NOT NULL,
  PRIMARY KEY (tenant_id, user_id),
  FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id) ON DELETE CASCADE
);
