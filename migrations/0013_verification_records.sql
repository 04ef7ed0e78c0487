-- That a user has proved something lately, in a sign-in that still stands: who they are, or that an address, an account elsewhere or a passkey is
-- theirs. A record is found by the hash of its id. What must be remembered until the proof comes, and what came of it, is sealed. answered_at
-- gives what was remembered to one caller, consumed_at gives what was proved to one change.
CREATE TABLE verification_records (
  tenant_id TEXT NOT NULL,
  id_hash BYTEA NOT NULL,
  user_id TEXT NOT NULL,
  grant_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  subject TEXT,
  sealed_state BYTEA,
  answered_at BIGINT,
  verified_at BIGINT,
  consumed_at BIGINT,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, id_hash),
  FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, grant_id) REFERENCES grants (tenant_id, id) ON DELETE CASCADE
);

CREATE INDEX verification_records_by_expiry ON verification_records (tenant_id, expires_at);
CREATE INDEX verification_records_by_grant ON verification_records (tenant_id, grant_id);
CREATE INDEX verification_records_by_user ON verification_records (tenant_id, user_id);
