-- Enterprise connectors: the providers by which the people of an organization sign in. The configuration is sealed; `domains` are those whose
-- addresses the connector speaks for, in lower case.
CREATE TABLE sso_connectors (
  tenant_id TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  provider_name TEXT NOT NULL,
  connector_name TEXT NOT NULL,
  sealed_config BYTEA NOT NULL,
  domains JSONB NOT NULL,
  branding JSONB NOT NULL,
  sync_profile BOOLEAN NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, id)
);

CREATE UNIQUE INDEX sso_connectors_connector_name_key ON sso_connectors (tenant_id, connector_name);
CREATE INDEX sso_connectors_by_creation ON sso_connectors (tenant_id, created_at, id);

-- The same domains, to find connectors by.
CREATE TABLE sso_connector_domains (
  tenant_id TEXT NOT NULL,
  domain TEXT NOT NULL,
  sso_connector_id TEXT NOT NULL,
  PRIMARY KEY (tenant_id, domain, sso_connector_id),
  FOREIGN KEY (tenant_id, sso_connector_id) REFERENCES sso_connectors (tenant_id, id) ON DELETE CASCADE
);

CREATE INDEX sso_connector_domains_by_connector ON sso_connector_domains (tenant_id, sso_connector_id);

-- Sign-ins at an enterprise's provider that are under way, each for one verification of one interaction. Each is finished once.
CREATE TABLE sso_authorizations (
  tenant_id TEXT NOT NULL,
  key_hash BYTEA NOT NULL,
  sso_connector_id TEXT NOT NULL,
  redirect_uri TEXT NOT NULL,
  sealed_remembered BYTEA NOT NULL,
  expires_at BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, key_hash),
  FOREIGN KEY (tenant_id, sso_connector_id) REFERENCES sso_connectors (tenant_id, id) ON DELETE CASCADE
);

CREATE INDEX sso_authorizations_by_connector ON sso_authorizations (tenant_id, sso_connector_id);
CREATE INDEX sso_authorizations_by_expiry ON sso_authorizations (tenant_id, expires_at);

-- Who users are at enterprise providers. An identity is what one connector's issuer calls one person: the same words through another
-- connector are somebody else's. A user has one at each connector.
CREATE TABLE user_sso_identities (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  sso_connector_id TEXT NOT NULL,
  issuer TEXT NOT NULL,
  identity_id TEXT NOT NULL,
  detail JSONB NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, sso_connector_id) REFERENCES sso_connectors (tenant_id, id) ON DELETE CASCADE
);

CREATE UNIQUE INDEX user_sso_identities_identity_id_key ON user_sso_identities (tenant_id, sso_connector_id, issuer, identity_id);
CREATE UNIQUE INDEX user_sso_identities_sso_connector_id_key ON user_sso_identities (tenant_id, user_id, sso_connector_id);

-- The enterprise connectors whose users join an organization on their own.
CREATE TABLE organization_jit_sso_connectors (
  tenant_id TEXT NOT NULL,
  organization_id TEXT NOT NULL,
  sso_connector_id TEXT NOT NULL,
  PRIMARY KEY (tenant_id, organization_id, sso_connector_id),
  FOREIGN KEY (tenant_id, organization_id) REFERENCES organizations (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, sso_connector_id) REFERENCES sso_connectors (tenant_id, id) ON DELETE CASCADE
);

CREATE INDEX organization_jit_sso_connectors_by_connector ON organization_jit_sso_connectors (tenant_id, sso_connector_id);
