-- What a search looks into falls into a part for each group of changes. Two parts of about the same size are enough to be put together
-- (`store::search::merge`), so that few are left.
-- only on SQLite
INSERT INTO user_trigrams (user_trigrams, rank) VALUES ('usermerge', 2);
INSERT INTO organization_trigrams (organization_trigrams, rank) VALUES ('usermerge', 2);
