-- Finding a piece of text anywhere in a name or an address without reading every row: all groups of three characters that occur in what
-- can be searched, each with the rows in which it does. Each database has a structure of its own for that, so that there is nothing here
-- which both could run; searches on PostgreSQL are the same statements with and without it.

-- only on SQLite
-- Documents of a full-text table are known by number. The number is a column, because a row's own changes when the file is compacted; none is
-- given twice. To change such a table row by row costs a hundred times what it costs for many rows at once, so what has changed is only noted
-- here (…_trigrams_pending), and a job sees to it. Until then a search looks at those rows one by one.
CREATE TABLE user_trigrams_pending (number INTEGER PRIMARY KEY AUTOINCREMENT) STRICT;
CREATE TABLE organization_trigrams_pending (number INTEGER PRIMARY KEY AUTOINCREMENT) STRICT;
CREATE VIRTUAL TABLE user_trigrams USING fts5 (text, content = '', contentless_delete = 1, detail = none, tokenize = 'trigram case_sensitive 1');
CREATE VIRTUAL TABLE organization_trigrams USING fts5 (text, content = '', contentless_delete = 1, detail = none, tokenize = 'trigram case_sensitive 1');

ALTER TABLE users ADD COLUMN search_number INTEGER;
ALTER TABLE organizations ADD COLUMN search_number INTEGER;
UPDATE users SET search_number = rowid;
UPDATE organizations SET search_number = rowid;
INSERT INTO user_trigrams_pending (number) SELECT search_number FROM users;
INSERT INTO organization_trigrams_pending (number) SELECT search_number FROM organizations;
CREATE UNIQUE INDEX users_search_number_key ON users (tenant_id, search_number);
CREATE UNIQUE INDEX organizations_search_number_key ON organizations (tenant_id, search_number);

CREATE TRIGGER users_trigrams_insert AFTER INSERT ON users BEGIN
  INSERT INTO user_trigrams_pending (number) VALUES (NULL);
  UPDATE users SET search_number = last_insert_rowid() WHERE rowid = new.rowid;
END;
CREATE TRIGGER users_trigrams_update AFTER UPDATE OF primary_email_folded, primary_phone, username_folded, name_folded ON users BEGIN
  INSERT INTO user_trigrams_pending (number)
  SELECT old.search_number WHERE NOT EXISTS (SELECT 1 FROM user_trigrams_pending WHERE number = old.search_number);
END;
CREATE TRIGGER users_trigrams_delete AFTER DELETE ON users BEGIN
  INSERT INTO user_trigrams_pending (number)
  SELECT old.search_number WHERE NOT EXISTS (SELECT 1 FROM user_trigrams_pending WHERE number = old.search_number);
END;

CREATE TRIGGER organizations_trigrams_insert AFTER INSERT ON organizations BEGIN
  INSERT INTO organization_trigrams_pending (number) VALUES (NULL);
  UPDATE organizations SET search_number = last_insert_rowid() WHERE rowid = new.rowid;
END;
CREATE TRIGGER organizations_trigrams_update AFTER UPDATE OF name_folded ON organizations BEGIN
  INSERT INTO organization_trigrams_pending (number)
  SELECT old.search_number WHERE NOT EXISTS (SELECT 1 FROM organization_trigrams_pending WHERE number = old.search_number);
END;
CREATE TRIGGER organizations_trigrams_delete AFTER DELETE ON organizations BEGIN
  INSERT INTO organization_trigrams_pending (number)
  SELECT old.search_number WHERE NOT EXISTS (SELECT 1 FROM organization_trigrams_pending WHERE number = old.search_number);
END;

-- only on PostgreSQL
-- The extension is part of PostgreSQL's own distribution, and any owner of a database may have it. Where it is not to be had, searches
-- read the table; `CREATE EXTENSION pg_trgm` and these two indexes by hand mend that at any time.
DO $$
DECLARE
  home name;
BEGIN
  BEGIN
    CREATE EXTENSION IF NOT EXISTS pg_trgm SCHEMA public;
  EXCEPTION WHEN OTHERS THEN
    RAISE NOTICE 'searches will read whole tables: %', SQLERRM;
  END;
  SELECT n.nspname INTO home FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'pg_trgm';
  IF home IS NOT NULL THEN
    EXECUTE format('CREATE INDEX users_trigrams ON users USING gin (LOWER(id) %1$I.gin_trgm_ops, primary_email_folded %1$I.gin_trgm_ops, '
      || 'primary_phone %1$I.gin_trgm_ops, username_folded %1$I.gin_trgm_ops, name_folded %1$I.gin_trgm_ops)', home);
    EXECUTE format('CREATE INDEX organizations_trigrams ON organizations USING gin (LOWER(id) %1$I.gin_trgm_ops, '
      || 'name_folded %1$I.gin_trgm_ops)', home);
  END IF;
END
$$;
