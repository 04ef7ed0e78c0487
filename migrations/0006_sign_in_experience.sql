-- What hangs on the sign-in experience (Management API contract §12.1): words in other languages, fields of the profile, the provider of
-- captchas, and the age of passwords. The settings themselves are rows of tenant_settings.

CREATE TABLE custom_phrases (
  tenant_id TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  language_tag TEXT NOT NULL,
  id TEXT NOT NULL,
  translation JSONB NOT NULL,
  PRIMARY KEY (tenant_id, language_tag)
);

CREATE TABLE custom_profile_fields (
  tenant_id TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  id TEXT NOT NULL,
  type TEXT NOT NULL,
  label TEXT NOT NULL,
  description TEXT,
  is_required BOOLEAN NOT NULL,
  config JSONB NOT NULL,
  sign_in_order BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, name)
);

-- At most one for each tenant. config is what pages may know; the secret key is sealed.
CREATE TABLE captcha_providers (
  tenant_id TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  config JSONB NOT NULL,
  sealed_value BYTEA NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  PRIMARY KEY (tenant_id)
);

-- When the password was set; unknown for passwords that are older than this column.
ALTER TABLE users ADD COLUMN password_set_at BIGINT;
-- Whether an operator has declared the password expired.
ALTER TABLE users ADD COLUMN is_password_expired BOOLEAN NOT NULL DEFAULT FALSE;

-- Where usernames that differ in case only are the same one, whoever takes a name holds its row until the transaction ends: of two who
-- take it at once, the second sees the first. Nothing stays in this table.
CREATE TABLE username_claims (
  tenant_id TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  username_folded TEXT NOT NULL,
  PRIMARY KEY (tenant_id, username_folded)
);
