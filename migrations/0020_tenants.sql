-- Tenants beside `default` and `admin`: products, customers or environments that share a server. A host leads to one tenant.
ALTER TABLE tenants ADD COLUMN name TEXT NOT NULL DEFAULT '';
-- Since when a tenant is deleted: from then on nobody is served, and its rows go bit by bit until this one goes.
ALTER TABLE tenants ADD COLUMN deleted_at BIGINT;

-- Host names in lower case. The one at position 0 is in the issuer; the others lead to it.
CREATE TABLE tenant_hosts (
  host TEXT NOT NULL PRIMARY KEY,
  tenant_id TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  position BIGINT NOT NULL
);

CREATE INDEX tenant_hosts_by_tenant ON tenant_hosts (tenant_id, position);

-- How an administrator who is signed in to the console of one tenant comes to that of another. Each is redeemed by being deleted.
CREATE TABLE console_tickets (
  tenant_id TEXT NOT NULL,
  token_hash BYTEA NOT NULL,
  user_id TEXT NOT NULL,
  -- The session it came from: it ends with that.
  session_id TEXT NOT NULL,
  target TEXT NOT NULL,
  signed_in_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, token_hash),
  FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, session_id) REFERENCES sessions (tenant_id, id) ON DELETE CASCADE
);

CREATE INDEX console_tickets_by_end ON console_tickets (tenant_id, expires_at);
CREATE INDEX console_tickets_by_user ON console_tickets (tenant_id, user_id);
CREATE INDEX console_tickets_by_session ON console_tickets (tenant_id, session_id);
