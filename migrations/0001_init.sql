-- One text for both databases, in the types TEXT, BIGINT, BOOLEAN, JSONB and BYTEA; crates/store/src/db/migrate.rs translates it.
-- Every key begins with tenant_id, so that a shared database can be partitioned or distributed by tenant.
-- Unique indexes are named <table>_<last column>_key: errors are told apart by that name. Moments are epoch milliseconds.
-- Columns named …_folded hold text folded for comparison (domain::text::fold).

CREATE TABLE tenants (
  id TEXT NOT NULL PRIMARY KEY,
  created_at BIGINT NOT NULL
);

INSERT INTO tenants (id, created_at) VALUES ('default', 0);

-- Moves with every change of cached configuration; nodes compare it with what they hold.
CREATE TABLE configuration_versions (
  tenant_id TEXT NOT NULL PRIMARY KEY REFERENCES tenants (id) ON DELETE CASCADE,
  version BIGINT NOT NULL
);

INSERT INTO configuration_versions (tenant_id, version) VALUES ('default', 1);

CREATE TABLE tenant_settings (
  tenant_id TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  key TEXT NOT NULL,
  value JSONB NOT NULL,
  PRIMARY KEY (tenant_id, key)
);

-- Counts that lists show, kept with the rows so that a page costs the same at any size; sharded so that writers do not queue for one row.
CREATE TABLE counters (
  tenant_id TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  shard BIGINT NOT NULL,
  value BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, name, shard)
);

-- Private keys and tenant secrets are sealed with the sealing key, which is not in the database.
CREATE TABLE signing_keys (
  tenant_id TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  status TEXT NOT NULL,
  algorithm TEXT NOT NULL,
  sealed_private_key BYTEA NOT NULL,
  created_at BIGINT NOT NULL,
  effective_at BIGINT,
  PRIMARY KEY (tenant_id, id)
);

CREATE TABLE tenant_secrets (
  tenant_id TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  sealed_value BYTEA NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, kind, id)
);

CREATE TABLE users (
  tenant_id TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  username TEXT,
  username_folded TEXT,
  primary_email TEXT,
  primary_email_folded TEXT,
  primary_phone TEXT,
  name TEXT,
  name_folded TEXT,
  avatar TEXT,
  custom_data JSONB NOT NULL,
  profile JSONB NOT NULL,
  identities JSONB NOT NULL,
  mfa_factors JSONB NOT NULL,
  password_digest TEXT,
  password_algorithm TEXT,
  application_id TEXT,
  is_suspended BOOLEAN NOT NULL,
  last_sign_in_at BIGINT,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, id)
);

CREATE UNIQUE INDEX users_username_key ON users (tenant_id, username);
CREATE UNIQUE INDEX users_primary_email_folded_key ON users (tenant_id, primary_email_folded);
CREATE UNIQUE INDEX users_primary_phone_key ON users (tenant_id, primary_phone);
CREATE INDEX users_by_creation ON users (tenant_id, created_at, id);
CREATE INDEX users_by_username_folded ON users (tenant_id, username_folded);

CREATE TABLE resources (
  tenant_id TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  indicator TEXT NOT NULL,
  is_default BOOLEAN NOT NULL,
  access_token_ttl_seconds BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, id)
);

CREATE UNIQUE INDEX resources_indicator_key ON resources (tenant_id, indicator);

CREATE TABLE scopes (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  resource_id TEXT NOT NULL,
  name TEXT NOT NULL,
  name_folded TEXT NOT NULL,
  description TEXT,
  description_folded TEXT,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, resource_id) REFERENCES resources (tenant_id, id) ON DELETE CASCADE
);

CREATE UNIQUE INDEX scopes_name_key ON scopes (tenant_id, resource_id, name);

CREATE TABLE roles (
  tenant_id TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  name_folded TEXT NOT NULL,
  description TEXT NOT NULL,
  description_folded TEXT NOT NULL,
  type TEXT NOT NULL,
  is_default BOOLEAN NOT NULL,
  PRIMARY KEY (tenant_id, id)
);

CREATE UNIQUE INDEX roles_name_key ON roles (tenant_id, name);

CREATE TABLE role_scopes (
  tenant_id TEXT NOT NULL,
  role_id TEXT NOT NULL,
  scope_id TEXT NOT NULL,
  PRIMARY KEY (tenant_id, role_id, scope_id),
  FOREIGN KEY (tenant_id, role_id) REFERENCES roles (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, scope_id) REFERENCES scopes (tenant_id, id) ON DELETE CASCADE
);

CREATE INDEX role_scopes_by_scope ON role_scopes (tenant_id, scope_id);

CREATE TABLE user_roles (
  tenant_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  role_id TEXT NOT NULL,
  PRIMARY KEY (tenant_id, user_id, role_id),
  FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, role_id) REFERENCES roles (tenant_id, id) ON DELETE CASCADE
);

CREATE INDEX user_roles_by_role ON user_roles (tenant_id, role_id, user_id);

CREATE TABLE applications (
  tenant_id TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  name_folded TEXT NOT NULL,
  description TEXT,
  description_folded TEXT,
  type TEXT NOT NULL,
  oidc_client_metadata JSONB NOT NULL,
  custom_client_metadata JSONB NOT NULL,
  protected_app_metadata JSONB,
  custom_data JSONB NOT NULL,
  is_third_party BOOLEAN NOT NULL,
  app_level_access_control_enabled BOOLEAN NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, id)
);

CREATE INDEX applications_by_creation ON applications (tenant_id, created_at, id);

CREATE TABLE application_secrets (
  tenant_id TEXT NOT NULL,
  application_id TEXT NOT NULL,
  name TEXT NOT NULL,
  sealed_value BYTEA NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT,
  PRIMARY KEY (tenant_id, application_id, name),
  FOREIGN KEY (tenant_id, application_id) REFERENCES applications (tenant_id, id) ON DELETE CASCADE
);

CREATE TABLE application_roles (
  tenant_id TEXT NOT NULL,
  application_id TEXT NOT NULL,
  role_id TEXT NOT NULL,
  PRIMARY KEY (tenant_id, application_id, role_id),
  FOREIGN KEY (tenant_id, application_id) REFERENCES applications (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, role_id) REFERENCES roles (tenant_id, id) ON DELETE CASCADE
);

CREATE INDEX application_roles_by_role ON application_roles (tenant_id, role_id, application_id);

CREATE TABLE organizations (
  tenant_id TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  name_folded TEXT NOT NULL,
  description TEXT,
  custom_data JSONB NOT NULL,
  is_mfa_required BOOLEAN NOT NULL,
  color JSONB NOT NULL,
  branding JSONB NOT NULL,
  custom_css TEXT,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, id)
);

CREATE TABLE organization_scopes (
  tenant_id TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  name_folded TEXT NOT NULL,
  description TEXT,
  PRIMARY KEY (tenant_id, id)
);

CREATE UNIQUE INDEX organization_scopes_name_key ON organization_scopes (tenant_id, name);

CREATE TABLE organization_roles (
  tenant_id TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  name_folded TEXT NOT NULL,
  description TEXT,
  description_folded TEXT,
  type TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id)
);

CREATE UNIQUE INDEX organization_roles_name_key ON organization_roles (tenant_id, name);

CREATE TABLE organization_role_scopes (
  tenant_id TEXT NOT NULL,
  organization_role_id TEXT NOT NULL,
  organization_scope_id TEXT NOT NULL,
  PRIMARY KEY (tenant_id, organization_role_id, organization_scope_id),
  FOREIGN KEY (tenant_id, organization_role_id) REFERENCES organization_roles (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, organization_scope_id) REFERENCES organization_scopes (tenant_id, id) ON DELETE CASCADE
);

CREATE INDEX organization_role_scopes_by_scope ON organization_role_scopes (tenant_id, organization_scope_id);

CREATE TABLE organization_role_resource_scopes (
  tenant_id TEXT NOT NULL,
  organization_role_id TEXT NOT NULL,
  scope_id TEXT NOT NULL,
  PRIMARY KEY (tenant_id, organization_role_id, scope_id),
  FOREIGN KEY (tenant_id, organization_role_id) REFERENCES organization_roles (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, scope_id) REFERENCES scopes (tenant_id, id) ON DELETE CASCADE
);

CREATE INDEX organization_role_resource_scopes_by_scope ON organization_role_resource_scopes (tenant_id, scope_id);

CREATE TABLE organization_users (
  tenant_id TEXT NOT NULL,
  organization_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  PRIMARY KEY (tenant_id, organization_id, user_id),
  FOREIGN KEY (tenant_id, organization_id) REFERENCES organizations (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id) ON DELETE CASCADE
);

CREATE INDEX organization_users_by_user ON organization_users (tenant_id, user_id, organization_id);

CREATE TABLE organization_user_roles (
  tenant_id TEXT NOT NULL,
  organization_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  organization_role_id TEXT NOT NULL,
  PRIMARY KEY (tenant_id, organization_id, user_id, organization_role_id),
  FOREIGN KEY (tenant_id, organization_id, user_id)
    REFERENCES organization_users (tenant_id, organization_id, user_id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, organization_role_id) REFERENCES organization_roles (tenant_id, id) ON DELETE CASCADE
);

CREATE INDEX organization_user_roles_by_role ON organization_user_roles (tenant_id, organization_role_id);
CREATE INDEX organization_user_roles_by_user ON organization_user_roles (tenant_id, user_id, organization_id);

CREATE TABLE organization_applications (
  tenant_id TEXT NOT NULL,
  organization_id TEXT NOT NULL,
  application_id TEXT NOT NULL,
  PRIMARY KEY (tenant_id, organization_id, application_id),
  FOREIGN KEY (tenant_id, organization_id) REFERENCES organizations (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, application_id) REFERENCES applications (tenant_id, id) ON DELETE CASCADE
);

CREATE INDEX organization_applications_by_application ON organization_applications (tenant_id, application_id, organization_id);

CREATE TABLE organization_application_roles (
  tenant_id TEXT NOT NULL,
  organization_id TEXT NOT NULL,
  application_id TEXT NOT NULL,
  organization_role_id TEXT NOT NULL,
  PRIMARY KEY (tenant_id, organization_id, application_id, organization_role_id),
  FOREIGN KEY (tenant_id, organization_id, application_id)
    REFERENCES organization_applications (tenant_id, organization_id, application_id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, organization_role_id) REFERENCES organization_roles (tenant_id, id) ON DELETE CASCADE
);

CREATE INDEX organization_application_roles_by_role ON organization_application_roles (tenant_id, organization_role_id);

-- What a third-party application may ask users for.
CREATE TABLE application_user_scopes (
  tenant_id TEXT NOT NULL,
  application_id TEXT NOT NULL,
  user_scope TEXT NOT NULL,
  PRIMARY KEY (tenant_id, application_id, user_scope),
  FOREIGN KEY (tenant_id, application_id) REFERENCES applications (tenant_id, id) ON DELETE CASCADE
);

CREATE TABLE application_resource_scopes (
  tenant_id TEXT NOT NULL,
  application_id TEXT NOT NULL,
  scope_id TEXT NOT NULL,
  PRIMARY KEY (tenant_id, application_id, scope_id),
  FOREIGN KEY (tenant_id, application_id) REFERENCES applications (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, scope_id) REFERENCES scopes (tenant_id, id) ON DELETE CASCADE
);

CREATE TABLE application_organization_scopes (
  tenant_id TEXT NOT NULL,
  application_id TEXT NOT NULL,
  organization_scope_id TEXT NOT NULL,
  PRIMARY KEY (tenant_id, application_id, organization_scope_id),
  FOREIGN KEY (tenant_id, application_id) REFERENCES applications (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, organization_scope_id) REFERENCES organization_scopes (tenant_id, id) ON DELETE CASCADE
);

CREATE TABLE application_organization_resource_scopes (
  tenant_id TEXT NOT NULL,
  application_id TEXT NOT NULL,
  scope_id TEXT NOT NULL,
  PRIMARY KEY (tenant_id, application_id, scope_id),
  FOREIGN KEY (tenant_id, application_id) REFERENCES applications (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, scope_id) REFERENCES scopes (tenant_id, id) ON DELETE CASCADE
);

-- These serve the cascades from scopes.
CREATE INDEX application_resource_scopes_by_scope ON application_resource_scopes (tenant_id, scope_id);
CREATE INDEX application_organization_scopes_by_scope ON application_organization_scopes (tenant_id, organization_scope_id);
CREATE INDEX application_organization_resource_scopes_by_scope ON application_organization_resource_scopes (tenant_id, scope_id);

-- The organizations that a user has opened to a third-party application.
CREATE TABLE application_consent_organizations (
  tenant_id TEXT NOT NULL,
  application_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  organization_id TEXT NOT NULL,
  PRIMARY KEY (tenant_id, application_id, user_id, organization_id),
  FOREIGN KEY (tenant_id, application_id) REFERENCES applications (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, organization_id, user_id)
    REFERENCES organization_users (tenant_id, organization_id, user_id) ON DELETE CASCADE
);

-- Serves the cascade from memberships.
CREATE INDEX application_consent_organizations_by_member ON application_consent_organizations (tenant_id, organization_id, user_id);

-- A running sign-in. The browser holds its id in a cookie; the store keeps the hash.
CREATE TABLE interactions (
  tenant_id TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  id_hash BYTEA NOT NULL,
  application_id TEXT NOT NULL,
  prompt TEXT NOT NULL,
  parameters JSONB NOT NULL,
  session_id TEXT,
  grant_id TEXT,
  experience JSONB,
  result JSONB,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, id_hash)
);

CREATE INDEX interactions_by_expiry ON interactions (tenant_id, expires_at);

-- A browser's session. The cookie's value changes at each sign-in (cookie_hash); id stays.
CREATE TABLE sessions (
  tenant_id TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  cookie_hash BYTEA NOT NULL,
  user_id TEXT,
  signed_in_at BIGINT,
  last_submission JSONB,
  logout JSONB,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id) ON DELETE CASCADE
);

CREATE UNIQUE INDEX sessions_cookie_hash_key ON sessions (tenant_id, cookie_hash);
CREATE INDEX sessions_by_user ON sessions (tenant_id, user_id);
CREATE INDEX sessions_by_expiry ON sessions (tenant_id, expires_at);

-- What a user has granted to an application. All tokens of a grant die with it.
CREATE TABLE grants (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  application_id TEXT NOT NULL,
  openid_scope TEXT NOT NULL,
  resource_scopes JSONB NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id) ON DELETE CASCADE
);

CREATE INDEX grants_by_user ON grants (tenant_id, user_id, application_id);
CREATE INDEX grants_by_expiry ON grants (tenant_id, expires_at);

-- Which applications a session is signed in to, and the grant each uses there.
CREATE TABLE session_applications (
  tenant_id TEXT NOT NULL,
  session_id TEXT NOT NULL,
  application_id TEXT NOT NULL,
  grant_id TEXT,
  sid TEXT NOT NULL,
  persists_logout BOOLEAN NOT NULL,
  PRIMARY KEY (tenant_id, session_id, application_id),
  FOREIGN KEY (tenant_id, session_id) REFERENCES sessions (tenant_id, id) ON DELETE CASCADE
);

CREATE TABLE authorization_codes (
  tenant_id TEXT NOT NULL,
  code_hash BYTEA NOT NULL,
  grant_id TEXT NOT NULL,
  session_id TEXT,
  payload JSONB NOT NULL,
  consumed_at BIGINT,
  expires_at BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, code_hash),
  FOREIGN KEY (tenant_id, grant_id) REFERENCES grants (tenant_id, id) ON DELETE CASCADE
);

CREATE INDEX authorization_codes_by_grant ON authorization_codes (tenant_id, grant_id);
CREATE INDEX authorization_codes_by_expiry ON authorization_codes (tenant_id, expires_at);

-- session_id is set on tokens that end with their session (those without offline_access).
CREATE TABLE refresh_tokens (
  tenant_id TEXT NOT NULL,
  token_hash BYTEA NOT NULL,
  grant_id TEXT NOT NULL,
  session_id TEXT,
  payload JSONB NOT NULL,
  chain_started_at BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  consumed_at BIGINT,
  expires_at BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, token_hash),
  FOREIGN KEY (tenant_id, grant_id) REFERENCES grants (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, session_id) REFERENCES sessions (tenant_id, id) ON DELETE CASCADE
);

CREATE INDEX refresh_tokens_by_grant ON refresh_tokens (tenant_id, grant_id);
CREATE INDEX refresh_tokens_by_session ON refresh_tokens (tenant_id, session_id);
CREATE INDEX refresh_tokens_by_expiry ON refresh_tokens (tenant_id, expires_at);

-- Opaque access tokens. A token of an application itself (client_credentials) has neither grant nor session.
CREATE TABLE access_tokens (
  tenant_id TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  token_hash BYTEA NOT NULL,
  application_id TEXT NOT NULL,
  grant_id TEXT,
  session_id TEXT,
  user_id TEXT,
  scope TEXT NOT NULL,
  claims JSONB NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, token_hash),
  FOREIGN KEY (tenant_id, grant_id) REFERENCES grants (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, session_id) REFERENCES sessions (tenant_id, id) ON DELETE CASCADE
);

CREATE INDEX access_tokens_by_grant ON access_tokens (tenant_id, grant_id);
CREATE INDEX access_tokens_by_session ON access_tokens (tenant_id, session_id);
CREATE INDEX access_tokens_by_expiry ON access_tokens (tenant_id, expires_at);

-- Failed attempts per identifier, for lock-out. The identifier is folded and hashed.
CREATE TABLE sentinel_identifiers (
  tenant_id TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  identifier_hash BYTEA NOT NULL,
  failures BIGINT NOT NULL,
  window_started_at BIGINT NOT NULL,
  locked_until BIGINT,
  PRIMARY KEY (tenant_id, identifier_hash)
);

-- Ids begin with their moment, so that rows are written at the end of the table.
CREATE TABLE audit_logs (
  tenant_id TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  key TEXT NOT NULL,
  payload JSONB NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, id)
);
