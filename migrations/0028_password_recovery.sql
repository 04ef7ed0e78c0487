-- The kind of the one address ("email" or "phone") that a password rests on, because codes sent there were all that it took to set it; NULL for one that
-- was set otherwise, or that somebody has come in by with another factor since.
ALTER TABLE users ADD COLUMN password_recovered_by TEXT;
