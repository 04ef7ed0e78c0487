-- Connectors: what messages are sent through, and with whom users sign in. The configuration is sealed. There is one connector for e-mail,
-- one for text messages, and one social connector for each target and platform.
CREATE TABLE connectors (
  tenant_id TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  factory_id TEXT NOT NULL,
  type TEXT NOT NULL,
  target TEXT NOT NULL,
  platform TEXT,
  sealed_config BYTEA NOT NULL,
  metadata JSONB NOT NULL,
  sync_profile BOOLEAN NOT NULL,
  enable_token_storage BOOLEAN NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, id)
);

CREATE UNIQUE INDEX connectors_type_key ON connectors (tenant_id, type) WHERE type <> 'Social';
CREATE UNIQUE INDEX connectors_platform_key ON connectors (tenant_id, target, platform) WHERE type = 'Social';

-- Sign-ins elsewhere that a back end began: what must be known again when the browser is back, by the hash of its state. Each is used once.
CREATE TABLE connector_authorizations (
  tenant_id TEXT NOT NULL,
  state_hash BYTEA NOT NULL,
  connector_id TEXT NOT NULL,
  redirect_uri TEXT NOT NULL,
  sealed_remembered BYTEA NOT NULL,
  expires_at BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, state_hash),
  FOREIGN KEY (tenant_id, connector_id) REFERENCES connectors (tenant_id, id) ON DELETE CASCADE
);

CREATE INDEX connector_authorizations_by_connector ON connector_authorizations (tenant_id, connector_id);
CREATE INDEX connector_authorizations_by_expiry ON connector_authorizations (tenant_id, expires_at);

CREATE TABLE email_templates (
  tenant_id TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  language_tag TEXT NOT NULL,
  template_type TEXT NOT NULL,
  details JSONB NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, id)
);

CREATE UNIQUE INDEX email_templates_language_tag_key ON email_templates (tenant_id, template_type, language_tag);

-- The last code that was sent to an address for a purpose, by a keyed hash. It is good for some minutes after created_at; expires_at is when
-- the row is removed, later, so that an expired code is told from none.
CREATE TABLE verification_codes (
  tenant_id TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  purpose TEXT NOT NULL,
  recipient TEXT NOT NULL,
  code_hash BYTEA NOT NULL,
  attempts BIGINT NOT NULL,
  consumed_at BIGINT,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, purpose, recipient)
);

CREATE INDEX verification_codes_by_expiry ON verification_codes (tenant_id, expires_at);

-- When messages were sent to an address lately, in epoch milliseconds, so that nobody is flooded.
CREATE TABLE message_recipients (
  tenant_id TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  recipient TEXT NOT NULL,
  sent_at JSONB NOT NULL,
  expires_at BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, recipient)
);

CREATE INDEX message_recipients_by_expiry ON message_recipients (tenant_id, expires_at);

-- The last messages of the development mailbox.
CREATE TABLE mailbox_messages (
  tenant_id TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  type TEXT NOT NULL,
  template_type TEXT NOT NULL,
  recipient TEXT NOT NULL,
  subject TEXT,
  content TEXT NOT NULL,
  content_type TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, id)
);

CREATE INDEX mailbox_messages_by_creation ON mailbox_messages (tenant_id, created_at, id);
