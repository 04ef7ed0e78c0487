-- By codes to which kind of address ("email" or "phone") a password was recovered; NULL for one that was set otherwise, or that somebody has come in
-- by with another factor since.
ALTER TABLE users ADD COLUMN password_recovered_by TEXT;
