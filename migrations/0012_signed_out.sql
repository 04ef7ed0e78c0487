-- When a user was last signed out everywhere (a password replaced, a suspension). What was issued before and is stored nowhere, a signed
-- access token, buys nothing new any more.

ALTER TABLE users ADD COLUMN signed_out_at BIGINT;
